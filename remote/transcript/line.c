#include "remote/transcript/line.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE (64 * 1024)

static const char byte_order_mark[] = "\xef\xbb\xbf";

int lines_open(struct lines *lines, const char *path, size_t line_max, struct err *err)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int rc;

    if (fd < 0)
        return err_set(err, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_STORAGE,
                       "%s: %s", path, strerror(errno));
    if (fstat(fd, &status) != 0) {
        rc = err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
        goto fail;
    }
    if (!S_ISREG(status.st_mode)) {
        rc = err_set(err, ERR_INVALID, "%s: not a file", path);
        goto fail;
    }
    *lines = (struct lines){.fd = fd,
                            .size = status.st_size,
                            .device = (uint64_t)status.st_dev,
                            .inode = (uint64_t)status.st_ino,
                            .line_max = line_max,
                            .block = mem_new(1, BLOCK_SIZE),
                            .block_at = -1};
    buf_init(&lines->text, line_max > LINE_HEAD_MAX ? line_max : LINE_HEAD_MAX);
    return 0;
fail:
    fd_close(&fd);
    return rc;
}

void lines_done(struct lines *lines)
{
    fd_close(&lines->fd);
    free(lines->block);
    lines->block = NULL;
    buf_done(&lines->text);
}

/* What of the block around `at` begins there: its length, 0 at the file's end, or negative. */
static int64_t block_from(struct lines *lines, int64_t at, const char **ret_data, struct err *err)
{
    int64_t block_at = at - at % BLOCK_SIZE, len;

    if (at >= lines->size)
        return 0;
    if (lines->block_at != block_at) {
        ssize_t n = fd_pread_all(lines->fd, lines->block, BLOCK_SIZE, (off_t)block_at);

        lines->block_at = -1;
        if (n < 0)
            return err_set(err, ERR_STORAGE, "cannot read the transcript: %s", strerror(errno));
        lines->block_at = block_at;
        lines->block_len = (size_t)n;
    }
    len = (int64_t)lines->block_len - (at - block_at);
    if (len > lines->size - at)
        len = lines->size - at;
    *ret_data = lines->block + (at - block_at);
    return len > 0 ? len : 0;
}

bool line_blank(char c)
{
    return c == '\0' || c == ' ' || c == '\t' || c == '\r';
}

/* Moves *at over the blanks before a line's first byte. */
static int skip_blanks(struct lines *lines, int64_t *at, struct err *err)
{
    const char *data;
    char mark[3];
    int64_t n;

    for (;;) {
        int64_t used = 0;

        n = block_from(lines, *at, &data, err);
        if (n <= 0)
            return (int)n;
        while (used < n && line_blank(data[used]))
            used++;
        *at += used;
        if (used == n)
            continue;
        if (data[used] != byte_order_mark[0])
            return 0;
        n = lines_copy(lines, *at, mark, sizeof(mark), err);
        if (n < (int64_t)sizeof(mark) || memcmp(mark, byte_order_mark, sizeof(mark)) != 0)
            return n < 0 ? (int)n : 0;
        *at += (int64_t)sizeof(mark);
    }
}

static void keep(struct lines *lines, int64_t length, const char *data, size_t len)
{
    if (length + (int64_t)len <= (int64_t)lines->line_max)
        buf_append(&lines->text, data, len);
    else if (lines->text.len < LINE_HEAD_MAX)
        buf_append(&lines->text, data,
                   len < LINE_HEAD_MAX - lines->text.len ? len : LINE_HEAD_MAX - lines->text.len);
}

static void finish(struct lines *lines, struct line *line)
{
    line->whole = line->length <= (int64_t)lines->line_max;
    if (!line->whole && lines->text.len > LINE_HEAD_MAX)
        buf_truncate(&lines->text, LINE_HEAD_MAX);
    if (line->whole) {
        size_t len = lines->text.len;

        while (len > 0 && line_blank(lines->text.data[len - 1]))
            len--;
        buf_truncate(&lines->text, len);
        line->length = (int64_t)len;
    }
    line->data = buf_text(&lines->text);
    line->len = lines->text.len;
}

int lines_read(struct lines *lines, int64_t at, struct line *ret_line, struct err *err)
{
    struct line line = {.offset = at};
    const char *data, *end = NULL;
    int64_t n;

    buf_truncate(&lines->text, 0);
    n = skip_blanks(lines, &line.offset, err);
    if (n < 0)
        return (int)n;
    while (end == NULL && (n = block_from(lines, line.offset + line.length, &data, err)) > 0) {
        end = memchr(data, '\n', (size_t)n);
        if (end != NULL)
            n = end - data;
        keep(lines, line.length, data, (size_t)n);
        line.length += n;
    }
    if (n < 0)
        return (int)n;
    line.ended = end != NULL;
    line.next = line.offset + line.length + (line.ended ? 1 : 0);
    if (!line.ended && line.length == 0)
        return 0;
    finish(lines, &line);
    *ret_line = line;
    return 1;
}

int lines_start(struct lines *lines, int64_t at, int64_t *ret_start, struct err *err)
{
    if (at > lines->size)
        at = lines->size;
    while (at > 0) {
        int64_t block_at = (at - 1) - (at - 1) % BLOCK_SIZE;
        const char *data;
        int64_t n = block_from(lines, block_at, &data, err);

        if (n < 0)
            return (int)n;
        if (n > at - block_at)
            n = at - block_at;
        while (n > 0 && data[n - 1] != '\n')
            n--;
        if (n > 0) {
            *ret_start = block_at + n;
            return 0;
        }
        at = block_at;
    }
    *ret_start = 0;
    return 0;
}

int64_t lines_copy(struct lines *lines, int64_t at, char *ret_data, size_t len, struct err *err)
{
    size_t have = 0;

    while (have < len) {
        const char *data;
        int64_t n = block_from(lines, at + (int64_t)have, &data, err);

        if (n < 0)
            return n;
        if (n == 0)
            break;
        if ((size_t)n > len - have)
            n = (int64_t)(len - have);
        memcpy(ret_data + have, data, (size_t)n);
        have += (size_t)n;
    }
    return (int64_t)have;
}
