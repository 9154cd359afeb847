#include "protocol/data/item.h"

const char *const item_kind_words[] = {"prompt",      "text",   "thinking", "tool_use",
                                       "tool_result", "system", "other",    NULL};

#define AT(member) offsetof(struct item, member)

const struct field item_fields[] = {
    {"cursor", FIELD_TEXT, AT(cursor), NULL},
    {"uuid", FIELD_TEXT, AT(uuid), NULL},
    {"message", FIELD_TEXT, AT(message), NULL},
    {"kind", FIELD_WORD, AT(kind), item_kind_words},
    {"text", FIELD_TEXT, AT(text), NULL},
    {"tool", FIELD_TEXT, AT(tool), NULL},
    {"tool_id", FIELD_TEXT, AT(tool_id), NULL},
    {"input", FIELD_JSON, AT(input), NULL},
    {"is_error", FIELD_BOOL, AT(is_error), NULL},
    {"full_bytes", FIELD_COUNT, AT(full_bytes), NULL},
    {"timestamp", FIELD_TIME, AT(timestamp), NULL},
    {"sidechain", FIELD_BOOL, AT(sidechain), NULL},
    {"off_branch", FIELD_BOOL, AT(off_branch), NULL},
    {"live", FIELD_BOOL, AT(live), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

void item_init(struct item *item)
{
    field_init(item_fields, item);
}

void item_done(struct item *item)
{
    field_done(item_fields, item);
}
