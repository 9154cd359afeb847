#include "remote/transcript/head.h"

#include <string.h>

#define DEPTH_MAX 64

struct head {
    char closers[DEPTH_MAX];
    size_t depth;
    size_t safe; /* all before it is complete but for the closing brackets */
    bool value;  /* a string now would be a value */
};

/* The end of the string that begins after the quote at `at`: behind its closing quote, or 0 when
 * it is cut, with the end of what can be kept of it in *ret_kept. */
static size_t string_end(const char *data, size_t len, size_t at, size_t *ret_kept)
{
    for (at++; at < len; at++) {
        if (data[at] == '"')
            return at + 1;
        if (data[at] != '\\')
            continue;
        if (at + (at + 1 < len && data[at + 1] == 'u' ? 5 : 1) >= len)
            break;
        at++;
    }
    *ret_kept = at < len ? at : len;
    return 0;
}

static bool enter(struct head *head, char c, size_t at)
{
    if (head->depth == DEPTH_MAX)
        return false;
    head->closers[head->depth++] = c == '{' ? '}' : ']';
    head->safe = at + 1;
    head->value = c == '[';
    return true;
}

static bool leave(struct head *head, char c, size_t at)
{
    if (head->depth < 2 || head->closers[--head->depth] != c)
        return false;
    head->safe = at + 1;
    return true;
}

/* Looks at one byte outside of strings; false when this is no beginning of a record. */
static bool step(struct head *head, char c, size_t at)
{
    if (c == '{' || c == '[')
        return enter(head, c, at);
    if (c == '}' || c == ']')
        return leave(head, c, at);
    if (c == ',') {
        head->safe = at;
        head->value = head->closers[head->depth - 1] == ']';
    } else if (c == ':') {
        head->value = true;
    }
    return true;
}

static struct json *closed(const struct head *head, const char *data, size_t kept)
{
    struct buf text;
    struct json *json;

    buf_init(&text, SIZE_MAX / 4);
    if (kept > 0) {
        while (kept > 0 && ((unsigned char)data[kept - 1] & 0xc0) == 0x80)
            kept--;
        if (kept > 0 && (unsigned char)data[kept - 1] >= 0xc0)
            kept--;
        buf_append(&text, data, kept);
        buf_append_char(&text, '"');
    } else {
        buf_append(&text, data, head->safe);
    }
    for (size_t i = head->depth; i > 0; i--)
        buf_append_char(&text, head->closers[i - 1]);
    json = json_parse(buf_text(&text), text.len, NULL);
    buf_done(&text);
    return json;
}

static void add_type(struct json *json)
{
    const char *role = json_get_text(json_get(json, "message"), "role");

    if (json == NULL || json_get(json, "type") != NULL)
        return;
    if (role != NULL && (strcmp(role, "user") == 0 || strcmp(role, "assistant") == 0))
        json_put(json, "type", json_new_text(role));
    else if (json_kind_of(json_get(json, "attachment")) == JSON_KIND_OBJECT)
        json_put(json, "type", json_new_text("attachment"));
}

struct json *head_parse(const char *data, size_t len)
{
    struct head head = {.depth = 0};
    struct json *json;
    size_t kept = 0;

    if (len == 0 || data[0] != '{')
        return NULL;
    for (size_t at = 0; at < len;) {
        size_t end;

        if (data[at] != '"') {
            if (!step(&head, data[at], at))
                return NULL;
            at++;
            continue;
        }
        end = string_end(data, len, at, &kept);
        if (end == 0) {
            if (!head.value)
                kept = 0;
            break;
        }
        kept = 0;
        if (head.value)
            head.safe = end;
        at = end;
    }
    json = closed(&head, data, kept);
    add_type(json);
    return json;
}
