/*
 * A growing byte buffer with a maximum. data[len] is always a NUL that does not
 * count, so the content can be read as a C string when it holds no NUL itself.
 * An append that would pass the maximum changes nothing and fails.
 */
#ifndef CCR_BASE_BUF_H
#define CCR_BASE_BUF_H

#include <stddef.h>

struct buf {
    char *data; /* NULL until the first append */
    size_t len;
    size_t cap;
    size_t max;
};

/* An empty buffer of at most max bytes of content. */
void buf_init(struct buf *buf, size_t max);

/* Frees the content; the buffer is empty and usable again. */
void buf_done(struct buf *buf);

/* Appends; 0, or -ERR_TOO_LARGE with nothing changed. */
int buf_append(struct buf *buf, const void *data, size_t len);
int buf_append_text(struct buf *buf, const char *text);
int buf_append_char(struct buf *buf, char c);
int buf_printf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for len more bytes and returns where they go, or NULL when that
 * would pass the maximum; buf_grow() then says how many were written there. */
char *buf_reserve(struct buf *buf, size_t len);
void buf_grow(struct buf *buf, size_t len);

/* Drops the first len bytes (at most all of them). */
void buf_consume(struct buf *buf, size_t len);

/* Cuts the content to len bytes (nothing happens when it is shorter). */
void buf_truncate(struct buf *buf, size_t len);

/* The content as a C string, "" when empty; valid until the next change. */
const char *buf_text(const struct buf *buf);

/* The content as a C string of the caller's; the buffer is empty afterwards. */
char *buf_take(struct buf *buf);

#endif
