/*
 * A growing list of items, whose texts have a maximum.
 */
#ifndef CCR_TRANSCRIPT_ITEMS_H
#define CCR_TRANSCRIPT_ITEMS_H

#include "protocol/base/buf.h"
#include "protocol/data/item.h"
#include "protocol/json.h"

#define ITEMS_UNCUT (SIZE_MAX / 4) /* a text is bounded by the line it came from */

struct items {
    struct item *list;
    size_t count;
    size_t cap;
    size_t text_max;
};

/* An empty list whose texts and inputs are cut at text_max bytes: ITEM_TEXT_MAX, or
 * ITEMS_UNCUT for the one record that a person opens. */
void items_init(struct items *items, size_t text_max);

/* Frees the items; the list is empty and usable again. */
void items_done(struct items *items);

/* Adds an empty item. It stays where it is until the next one is added. */
struct item *items_add(struct items *items, enum item_kind kind);

/* Adds an item with that text, which is empty afterwards; over text_max it is cut at a whole
 * character, with its length in full_bytes. */
struct item *items_add_text(struct items *items, enum item_kind kind, struct buf *text);

/* Adds an item of kind "other" with the value as its text. */
struct item *items_add_json(struct items *items, const struct json *json);

#endif
