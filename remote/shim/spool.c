#include "remote/shim/spool.h"

#include "remote/shim/fds.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPOOL_FORMAT "1\n"
#define SPOOL_FULL   "ccr-shim: err.log is full at 1 MiB, the rest of the stderr is discarded"

static int spool_open_file(struct spool *spool, const char *name, int flags)
{
    int fd = openat(spool->dir, name, flags | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);

    return fd < 0 ? -errno : fd;
}

/* Open for reading too, a FIFO's other end may come and go without an end of file or SIGPIPE. */
static int spool_open_fifo(struct spool *spool, const char *name)
{
    struct stat st;
    int fd = spool_open_file(spool, name, O_RDWR | O_NONBLOCK);

    if (fd < 0)
        return fd;
    if (fstat(fd, &st) != 0 || !S_ISFIFO(st.st_mode)) {
        close(fd);
        return -EINVAL;
    }
    return fd;
}

static int spool_check_format(struct spool *spool)
{
    char text[sizeof(SPOOL_FORMAT)];
    int fd = spool_open_file(spool, "format", O_RDONLY);
    ssize_t n;

    if (fd < 0)
        return fd;
    n = read(fd, text, sizeof(text));
    close(fd);
    if (n != (ssize_t)strlen(SPOOL_FORMAT) || memcmp(text, SPOOL_FORMAT, (size_t)n) != 0)
        return -EINVAL;
    return 0;
}

void spool_init(struct spool *spool)
{
    memset(spool, 0, sizeof(*spool));
    spool->dir = spool->in = spool->fed = spool->out = -1;
    spool->log = spool->poke = spool->alive = -1;
}

int spool_open(struct spool *spool, const char *dir, uint64_t out_max, const char **ret_what)
{
    int r;

    spool->out_max = out_max;

    *ret_what = "run";
    r = spool->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (r < 0)
        return -errno;
    *ret_what = "format";
    if ((r = spool_check_format(spool)) < 0)
        return r;
    *ret_what = "out.ndjson";
    if ((r = spool->out = spool_open_file(spool, *ret_what, O_WRONLY | O_CREAT | O_EXCL)) < 0)
        return r;
    *ret_what = "err.log";
    if ((r = spool->log = spool_open_file(spool, *ret_what, O_WRONLY | O_CREAT | O_TRUNC)) < 0)
        return r;
    *ret_what = "in.ndjson";
    if ((r = spool->in = spool_open_file(spool, *ret_what, O_RDONLY)) < 0)
        return r;
    *ret_what = "fed";
    if ((r = spool->fed = spool_open_file(spool, *ret_what, O_WRONLY)) < 0)
        return r;
    *ret_what = "poke";
    if ((r = spool->poke = spool_open_fifo(spool, *ret_what)) < 0)
        return r;
    *ret_what = "alive";
    if ((r = spool->alive = spool_open_fifo(spool, *ret_what)) < 0)
        return r;
    return 0;
}

bool spool_claimed(const struct spool *spool)
{
    return spool->out >= 0;
}

void spool_close(struct spool *spool)
{
    fds_close(&spool->dir);
    fds_close(&spool->in);
    fds_close(&spool->fed);
    fds_close(&spool->out);
    fds_close(&spool->log);
    fds_close(&spool->poke);
    fds_close(&spool->alive);
}

static void spool_ring(struct spool *spool)
{
    /* Full is as good: the bytes in it say the same. */
    ssize_t n = spool->alive < 0 ? 0 : write(spool->alive, "", 1);

    (void)n;
}

static ssize_t spool_put(int fd, const char *bytes, size_t n, uint64_t offset)
{
    ssize_t put;

    do
        put = pwrite(fd, bytes, n, (off_t)offset);
    while (put < 0 && errno == EINTR);
    if (put == 0)
        return -EIO;
    return put < 0 ? -errno : put;
}

ssize_t spool_read(struct spool *spool, char *bytes, size_t size, uint64_t offset)
{
    ssize_t n;

    do
        n = pread(spool->in, bytes, size, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

int spool_feed(struct spool *spool, uint64_t end)
{
    char bytes[8];
    ssize_t n;

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(end >> (8 * i));
    n = spool_put(spool->fed, bytes, sizeof(bytes), 0);
    if (n < 0)
        return (int)n;
    return n == (ssize_t)sizeof(bytes) ? 0 : -EIO;
}

bool spool_eof(struct spool *spool)
{
    return faccessat(spool->dir, "eof", F_OK, 0) == 0;
}

void spool_poked(struct spool *spool)
{
    char bytes[512];
    ssize_t n;

    do
        n = read(spool->poke, bytes, sizeof(bytes));
    while (n > 0 || (n < 0 && errno == EINTR));
}

ssize_t spool_append(struct spool *spool, const char *bytes, size_t n)
{
    ssize_t put;

    if (spool->out_max) {
        uint64_t room = spool->out_max - spool->out_size;

        if (room == 0)
            return -EFBIG;
        if (n > room)
            n = (size_t)room;
    }
    put = spool_put(spool->out, bytes, n, spool->out_size);
    if (put < 0)
        return put;
    spool->out_size += (uint64_t)put;
    spool_ring(spool);
    return put;
}

/* A line of ours after whatever stands, whole or not at all. */
static int spool_log_line(struct spool *spool, const char *text)
{
    char line[256];
    int length = snprintf(line, sizeof(line), "%s%s", spool->log_open_line ? "\n" : "", text);
    ssize_t n;

    if (length > (int)sizeof(line) - 2)
        length = (int)sizeof(line) - 2;
    line[length++] = '\n';
    n = spool_put(spool->log, line, (size_t)length, spool->log_size);
    if (n < 0)
        return (int)n;
    if (n != length) {
        int r = ftruncate(spool->log, (off_t)spool->log_size);

        (void)r;
        return -ENOSPC;
    }
    spool->log_size += (uint64_t)n;
    spool->log_open_line = false;
    return 0;
}

ssize_t spool_log(struct spool *spool, const char *bytes, size_t n)
{
    uint64_t room = SPOOL_LOG_MAX - spool->log_taken;
    ssize_t put;

    if (room == 0) {
        int r = spool->log_full ? 0 : spool_log_line(spool, SPOOL_FULL);

        if (r < 0)
            return r;
        spool->log_full = true;
        return (ssize_t)n;
    }
    put = spool_put(spool->log, bytes, n < room ? n : (size_t)room, spool->log_size);
    if (put < 0)
        return put;
    spool->log_size += (uint64_t)put;
    spool->log_taken += (uint64_t)put;
    spool->log_open_line = bytes[put - 1] != '\n';
    return put;
}

void spool_note(struct spool *spool, const char *text)
{
    if (spool->log >= 0)
        spool_log_line(spool, text);
}

int spool_stall(struct spool *spool, bool stalled)
{
    if (stalled) {
        int fd = spool_open_file(spool, "stall", O_WRONLY | O_CREAT);

        if (fd < 0)
            return fd;
        close(fd);
    } else if (unlinkat(spool->dir, "stall", 0) != 0 && errno != ENOENT) {
        return -errno;
    }
    spool->stalled = stalled;
    spool_ring(spool);
    return 0;
}

/* Makes a new file with this text. A failed one is removed: what its blocks hold is not known. */
static int spool_make(struct spool *spool, const char *name, const char *text, bool sync)
{
    size_t length = strlen(text);
    int fd = spool_open_file(spool, name, O_WRONLY | O_CREAT | O_TRUNC);
    ssize_t n;
    int r = 0;

    if (fd < 0)
        return fd;
    n = spool_put(fd, text, length, 0);
    if (n < 0)
        r = (int)n;
    else if ((size_t)n != length)
        r = -ENOSPC;
    /* A full disk may come to light only here. Some file systems know no fsync: EINVAL. */
    if (r == 0 && sync && fsync(fd) != 0 && errno != EINVAL)
        r = -errno;
    if (close(fd) != 0 && r == 0 && errno != EINTR)
        r = -errno;
    if (r < 0)
        unlinkat(spool->dir, name, 0);
    return r;
}

static int spool_place(struct spool *spool, const char *temporary, const char *name)
{
    if (renameat(spool->dir, temporary, spool->dir, name) != 0)
        return -errno;
    spool_ring(spool);
    return 0;
}

int spool_pids(struct spool *spool, const char *text)
{
    int r = spool_make(spool, "pids.tmp", text, false);

    return r < 0 ? r : spool_place(spool, "pids.tmp", "pids");
}

int spool_exit(struct spool *spool, const char *line)
{
    int r = spool_make(spool, "exit.tmp", line, true);

    if (r == 0 && spool->stalled)
        r = spool_stall(spool, false);
    if (r == 0)
        r = spool_place(spool, "exit.tmp", "exit");
    if (r < 0 && r != -ENOENT && !spool->stalled)
        spool_stall(spool, true);
    return r;
}
