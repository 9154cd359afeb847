/*
 * Windows into a transcript: some of its items, in file order, from either end or from a
 * cursor on. Nothing is kept between two windows but the caller's struct place.
 *
 * The items that a file has when it only grows never change, so windows put one behind the
 * other give each item once; a line that is half written is left out until it is finished.
 */
#ifndef CCR_TRANSCRIPT_WINDOW_H
#define CCR_TRANSCRIPT_WINDOW_H

#include "remote/transcript/items.h"
#include "remote/transcript/place.h"

#define WINDOW_ITEMS_MAX 1000
#define WINDOW_BYTES_MAX (512 * 1024)

enum window_from {
    WINDOW_HEAD,
    WINDOW_TAIL,
    WINDOW_AFTER,  /* the items behind the cursor */
    WINDOW_BEFORE, /* those before it, the nearest ones */
};

struct window_request {
    enum window_from from;
    const char *cursor; /* for WINDOW_AFTER and WINDOW_BEFORE */
    size_t max_items;   /* 1 to WINDOW_ITEMS_MAX; others are taken for the nearest */
    size_t max_bytes;   /* of the items' texts, WINDOW_BYTES_MAX at most; one item always fits */
    uint64_t fresh;     /* a random number: see place_look() */
};

struct window {
    struct items items;
    char *before;               /* cursor for the window before this one */
    char *after;                /* for the one after; at the end, where the next item will be */
    bool has_before, has_after; /* items there, now */
    bool reset;                 /* the cursor was none, or of another generation: a tail instead */
    int64_t hidden;             /* records without items in the lines that were read */
};

void window_init(struct window *window);
void window_done(struct window *window);

/* Reads a window of the file at path, in place of what *ret_window held. ERR_NOT_FOUND when
 * there is no file, ERR_INVALID when it is no regular one, ERR_STORAGE; *ret_window is then
 * as it was. Lines over ITEM_LINE_MAX are one item with what their beginning tells. */
int window_read(const char *path, const struct window_request *request, struct place *place,
                struct window *ret_window, struct err *err);

#endif
