#include "remote/transcript/content.h"

#include "remote/transcript/block.h"
#include "remote/transcript/input.h"
#include "remote/transcript/wrapper.h"

#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    bool synthetic, is_error;
};

/* The string that a text block is or has; NULL for other blocks. */
static const struct json *string_of(const struct json *block)
{
    const struct json *text = block_is(block, "text") ? json_get(block, "text") : block;

    return json_kind_of(text) == JSON_KIND_TEXT ? text : NULL;
}

static bool is_file(const struct json *block)
{
    return block_is(block, "image") || block_is(block, "document");
}

/* A file in place of its bytes. */
static void add_file(struct items *items, enum item_kind kind, const struct json *block)
{
    struct buf text;

    buf_init(&text, ITEMS_UNCUT);
    block_text(block, &text);
    items_add_text(items, kind, &text);
}

/* A block that this build does not know: its type's name, or all of it when it has none. */
static void add_unknown(struct items *items, const struct json *block)
{
    char *type = block_word(block, "type");

    if (type == NULL || strcmp(type, "text") == 0) {
        items_add_json(items, block);
        free(type);
    } else {
        items_add(items, ITEM_OTHER)->text = type;
    }
}

static void add_tool_result(struct items *items, const struct json *block)
{
    struct item *item;
    struct buf text;

    buf_init(&text, ITEMS_UNCUT);
    block_content_text(json_get(block, "content"), &text);
    item = items_add_text(items, ITEM_TOOL_RESULT, &text);
    item->tool_id = block_word(block, "tool_use_id");
    item->is_error = json_get_bool(block, "is_error", false);
}

static void add_tool_use(struct items *items, const struct json *block)
{
    struct json *input = json_get(block, "input");
    size_t full = 0;
    char *shown = input != NULL ? input_text(input, items->text_max, &full) : NULL;
    struct item *item;

    if (input != NULL && shown == NULL)
        item = items_add_json(items, input);
    else
        item = items_add(items, ITEM_TOOL_USE);
    item->kind = ITEM_TOOL_USE;
    item->input = shown;
    if (full > items->text_max)
        item->full_bytes = (int64_t)full;
    item->tool = block_word(block, "name");
    item->tool_id = block_word(block, "id");
}

static void add_user_text(struct items *items, const struct json *string, bool machine)
{
    struct buf text, shown;
    enum wrapper wrapper;

    buf_init(&text, ITEMS_UNCUT);
    buf_init(&shown, ITEMS_UNCUT);
    block_string(string, &text);
    wrapper = wrapper_read(buf_text(&text), &shown);
    if (wrapper == WRAPPER_MACHINE)
        machine = true;
    if (wrapper != WRAPPER_NOISE)
        items_add_text(items, machine ? ITEM_SYSTEM : ITEM_PROMPT, &shown);
    buf_done(&text);
    buf_done(&shown);
}

static void add_user_block(struct items *items, const struct json *block, bool hidden, bool machine)
{
    if (block_is(block, "tool_result"))
        add_tool_result(items, block);
    else if (hidden)
        return;
    else if (string_of(block) != NULL)
        add_user_text(items, string_of(block), machine);
    else if (is_file(block))
        add_file(items, machine ? ITEM_SYSTEM : ITEM_PROMPT, block);
    else
        add_unknown(items, block);
}

static void add_answer_text(struct items *items, enum item_kind kind, const struct json *string,
                            const struct answer *answer)
{
    struct buf text;

    buf_init(&text, ITEMS_UNCUT);
    block_string(string, &text);
    if (answer->synthetic && strcmp(buf_text(&text), "No response requested.") == 0)
        buf_truncate(&text, 0);
    if (text.len > 0)
        items_add_text(items, kind, &text)->is_error = answer->is_error;
    buf_done(&text);
}

static void add_answer_block(struct items *items, const struct json *block,
                             const struct answer *answer)
{
    const char *type = json_get_text(block, "type");

    if (string_of(block) != NULL)
        add_answer_text(items, ITEM_TEXT, string_of(block), answer);
    else if (str_equal(type, "thinking"))
        add_answer_text(items, ITEM_THINKING, json_get(block, "thinking"), answer);
    else if (str_equal(type, "redacted_thinking"))
        return;
    else if (type != NULL && str_ends(type, "tool_use"))
        add_tool_use(items, block);
    else if (type != NULL && str_ends(type, "tool_result"))
        add_tool_result(items, block);
    else if (is_file(block))
        add_file(items, ITEM_OTHER, block);
    else
        add_unknown(items, block);
}

/* Counts the content's blocks; false when it has none because it is something else. */
static bool count_blocks(const struct json *content, size_t *ret_count)
{
    bool array = json_kind_of(content) == JSON_KIND_ARRAY;

    *ret_count = array ? json_count(content) : 1;
    return array || json_kind_of(content) == JSON_KIND_TEXT;
}

/* The block at that index; NULL when there is none, or no more are taken: then an item says so. */
static const struct json *next_block(struct items *items, size_t room, const struct json *content,
                                     size_t index, size_t count)
{
    struct buf text;

    if (index == count)
        return NULL;
    if (items->count < room || index + 1 == count)
        return json_kind_of(content) == JSON_KIND_ARRAY ? json_at(content, index) : content;
    buf_init(&text, ITEMS_UNCUT);
    buf_printf(&text, "%zu more blocks", count - index);
    items_add_text(items, ITEM_OTHER, &text);
    return NULL;
}

bool content_read_user(struct items *items, const struct json *content, bool hidden, bool machine)
{
    const size_t room = items->count + CONTENT_ITEMS_MAX - 1;
    const struct json *block;
    size_t count;

    if (!count_blocks(content, &count))
        return false;
    for (size_t i = 0; (block = next_block(items, room, content, i, count)) != NULL; i++)
        add_user_block(items, block, hidden, machine);
    return true;
}

bool content_read_answer(struct items *items, const struct json *content, const char *model,
                         bool is_error)
{
    const struct answer answer = {str_equal(model, "<synthetic>"), is_error};
    const size_t room = items->count + CONTENT_ITEMS_MAX - 1;
    const struct json *block;
    size_t count;

    if (!count_blocks(content, &count))
        return false;
    for (size_t i = 0; (block = next_block(items, room, content, i, count)) != NULL; i++)
        add_answer_block(items, block, &answer);
    return true;
}
