#include "protocol/base/buf.h"

#include "protocol/base/err.h"
#include "protocol/base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, size_t max)
{
    *buf = (struct buf){.max = max};
}

void buf_done(struct buf *buf)
{
    free(buf->data);
    buf_init(buf, buf->max);
}

char *buf_reserve(struct buf *buf, size_t len)
{
    size_t need;

    if (len > buf->max - buf->len)
        return NULL;
    need = buf->len + len + 1;
    if (need > buf->cap) {
        size_t cap = buf->cap ? buf->cap : 64;

        while (cap < need)
            cap *= 2;
        buf->data = mem_resize(buf->data, cap, 1);
        buf->cap = cap;
    }
    return buf->data + buf->len;
}

void buf_grow(struct buf *buf, size_t len)
{
    buf->len += len;
    buf->data[buf->len] = '\0';
}

int buf_append(struct buf *buf, const void *data, size_t len)
{
    char *room = buf_reserve(buf, len);

    if (room == NULL)
        return -ERR_TOO_LARGE;
    if (len > 0)
        memcpy(room, data, len);
    buf_grow(buf, len);
    return 0;
}

int buf_append_text(struct buf *buf, const char *text)
{
    return buf_append(buf, text, strlen(text));
}

int buf_append_char(struct buf *buf, char c)
{
    return buf_append(buf, &c, 1);
}

int buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    char *room;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        return -ERR_INVALID;
    room = buf_reserve(buf, (size_t)len);
    if (room == NULL)
        return -ERR_TOO_LARGE;
    va_start(args, fmt);
    vsnprintf(room, (size_t)len + 1, fmt, args);
    va_end(args);
    buf_grow(buf, (size_t)len);
    return 0;
}

void buf_consume(struct buf *buf, size_t len)
{
    if (len >= buf->len) {
        buf_truncate(buf, 0);
        return;
    }
    memmove(buf->data, buf->data + len, buf->len - len);
    buf_truncate(buf, buf->len - len);
}

void buf_truncate(struct buf *buf, size_t len)
{
    if (buf->data == NULL || len > buf->len)
        return;
    buf->len = len;
    buf->data[len] = '\0';
}

const char *buf_text(const struct buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
    char *text = buf->data != NULL ? buf->data : mem_dup("");

    buf_init(buf, buf->max);
    return text;
}
