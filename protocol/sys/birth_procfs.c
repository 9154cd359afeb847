#include "protocol/sys/birth.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Reads a small file of /proc, which answers in one read; returns its length or -1. */
static ssize_t birth_read(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;

    if (fd < 0)
        return -1;
    do
        n = read(fd, text, size - 1);
    while (n < 0 && errno == EINTR);
    close(fd);
    if (n >= 0)
        text[n] = '\0';
    return n;
}

/* /proc may be mounted so that it hides the processes of others, or not be there at all. */
static int birth_unseen(pid_t pid)
{
    return kill(pid, 0) < 0 && errno == ESRCH ? BIRTH_GONE : BIRTH_UNKNOWN;
}

int birth_of(pid_t pid, uint64_t *ret_start)
{
    char path[48], text[1024], *at;
    uint64_t start;

    if (pid <= 0)
        return BIRTH_GONE;
    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
    if (birth_read(path, text, sizeof(text)) <= 0)
        return birth_unseen(pid);

    /* Field 2 is the program's name in parentheses and may hold anything, ") Z 1" included; what
     * follows the last parenthesis is numbers, but for the state in field 3. */
    at = strrchr(text, ')');
    if (!at || at[1] != ' ')
        return BIRTH_UNKNOWN;
    at += 2;
    if (*at == 'Z' || *at == 'X' || *at == 'x')
        return BIRTH_ZOMBIE;
    for (int field = 3; field < 22; field++) {
        at = strchr(at, ' ');
        if (!at)
            return BIRTH_UNKNOWN;
        at++;
    }
    if (sscanf(at, "%" SCNu64, &start) != 1)
        return BIRTH_UNKNOWN;
    *ret_start = start;
    return 0;
}

int birth_boot(char ret_id[BIRTH_BOOT_SIZE])
{
    char text[64];

    if (birth_read("/proc/sys/kernel/random/boot_id", text, sizeof(text)) < BIRTH_BOOT_SIZE - 1)
        return BIRTH_UNKNOWN;
    memcpy(ret_id, text, BIRTH_BOOT_SIZE - 1);
    ret_id[BIRTH_BOOT_SIZE - 1] = '\0';
    return 0;
}
