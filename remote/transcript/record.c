#include "remote/transcript/record.h"

#include "remote/transcript/block.h"
#include "remote/transcript/content.h"
#include "remote/transcript/head.h"
#include "remote/transcript/wrapper.h"

#include "protocol/base/str.h"

#include <string.h>

/* What the CLI keeps for itself; other types without a uuid are taken for such too. */
static const char *const metadata[] = {
    "summary",        "ai-title",        "custom-title",
    "agent-name",     "last-prompt",     "tag",
    "mode",           "permission-mode", "agent-setting",
    "pr-link",        "queue-operation", "file-history-snapshot",
    "frame-link",     "worktree-state",  "relocated",
    "bridge-session", "started",         "content-replacement",
    "result",         "agent_metadata",  "api-request-shape",
    "api-request",    "cost-state",      "api-request-blob",
    "tools-used",     "atis-latch",      NULL,
};

static const char *const silent_notices[] = {
    "turn_duration", "stop_hook_summary", "bridge_status", "session_start", NULL,
};

static bool among(const char *const *words, const char *word)
{
    for (; *words != NULL && word != NULL; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

bool record_is(const struct json *json, const char *type)
{
    return str_equal(json_get_text(json, "type"), type);
}

static bool machine_made(const struct json *json)
{
    return json_get_bool(json, "isCompactSummary", false) ||
           json_get_bool(json, "isVisibleInTranscriptOnly", false) ||
           str_equal(json_get_text(json_get(json, "origin"), "kind"), "task-notification");
}

static void add_user(struct items *items, const struct json *json)
{
    const struct json *content = json_get(json_get(json, "message"), "content");
    bool hidden = json_get_bool(json, "isMeta", false);

    if (!content_read_user(items, content, hidden, machine_made(json)))
        items_add_json(items, json);
}

static void add_answer(struct items *items, const struct json *json)
{
    const struct json *message = json_get(json, "message");
    bool is_error = json_get_bool(json, "isApiErrorMessage", false);
    size_t first = items->count;

    if (!content_read_answer(items, json_get(message, "content"), json_get_text(message, "model"),
                             is_error))
        items_add_json(items, json);
    for (size_t i = first; i < items->count; i++)
        items->list[i].message = block_word(message, "id");
}

/* The text of an error that a request to the API met. */
static void append_error(const struct json *json, struct buf *text)
{
    const struct json *error = json_get(json, "error");

    if (json_kind_of(error) == JSON_KIND_TEXT)
        block_string(error, text);
    else if (json_get_text(error, "formatted") != NULL)
        block_string(json_get(error, "formatted"), text);
    else
        block_string(json_get(error, "message"), text);
}

static bool tells_error(const struct json *json, const char *subtype)
{
    return str_equal(json_get_text(json, "level"), "error") || str_equal(subtype, "api_error") ||
           str_equal(subtype, "error");
}

static void add_notice(struct items *items, const struct json *json)
{
    const char *subtype = json_get_text(json, "subtype");
    struct buf content, shown;

    if (json_get_bool(json, "isMeta", false) || among(silent_notices, subtype))
        return;
    buf_init(&content, ITEMS_UNCUT);
    buf_init(&shown, ITEMS_UNCUT);
    block_content_text(json_get(json, "content"), &content);
    if (content.len == 0)
        append_error(json, &content);
    if (content.len == 0)
        buf_append_text(&content, subtype != NULL ? subtype : "system");
    if (wrapper_read(buf_text(&content), &shown) != WRAPPER_NOISE)
        items_add_text(items, ITEM_SYSTEM, &shown)->is_error = tells_error(json, subtype);
    buf_done(&content);
    buf_done(&shown);
}

static void add_queued(struct items *items, const struct json *json)
{
    const struct json *attachment = json_get(json, "attachment");
    bool notice = str_equal(json_get_text(attachment, "commandMode"), "task-notification");
    bool hidden = json_get_bool(json, "isMeta", false);
    size_t first = items->count;

    if (!content_read_user(items, json_get(attachment, "prompt"), hidden, notice))
        items_add_json(items, json);
    for (size_t i = first; i < items->count; i++)
        items->list[i].uuid = block_word(attachment, "source_uuid");
}

static void add_attachment(struct items *items, const struct json *json)
{
    const struct json *attachment = json_get(json, "attachment"), *path;
    struct buf text;

    if (block_is(attachment, "queued_command")) {
        add_queued(items, json);
    } else if (block_is(attachment, "file")) {
        path = json_get(attachment, "displayPath");
        buf_init(&text, ITEMS_UNCUT);
        buf_append_char(&text, '@');
        block_string(path != NULL ? path : json_get(attachment, "filename"), &text);
        items_add_text(items, ITEM_SYSTEM, &text);
    }
}

static void add_other(struct items *items, const struct json *json)
{
    const char *type = json_get_text(json, "type");

    if (type == NULL)
        items_add_json(items, json);
    else if (!among(metadata, type) && json_get(json, "uuid") != NULL)
        items_add(items, ITEM_OTHER)->text = block_word(json, "type");
}

/* What all items of a record have from it. */
static void mark(struct item *item, const struct json *json)
{
    const char *time = json_get_text(json, "timestamp");

    if (item->uuid == NULL)
        item->uuid = block_word(json, "uuid");
    if (time == NULL || !str_parse_time(time, &item->timestamp))
        item->timestamp = -1;
    item->sidechain = json_get_bool(json, "isSidechain", false);
}

void record_read(struct items *items, const struct json *json)
{
    size_t first = items->count;

    if (record_is(json, "user"))
        add_user(items, json);
    else if (record_is(json, "assistant"))
        add_answer(items, json);
    else if (record_is(json, "system"))
        add_notice(items, json);
    else if (record_is(json, "attachment"))
        add_attachment(items, json);
    else if (!record_is(json, "progress"))
        add_other(items, json);
    for (size_t i = first; i < items->count; i++)
        mark(&items->list[i], json);
}

void record_read_raw(struct items *items, const char *data, size_t len)
{
    struct buf text;

    buf_init(&text, ITEMS_UNCUT);
    block_bytes(data, len, &text);
    items_add_text(items, ITEM_OTHER, &text);
}

/* True when a long record without items may still hold something, behind what was read. */
static bool unclear(const struct json *json)
{
    if (record_is(json, "attachment"))
        return block_is(json_get(json, "attachment"), "queued_command");
    return !among(metadata, json_get_text(json, "type")) && !record_is(json, "progress") &&
           !record_is(json, "system");
}

void record_read_head(struct items *items, const char *data, size_t len, int64_t full)
{
    size_t first = items->count;
    struct json *json = head_parse(data, len);

    if (json != NULL)
        record_read(items, json);
    else
        record_read_raw(items, data, len);
    if (items->count == first && unclear(json)) {
        struct item *item = items_add(items, ITEM_OTHER);

        item->text = block_word(json, "type");
        mark(item, json);
    }
    while (items->count > first + 1)
        item_done(&items->list[--items->count]);
    if (items->count > first)
        items->list[first].full_bytes = full;
    json_drop(json);
}
