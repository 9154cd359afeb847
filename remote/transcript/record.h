/*
 * One record of a transcript as items to show: none for what is noise to a reader (what the
 * CLI keeps for itself, reminders for the model, live progress), else one or several. What
 * is not understood becomes an item of kind "other"; nothing is dropped in silence.
 *
 * The items have no cursor yet, and `off_branch` and `live` are false: those are not in a
 * record. A queued prompt, which has no user record, has the uuid it was sent with. The
 * `tool` of a result stays missing, since its call is another record: join by `tool_id`.
 */
#ifndef CCR_TRANSCRIPT_RECORD_H
#define CCR_TRANSCRIPT_RECORD_H

#include "remote/transcript/items.h"

/* Adds the items of a parsed record. A text over the list's maximum is cut, with its length in
 * full_bytes. An input over it stays JSON: its long strings are cut, or, when that is not
 * enough, it is missing and `text` has its beginning. */
void record_read(struct items *items, const struct json *json);

/* Adds one item of kind "other" with those bytes, repaired to UTF-8, as its text. */
void record_read_raw(struct items *items, const char *data, size_t len);

/* Adds at most one item for a line too long to be read, from its first len bytes: its kind
 * and the beginning of its text as far as they tell, full_bytes always the line's length.
 * None for what is noise in any case. */
void record_read_head(struct items *items, const char *data, size_t len, int64_t full);

/* True when the record's own `type` is that. */
bool record_is(const struct json *json, const char *type);

#endif
