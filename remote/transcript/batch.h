/*
 * The items of one line, each with its place.
 *
 * A last line without '\n' may be half written: of it only the whole JSON objects at its
 * beginning count, and `next` is behind them; the rest is held back until it is finished.
 */
#ifndef CCR_TRANSCRIPT_BATCH_H
#define CCR_TRANSCRIPT_BATCH_H

#include "remote/transcript/cursor.h"
#include "remote/transcript/items.h"
#include "remote/transcript/line.h"

struct batch {
    struct items items;
    struct cursor *places; /* of the items; file and generation are not set */
    int64_t hidden;        /* records that gave no item */
    int64_t next;          /* where to read on */
    bool ended;            /* the line is; else `next` may be within it */
};

void batch_init(struct batch *batch, size_t text_max);
void batch_done(struct batch *batch);

/* Replaces what the batch holds by the line at that offset, as lines_read() finds it: 1, or 0
 * at the end of the file, or a negative code. */
int batch_read(struct batch *batch, struct lines *lines, int64_t at, struct err *err);

#endif
