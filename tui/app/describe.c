#include "tui/app/describe.h"

#include "protocol/base/buf.h"
#include "protocol/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_BYTES 512
#define DEPTH_MAX      16

static void add_value(struct detail *detail, struct buf *path, const struct json *value, int depth);

static void add_below(struct detail *detail, struct buf *path, const char *name,
                      const struct json *value, int depth)
{
    size_t before = path->len;

    if ((before == 0 || buf_append_char(path, '.') == 0) && buf_append_text(path, name) == 0)
        add_value(detail, path, value, depth);
    else
        detail->cut = true;
    buf_truncate(path, before);
}

static void add_number(struct detail *detail, const char *path, const struct json *value)
{
    char *text = json_text_of(value);

    detail_add(detail, path, text);
    free(text);
}

static void add_text(struct detail *detail, const char *path, const struct json *value)
{
    size_t full;
    char *text = json_text_copy(value, DETAIL_TEXT_MAX, &full);

    detail_add(detail, path, text);
    if (full > DETAIL_TEXT_MAX)
        detail->cut = true;
    free(text);
}

static void add_value(struct detail *detail, struct buf *path, const struct json *value, int depth)
{
    const char *name = NULL;
    char index[24];

    if (depth > DEPTH_MAX) {
        detail->cut = true;
        return;
    }
    switch (json_kind_of(value)) {
    case JSON_KIND_OBJECT:
        while ((name = json_next_name(value, name)) != NULL)
            add_below(detail, path, name, json_get(value, name), depth + 1);
        break;
    case JSON_KIND_ARRAY:
        for (size_t i = 0; i < json_count(value) && i < DETAIL_MAX; i++) {
            snprintf(index, sizeof(index), "%zu", i);
            add_below(detail, path, index, json_at(value, i), depth + 1);
        }
        break;
    case JSON_KIND_BOOL:
        detail_add(detail, buf_text(path), json_truth(value, false) ? "true" : "false");
        break;
    case JSON_KIND_TEXT:
        add_text(detail, buf_text(path), value);
        break;
    case JSON_KIND_INT:
    case JSON_KIND_REAL:
        add_number(detail, buf_text(path), value);
        break;
    default:
        break;
    }
}

void describe_json(struct detail *detail, const char *text, long long full_bytes)
{
    struct json *value;
    struct buf path;

    detail_init(detail);
    if (text == NULL)
        return;
    value = json_parse(text, strlen(text), NULL);
    buf_init(&path, PATH_MAX_BYTES);
    if (value != NULL)
        add_value(detail, &path, value, 0);
    else
        detail_add(detail, "", text);
    if (full_bytes > (long long)strlen(text))
        detail->cut = true;
    buf_done(&path);
    json_drop(value);
}
