/*
 * Is it in the transcript? What the receipts "accepted" and "saved" stand on. A record counts
 * when it is whole, also on a last line without '\n'.
 */
#ifndef CCR_TRANSCRIPT_PRESENCE_H
#define CCR_TRANSCRIPT_PRESENCE_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRESENCE_LINE_MAX (2 * 1024 * 1024) /* longer lines are not looked into */

enum presence_kind {
    PRESENCE_PROMPT,  /* a user record with that uuid, or a queued prompt sent with it */
    PRESENCE_RECORD,  /* any record with that uuid */
    PRESENCE_MESSAGE, /* a record of the message with that id */
};

struct presence {
    enum presence_kind kind;
    const char *id; /* letters, digits and marks that JSON does not escape */
    bool found;     /* set when it is there, never cleared */
};

/* Looks for what is not found yet in the lines from from_offset on, the last ones first, and
 * stops when all is found. *ret_offset is the place to look from the next time, behind the
 * last line that cannot change any more. A file shorter than from_offset is another one, and
 * looked at from its beginning. ERR_NOT_FOUND when there is no file, else as lines_open();
 * *ret_offset is then as it was. */
int presence_scan(const char *path, int64_t from_offset, struct presence *wanted, size_t count,
                  int64_t *ret_offset, struct err *err);

#endif
