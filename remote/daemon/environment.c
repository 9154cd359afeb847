#include "remote/daemon/environment.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOGIN_MS       5000
#define SIZE_MAX_BYTES (1024 * 1024)
#define COUNT_MAX      4096

extern char **environ;

/* Grows the list, which ends with NULL, by one; text is taken over. */
static void add(char ***list, size_t *count, char *text)
{
    *list = mem_resize(*list, *count + 2, sizeof(char *));
    (*list)[(*count)++] = text;
    (*list)[*count] = NULL;
}

/* Splits at `separator` what has the form NAME=VALUE; anything else is left out. */
static char **split(const char *data, size_t len, char separator, char **list, size_t count)
{
    while (len > 0 && count < COUNT_MAX) {
        const char *end = memchr(data, separator, len);
        size_t part = end != NULL ? (size_t)(end - data) : len;
        const char *equals = memchr(data, '=', part);

        if (equals != NULL && equals > data && data[0] != '#')
            add(&list, &count, mem_dup_n(data, part));
        part += end != NULL;
        data += part;
        len -= part;
    }
    return list;
}

static void become_shell(const char *shell, const char *self, int out)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    setsid();
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execl(shell, shell, "-l", "-c", "exec \"$0\" environment", self, (char *)NULL);
    _exit(127);
}

/* Reads to the end of the pipe; false when the time or the size runs out before. */
static bool read_until(int fd, struct buf *out, int64_t until)
{
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int64_t left = until - clock_steady_ms();
        char chunk[16 * 1024];
        ssize_t n;

        if (left <= 0 || (poll(&ready, 1, (int)left) < 0 && errno != EINTR))
            return false;
        if (ready.revents == 0)
            continue;
        n = read(fd, chunk, sizeof(chunk));
        if (n == 0)
            return true;
        if ((n < 0 && errno != EINTR) || (n > 0 && buf_append(out, chunk, (size_t)n) < 0))
            return false;
    }
}

/* Everything before the mark is the noise of rc files. */
static char **read_marked(const struct buf *text)
{
    const size_t mark = sizeof(ENVIRONMENT_MARK);

    for (size_t at = 0; at + mark <= text->len; at++)
        if (memcmp(text->data + at, ENVIRONMENT_MARK, mark) == 0)
            return split(text->data + at + mark, text->len - at - mark, '\0', NULL, 0);
    return NULL;
}

static char **ask_login_shell(const char *self)
{
    const char *shell = getenv("SHELL");
    int out[2];
    struct buf text;
    char **list = NULL;
    pid_t child;

    if (shell == NULL || fd_pipe(out) != 0)
        return NULL;
    child = fork();
    if (child == 0)
        become_shell(shell, self, out[1]);
    fd_close(&out[1]);
    buf_init(&text, SIZE_MAX_BYTES);
    if (child > 0 && read_until(out[0], &text, clock_steady_ms() + LOGIN_MS))
        list = read_marked(&text);
    if (child > 0) {
        kill(-child, SIGKILL);
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    fd_close(&out[0]);
    buf_done(&text);
    return list;
}

/* The daemon's own, with the file's lines before it: of two the first counts. */
static char **read_file(const char *path)
{
    struct buf text;
    char **list = NULL;
    struct err err;
    size_t count = 0;

    buf_init(&text, SIZE_MAX_BYTES);
    if (fd_read_file(path, SIZE_MAX_BYTES, &text, &err) < 0) {
        log_line(LOG_ERROR, "agent.environment: %s", err.what);
    } else {
        list = split(buf_text(&text), text.len, '\n', NULL, 0);
        while (list != NULL && list[count] != NULL)
            count++;
        for (size_t i = 0; environ[i] != NULL; i++)
            add(&list, &count, mem_dup(environ[i]));
    }
    buf_done(&text);
    return list;
}

char **environment_load(const char *source, const char *self)
{
    char **list;

    if (source == NULL || str_equal(source, "daemon"))
        return NULL;
    if (!str_equal(source, "login"))
        return read_file(source);
    list = ask_login_shell(self);
    if (list == NULL)
        log_line(LOG_ERROR,
                 "agent.environment: the login shell did not say within %d s; the"
                 " daemon's own is used",
                 LOGIN_MS / 1000);
    return list;
}

int environment_print(void)
{
    fwrite(ENVIRONMENT_MARK, 1, sizeof(ENVIRONMENT_MARK), stdout);
    for (size_t i = 0; environ[i] != NULL; i++)
        fwrite(environ[i], 1, strlen(environ[i]) + 1, stdout);
    return fflush(stdout) == 0 ? 0 : 1;
}
