#include "protocol/frame.h"

#include "protocol/base/err.h"

#include <string.h>

#define READ_AHEAD (64 * 1024)

void frame_init(struct frame *frame, size_t line_max)
{
    *frame = (struct frame){.line_max = line_max};
    buf_init(&frame->pending, line_max + READ_AHEAD);
}

void frame_done(struct frame *frame)
{
    buf_done(&frame->pending);
}

/* Lines that were given out are dropped only when more arrives: the caller was reading
 * the last one, and moving the rest once a read is cheaper than once a line. */
int frame_feed(struct frame *frame, const void *data, size_t len)
{
    buf_consume(&frame->pending, frame->start);
    frame->searched -= frame->start;
    frame->start = 0;
    return buf_append(&frame->pending, data, len);
}

enum frame_status frame_next(struct frame *frame, const char **ret_line, size_t *ret_len)
{
    struct buf *pending = &frame->pending;
    char *line, *end;
    size_t len;

    if (pending->len == frame->searched)
        return FRAME_NONE;
    line = pending->data + frame->start;
    end = memchr(pending->data + frame->searched, '\n', pending->len - frame->searched);
    len = (size_t)((end != NULL ? end : pending->data + pending->len) - line);
    if (len > frame->line_max)
        return FRAME_TOO_LONG;
    if (end == NULL) {
        frame->searched = pending->len;
        return FRAME_NONE;
    }
    frame->start = frame->searched = frame->start + len + 1;
    if (len > 0 && line[len - 1] == '\r')
        len--;
    line[len] = '\0';
    *ret_line = line;
    *ret_len = len;
    return FRAME_LINE;
}

const char *frame_rest(const struct frame *frame, size_t *ret_len)
{
    *ret_len = frame->pending.len - frame->start;
    return buf_text(&frame->pending) + frame->start;
}
