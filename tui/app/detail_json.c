#include "tui/app/detail_json.h"

#include "protocol/base/mem.h"
#include "protocol/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *below(const char *path, const char *name)
{
    return *path != '\0' ? mem_printf("%s.%s", path, name) : mem_dup(name);
}

static void add_value(struct detail *detail, const char *path, const struct json *value, int depth);

static void add_members(struct detail *detail, const char *path, const struct json *object,
                        int depth)
{
    const char *name = NULL;

    while (!detail->cut && (name = json_next_name(object, name)) != NULL) {
        char *longer = below(path, name);

        add_value(detail, longer, json_get(object, name), depth + 1);
        free(longer);
    }
}

static void add_elements(struct detail *detail, const char *path, const struct json *array,
                         int depth)
{
    for (size_t i = 0; !detail->cut && i < json_count(array); i++) {
        char name[32], *longer;

        snprintf(name, sizeof name, "%zu", i);
        longer = below(path, name);
        add_value(detail, longer, json_at(array, i), depth + 1);
        free(longer);
    }
}

static void add_text(struct detail *detail, const char *path, const struct json *value)
{
    size_t full = 0;
    char *text = json_text_copy(value, DETAIL_TEXT_MAX, &full);

    detail_add(detail, path, text != NULL ? text : "");
    detail->cut = detail->cut || (text != NULL && full > strlen(text));
    free(text);
}

static void add_value(struct detail *detail, const char *path, const struct json *value, int depth)
{
    char number[64];

    if (depth > DETAIL_DEPTH) {
        detail->cut = true;
        return;
    }
    switch (json_kind_of(value)) {
    case JSON_KIND_OBJECT:
        add_members(detail, path, value, depth);
        break;
    case JSON_KIND_ARRAY:
        add_elements(detail, path, value, depth);
        break;
    case JSON_KIND_TEXT:
        add_text(detail, path, value);
        break;
    case JSON_KIND_BOOL:
        detail_add(detail, path, json_truth(value, false) ? "true" : "false");
        break;
    case JSON_KIND_INT:
        snprintf(number, sizeof number, "%" PRId64, json_int(value, 0));
        detail_add(detail, path, number);
        break;
    case JSON_KIND_REAL:
        snprintf(number, sizeof number, "%.15g", json_number(value, 0));
        detail_add(detail, path, number);
        break;
    case JSON_KIND_NULL:
    case JSON_KIND_NONE:
        break;
    }
}

void detail_from_json(struct detail *ret_detail, const char *json)
{
    struct json *value;
    enum json_kind kind;

    detail_init(ret_detail);
    if (json == NULL)
        return;
    value = json_parse(json, strlen(json), NULL);
    kind = json_kind_of(value);
    if (value == NULL)
        detail_add(ret_detail, "", json);
    else
        add_value(ret_detail, "", value, 0);
    ret_detail->cut = ret_detail->cut || value == NULL || kind == JSON_KIND_TEXT;
    json_drop(value);
}
