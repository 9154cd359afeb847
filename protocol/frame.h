/*
 * Lines out of a byte stream, whatever the pieces it arrives in. Both directions of the
 * protocol, and the agent's stdout, are lines that end in '\n' alone.
 */
#ifndef CCR_PROTOCOL_FRAME_H
#define CCR_PROTOCOL_FRAME_H

#include "protocol/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define FRAME_LINE_MAX (1024 * 1024) /* a message's bytes, without its '\n' */

enum frame_status {
    FRAME_NONE, /* no whole line is there yet */
    FRAME_LINE,
    FRAME_TOO_LONG, /* a line over the maximum; the stream is of no use any more */
};

struct frame {
    struct buf pending;
    size_t start;    /* where the next line begins; what is before was given out */
    size_t searched; /* up to here there is no '\n' after start */
    size_t line_max;
};

void frame_init(struct frame *frame, size_t line_max);
void frame_done(struct frame *frame);

/* Adds bytes that arrived. At most line_max + 64 KiB are held: when that would be passed,
 * returns -ERR_TOO_LARGE and takes nothing; the caller takes out lines first. */
int frame_feed(struct frame *frame, const void *data, size_t len);

/* The next whole line without its '\n' and without a '\r' before that; it ends in a NUL, and it is
 * valid until the next call on the frame. */
enum frame_status frame_next(struct frame *frame, const char **ret_line, size_t *ret_len);

/* What is held after the last whole line; not for parsing, for pumping on. */
const char *frame_rest(const struct frame *frame, size_t *ret_len);

#endif
