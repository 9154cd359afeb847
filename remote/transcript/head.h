/*
 * The beginning of a record that is too long to be read: completed to JSON, so that it can
 * be looked at as any other.
 */
#ifndef CCR_TRANSCRIPT_HEAD_H
#define CCR_TRANSCRIPT_HEAD_H

#include "protocol/json.h"

/* Closes what is open in the first len bytes of an object, after dropping a member that is
 * not complete; a string value is kept as far as it goes. A `type` behind the cut is taken
 * from what is there: the message's role, or the attachment. NULL when it is no object or
 * nested too deep; the caller drops it. */
struct json *head_parse(const char *data, size_t len);

#endif
