/*
 * The pieces of a line: mostly one JSON value. After a crash the next record stands on the
 * line that was cut ("{...,"gitBranch":"H{"type":...}"), or several stand on one line; so
 * a line is read from left to right as values and stretches that are not understood.
 *
 * Reading from where a piece begins gives the same pieces as reading from the line's
 * beginning: a record's offset is a place to go on from.
 */
#ifndef CCR_TRANSCRIPT_PIECE_H
#define CCR_TRANSCRIPT_PIECE_H

#include "protocol/json.h"

struct piece {
    size_t at, len;    /* in the line */
    struct json *json; /* the caller's to drop; NULL: not understood */
};

/* The piece at or after `from`; false when only blanks are left. Work on one stretch that
 * is not understood is bounded; beyond that the rest of the line is one piece. */
bool piece_next(const char *data, size_t len, size_t from, struct piece *ret_piece);

/* The end of the object or array that begins at `from` by its brackets alone, 0 when it does
 * not end. It may still be no JSON. */
size_t piece_end(const char *data, size_t len, size_t from);

#endif
