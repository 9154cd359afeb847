/*
 * The lines of a transcript file, by offset, forwards and backwards. Split on '\n'
 * only. The blanks around a line do not belong to it: spaces, tabs, the '\r' of CRLF,
 * a byte order mark, and the runs of NUL bytes that a crash leaves behind.
 *
 * One file at a time, opened for one question and closed again; a reader holds one
 * block and one line. The file may grow, shrink or go away meanwhile: what was there
 * when it was opened is read, and a file that shrank under the reader just ends.
 */
#ifndef CCR_TRANSCRIPT_LINE_H
#define CCR_TRANSCRIPT_LINE_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define LINE_HEAD_MAX (4 * 1024) /* what is kept of a line over the maximum */

struct lines {
    int fd;
    int64_t size; /* when it was opened */
    uint64_t device, inode;
    size_t line_max;
    char *block; /* one block of the file */
    int64_t block_at;
    size_t block_len;
    struct buf text; /* the line that was read last */
};

struct line {
    int64_t offset;   /* of its first byte that is no blank */
    int64_t length;   /* from there to the line's end */
    int64_t next;     /* where the next line begins */
    const char *data; /* valid until the next call */
    size_t len;       /* of data: at most length */
    bool whole;       /* data is all of it; else its first LINE_HEAD_MAX bytes */
    bool ended;       /* '\n' was there; a last line without one may be half written */
};

/* Opens a regular file; lines longer than line_max are not held in memory. ERR_NOT_FOUND
 * when there is none, ERR_INVALID when it is no regular file, ERR_STORAGE for the rest. On
 * failure there is nothing to end. */
int lines_open(struct lines *lines, const char *path, size_t line_max, struct err *err);

void lines_done(struct lines *lines);

/* The line whose first byte is at offset `at` (any byte is taken for the first): 1, or 0
 * when nothing but blanks is left in the file, or -ERR_STORAGE. A blank line within the
 * file has len 0. */
int lines_read(struct lines *lines, int64_t at, struct line *ret_line, struct err *err);

/* Where the line begins that holds the byte before `at`, or that begins at `at`; the
 * line before one that begins at B is lines_start(lines, B - 1, ...). -ERR_STORAGE. */
int lines_start(struct lines *lines, int64_t at, int64_t *ret_start, struct err *err);

/* Up to len bytes of the file at that offset, fewer at its end: the number, or
 * -ERR_STORAGE. */
int64_t lines_copy(struct lines *lines, int64_t at, char *ret_data, size_t len, struct err *err);

/* True for the bytes that may stand around a record: NUL, space, tab and '\r'. */
bool line_blank(char c);

#endif
