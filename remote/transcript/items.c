#include "remote/transcript/items.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>

void items_init(struct items *items, size_t text_max)
{
    *items = (struct items){.text_max = text_max};
}

void items_done(struct items *items)
{
    for (size_t i = 0; i < items->count; i++)
        item_done(&items->list[i]);
    free(items->list);
    items_init(items, items->text_max);
}

struct item *items_add(struct items *items, enum item_kind kind)
{
    struct item *item;

    if (items->count == items->cap) {
        items->cap = items->cap == 0 ? 1 : items->cap * 2;
        items->list = mem_resize(items->list, items->cap, sizeof(*items->list));
    }
    item = &items->list[items->count++];
    item_init(item);
    item->kind = (int)kind;
    return item;
}

struct item *items_add_text(struct items *items, enum item_kind kind, struct buf *text)
{
    struct item *item = items_add(items, kind);
    size_t left = utf8_cut(buf_text(text), text->len, items->text_max);

    if (left < text->len) {
        item->full_bytes = (int64_t)text->len;
        item->text = mem_dup_n(text->data, left);
        buf_done(text);
    } else {
        item->text = buf_take(text);
    }
    return item;
}

struct item *items_add_json(struct items *items, const struct json *json)
{
    struct buf text;

    buf_init(&text, ITEMS_UNCUT);
    json_print(json, &text);
    return items_add_text(items, ITEM_OTHER, &text);
}
