#include "remote/daemon/spool.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SMALL_FILE_MAX  4096
#define STDERR_FILE_MAX (2 * 1024 * 1024)
#define STDERR_SHOWN    1024

static int open_in(const struct spool *spool, const char *name, int flags)
{
    char *path = paths_join(spool->folder, name);
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

    free(path);
    return fd;
}

static int make_fifo(const struct spool *spool, const char *name)
{
    char *path = paths_join(spool->folder, name);
    int rc = mkfifo(path, 0600);

    free(path);
    return rc;
}

static int storage_error(const struct spool *spool, struct err *err)
{
    return err_set(err, ERR_STORAGE, "%s: %s", spool->folder, strerror(errno));
}

static int make_file(const struct spool *spool, const char *name, const char *data, size_t len)
{
    int fd = open_in(spool, name, O_WRONLY | O_CREAT | O_EXCL), rc;

    if (fd < 0)
        return -1;
    rc = fd_write_all(fd, data, len);
    fd_close(&fd);
    return rc;
}

/* Read-write: an open never waits for the other side, and our own end keeps the FIFO's
 * writes from failing; `alive` is read-only, since its hang-up is what we listen for. */
static int open_files(struct spool *spool)
{
    spool->in = open_in(spool, "in.ndjson", O_WRONLY);
    spool->poke = open_in(spool, "poke", O_RDWR | O_NONBLOCK);
    spool->alive = open_in(spool, "alive", O_RDONLY | O_NONBLOCK);
    return spool->in < 0 || spool->poke < 0 || spool->alive < 0 ? -1 : 0;
}

int spool_make(struct spool *spool, const char *folder, struct err *err)
{
    static const char nothing_fed[8];
    char format[16];
    int len = snprintf(format, sizeof(format), "%d\n", SPOOL_FORMAT);

    *spool =
        (struct spool){.folder = mem_dup(folder), .in = -1, .out = -1, .poke = -1, .alive = -1};
    if (mkdir(folder, 0700) != 0 || make_file(spool, "format", format, (size_t)len) != 0 ||
        make_file(spool, "fed", nothing_fed, sizeof(nothing_fed)) != 0 ||
        make_file(spool, "in.ndjson", "", 0) != 0 || make_fifo(spool, "poke") != 0 ||
        make_fifo(spool, "alive") != 0 || open_files(spool) != 0)
        return storage_error(spool, err);
    return 0;
}

/* The whole of a small file as text, NULL when it is not there. */
static char *read_small(const struct spool *spool, const char *name)
{
    char *path = paths_join(spool->folder, name);
    struct buf text;

    buf_init(&text, SMALL_FILE_MAX);
    if (fd_read_file(path, SMALL_FILE_MAX, &text, NULL) < 0) {
        buf_done(&text);
        free(path);
        return NULL;
    }
    free(path);
    return buf_take(&text);
}

int spool_open(struct spool *spool, const char *folder, struct err *err)
{
    char *format;
    int number;

    *spool =
        (struct spool){.folder = mem_dup(folder), .in = -1, .out = -1, .poke = -1, .alive = -1};
    format = read_small(spool, "format");
    number = format != NULL ? atoi(format) : SPOOL_FORMAT;
    free(format);
    if (number != SPOOL_FORMAT)
        return err_set(err, ERR_RUNNER, "%s: a run of format %d, which this build does not know",
                       folder, number);
    return open_files(spool) != 0 ? storage_error(spool, err) : 0;
}

void spool_done(struct spool *spool)
{
    fd_close(&spool->in);
    fd_close(&spool->out);
    fd_close(&spool->poke);
    fd_close(&spool->alive);
    mem_set(&spool->folder, NULL);
}

int spool_write(struct spool *spool, const char *line, int64_t offset, struct err *err)
{
    if (fd_pwrite_all(spool->in, line, strlen(line), (off_t)offset) != 0)
        return storage_error(spool, err);
    return 0;
}

void spool_poke(struct spool *spool)
{
    ssize_t n;

    /* A full FIFO is as good: the shim has not looked since. */
    do
        n = write(spool->poke, "!", 1);
    while (n < 0 && errno == EINTR);
}

int spool_drain(struct spool *spool)
{
    char bytes[512];
    int some = 0;

    for (;;) {
        ssize_t n = read(spool->alive, bytes, sizeof(bytes));

        if (n > 0)
            some = 1;
        else if (n == 0)
            return some ? some : -1;
        else if (errno != EINTR)
            return some;
    }
}

static bool have_output(struct spool *spool)
{
    errno = ENOENT;
    if (spool->out < 0 && spool->folder != NULL)
        spool->out = open_in(spool, "out.ndjson", O_RDONLY);
    return spool->out >= 0;
}

bool spool_begun(struct spool *spool)
{
    return have_output(spool);
}

ssize_t spool_read(struct spool *spool, void *data, size_t len, int64_t offset)
{
    ssize_t n;

    if (!have_output(spool))
        return errno == ENOENT ? 0 : -1;
    do
        n = pread(spool->out, data, len, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n;
}

int64_t spool_output(struct spool *spool)
{
    struct stat st;

    return have_output(spool) && fstat(spool->out, &st) == 0 ? (int64_t)st.st_size : 0;
}

bool spool_fed(const struct spool *spool, int64_t end)
{
    unsigned char bytes[8];
    int fd = open_in(spool, "fed", O_RDONLY);
    bool known = fd < 0 && errno == ENOENT;
    uint64_t fed = 0;

    if (fd >= 0 && fd_read_all(fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes)) {
        for (int i = 7; i >= 0; i--)
            fed = fed << 8 | bytes[i];
        known = true;
    }
    fd_close(&fd);
    return !known || fed >= (uint64_t)end;
}

int spool_withdraw(struct spool *spool, struct err *err)
{
    if (spool->in < 0)
        return 0;
    if (ftruncate(spool->in, 0) != 0)
        return storage_error(spool, err);
    return spool_let_go(spool, err);
}

int spool_let_go(struct spool *spool, struct err *err)
{
    int fd = open_in(spool, "eof", O_WRONLY | O_CREAT);

    if (fd < 0)
        return storage_error(spool, err);
    fd_close(&fd);
    spool_poke(spool);
    return 0;
}

bool spool_pids(const struct spool *spool, struct spool_pids *ret_pids)
{
    char *text = read_small(spool, "pids");
    long shim, agent;
    unsigned long long shim_birth, agent_birth;
    bool whole = text != NULL && sscanf(text, "shim %ld %llu %*s agent %ld %llu", &shim,
                                        &shim_birth, &agent, &agent_birth) == 4;

    if (whole)
        *ret_pids = (struct spool_pids){(pid_t)shim, (pid_t)agent, shim_birth, agent_birth};
    free(text);
    return whole;
}

char *spool_exit(const struct spool *spool)
{
    char *text = read_small(spool, "exit");

    if (text != NULL)
        text[strcspn(text, "\n")] = '\0';
    return text;
}

bool spool_stalled(const struct spool *spool)
{
    char *path = paths_join(spool->folder, "stall");
    bool there = access(path, F_OK) == 0;

    free(path);
    return there;
}

char *spool_stderr(const struct spool *spool)
{
    char *path = paths_join(spool->folder, "err.log");
    struct buf raw, shown;
    size_t from = 0;

    buf_init(&raw, STDERR_FILE_MAX);
    buf_init(&shown, STDERR_SHOWN * 8);
    fd_read_file(path, STDERR_FILE_MAX, &raw, NULL);
    if (raw.len > STDERR_SHOWN)
        from = raw.len - STDERR_SHOWN;
    while (raw.len > from && (raw.data[raw.len - 1] == '\n' || raw.data[raw.len - 1] == ' '))
        buf_truncate(&raw, raw.len - 1);
    utf8_printable(&shown, buf_text(&raw) + from, raw.len - from, false);
    buf_done(&raw);
    free(path);
    return buf_take(&shown);
}
