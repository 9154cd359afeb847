#include "protocol/wire.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <math.h>
#include <string.h>

#define PART_SIZE 32

/* Splits "error.code" into its object's name and its own; false without a dot. */
static bool split_name(const char *name, char ret_part[PART_SIZE], const char **ret_rest)
{
    const char *dot = strchr(name, '.');

    if (dot == NULL || (size_t)(dot - name) >= PART_SIZE)
        return false;
    memcpy(ret_part, name, (size_t)(dot - name));
    ret_part[dot - name] = '\0';
    *ret_rest = dot + 1;
    return true;
}

static struct json *value_of(const struct field *field, void *object)
{
    char time[STR_TIME_SIZE];
    struct json *json = NULL;
    const char *text;
    int64_t count;

    switch (field->type) {
    case FIELD_TEXT:
        return json_new_text(*field_text(field, object));
    case FIELD_JSON:
        text = *field_text(field, object);
        if (text != NULL)
            json = json_parse(text, strlen(text), NULL);
        return json != NULL ? json : json_new_null();
    case FIELD_TIME:
        count = *field_count(field, object);
        if (count < 0)
            return json_new_null();
        str_time(count, time);
        return json_new_text(time);
    case FIELD_COUNT:
        count = *field_count(field, object);
        return count < 0 ? json_new_null() : json_new_int(count);
    case FIELD_MONEY:
        return json_new_real(*field_money(field, object));
    case FIELD_BOOL:
        return json_new_bool(*field_bool(field, object));
    case FIELD_WORD:
        return json_new_text(field->words[*field_word(field, object)]);
    }
    return json_new_null();
}

struct json *wire_object(const struct field *table, const void *object)
{
    struct json *json = json_new_object();

    for (const struct field *field = table; field->name != NULL; field++) {
        struct json *value = value_of(field, (void *)object), *inner;
        char part[PART_SIZE];
        const char *rest;

        if (!split_name(field->name, part, &rest)) {
            json_put(json, field->name, value);
            continue;
        }
        inner = json_get(json, part);
        if (inner == NULL) {
            inner = json_new_object();
            json_put(json, part, inner);
        }
        json_put(inner, rest, value);
    }
    return json;
}

static bool set_text(const struct field *field, const struct json *value, void *object)
{
    size_t full;
    char *text = json_text_copy(value, SIZE_MAX, &full);

    *field_text(field, object) = text;
    return text != NULL;
}

/* True when value has the field's type; null is missing for every type. */
static bool set_value(const struct field *field, const struct json *value, void *object)
{
    enum json_kind kind = json_kind_of(value);
    int word;

    if (kind == JSON_KIND_NONE || kind == JSON_KIND_NULL)
        return true;
    switch (field->type) {
    case FIELD_TEXT:
        return set_text(field, value, object);
    case FIELD_JSON:
        *field_text(field, object) = json_text_of(value);
        return true;
    case FIELD_TIME:
        return str_parse_time(json_text(value), field_count(field, object));
    case FIELD_COUNT:
        *field_count(field, object) = json_int(value, -1);
        return kind == JSON_KIND_INT || kind == JSON_KIND_REAL;
    case FIELD_MONEY:
        *field_money(field, object) = json_number(value, (double)NAN);
        return kind == JSON_KIND_INT || kind == JSON_KIND_REAL;
    case FIELD_BOOL:
        *field_bool(field, object) = json_truth(value, false);
        return kind == JSON_KIND_BOOL;
    case FIELD_WORD:
        word = field_word_of(field->words, json_text(value));
        if (word >= 0)
            *field_word(field, object) = word;
        return kind == JSON_KIND_TEXT;
    }
    return false;
}

static bool may_hold_members(const struct json *json)
{
    enum json_kind kind = json_kind_of(json);

    return kind == JSON_KIND_OBJECT || kind == JSON_KIND_NULL || kind == JSON_KIND_NONE;
}

int wire_parse(const struct field *table, const struct json *json, void *ret_object,
               struct err *err)
{
    field_init(table, ret_object);
    if (json_kind_of(json) != JSON_KIND_OBJECT)
        return err_set(err, ERR_INVALID, "not an object");
    for (const struct field *field = table; field->name != NULL; field++) {
        char part[PART_SIZE];
        const char *rest, *name = field->name;
        const struct json *from = json;

        if (split_name(field->name, part, &rest)) {
            from = json_get(json, part);
            name = rest;
        }
        if (!may_hold_members(from) || !set_value(field, json_get(from, name), ret_object)) {
            field_done(table, ret_object);
            return err_set(err, ERR_INVALID, "%s has the wrong type",
                           may_hold_members(from) ? field->name : part);
        }
    }
    return 0;
}
