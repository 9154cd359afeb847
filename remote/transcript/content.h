/*
 * The content of user messages, answers and queued prompts as items: one a block.
 */
#ifndef CCR_TRANSCRIPT_CONTENT_H
#define CCR_TRANSCRIPT_CONTENT_H

#include "remote/transcript/items.h"

#define CONTENT_ITEMS_MAX 256 /* of one record; the last one then says how many more */

/* Content of the user's role: prompts, what the machine says there, tool results. `hidden`
 * leaves all but the results out; `machine` says that nobody typed it. False when the content
 * is neither text nor an array; nothing is added then. */
bool content_read_user(struct items *items, const struct json *content, bool hidden, bool machine);

/* Content of an answer of that model (NULL: unknown); false as above. */
bool content_read_answer(struct items *items, const struct json *content, const char *model,
                         bool is_error);

#endif
