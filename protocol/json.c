#include "protocol/json.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* struct json is json_t under another name; these two are the only casts. */
static json_t *in(const struct json *value)
{
    return (json_t *)(uintptr_t)value;
}

static struct json *out(json_t *value)
{
    return (struct json *)value;
}

static json_t *made(json_t *value)
{
    if (value == NULL)
        abort();
    return value;
}

static int hex4(const char *data)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        int c = data[i], digit = c >= '0' && c <= '9'   ? c - '0'
                                 : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                 : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                        : -1;

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The length of a backslash escape at data; *ret_lone is true for a \u escape of half
 * a surrogate pair, which no UTF-8 can hold. */
static size_t escape_length(const char *data, size_t len, bool *ret_lone)
{
    int unit, low;

    *ret_lone = false;
    if (len < 6 || data[1] != 'u')
        return len < 2 ? len : 2;
    unit = hex4(data + 2);
    if (unit < 0xd800 || unit > 0xdfff)
        return 6;
    low = len >= 12 && data[6] == '\\' && data[7] == 'u' ? hex4(data + 8) : -1;
    if (unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff)
        return 12;
    *ret_lone = true;
    return 6;
}

/* What jansson refuses but the field writes: see json_parse(). */
static void repair(const char *data, size_t len, struct buf *fixed)
{
    size_t plain = 0;

    for (size_t at = 0; at < len;) {
        bool lone;
        size_t used;

        if (data[at] != '\\') {
            at++;
            continue;
        }
        used = escape_length(data + at, len - at, &lone);
        if (lone) {
            utf8_repair(fixed, data + plain, at - plain);
            buf_append_text(fixed, "\\ufffd");
            plain = at + used;
        }
        at += used;
    }
    utf8_repair(fixed, data + plain, len - plain);
}

/* A whole number over 64 bits (JavaScript prints them up to 1e21) makes all of them reals:
 * jansson has no way to ask for that one alone. */
static json_t *load(const char *data, size_t len, json_error_t *ret_trouble)
{
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *value = json_loadb(data, len, flags, ret_trouble);

    if (value == NULL && json_error_code(ret_trouble) == json_error_numeric_overflow)
        value = json_loadb(data, len, flags | JSON_DECODE_INT_AS_REAL, ret_trouble);
    return value;
}

struct json *json_parse(const char *data, size_t len, struct err *err)
{
    json_error_t trouble;
    json_t *value = load(data, len, &trouble);

    if (value == NULL && (json_error_code(&trouble) == json_error_invalid_utf8 ||
                          json_error_code(&trouble) == json_error_invalid_syntax)) {
        struct buf fixed;

        buf_init(&fixed, len * 3 + 8);
        repair(data, len, &fixed);
        if (fixed.len != len || memcmp(buf_text(&fixed), data, len) != 0)
            value = load(buf_text(&fixed), fixed.len, &trouble);
        buf_done(&fixed);
    }
    if (value == NULL)
        err_set(err, ERR_INVALID, "not JSON: %s", trouble.text);
    return out(value);
}

static int append_chunk(const char *data, size_t len, void *context)
{
    return buf_append(context, data, len);
}

int json_print(const struct json *value, struct buf *ret)
{
    const size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;

    return json_dump_callback(in(value), append_chunk, ret, flags) == 0 ? 0 : -ERR_TOO_LARGE;
}

char *json_text_of(const struct json *value)
{
    struct buf text;

    buf_init(&text, SIZE_MAX / 2);
    json_print(value, &text);
    return buf_take(&text);
}

void json_drop(struct json *value)
{
    json_decref(in(value));
}

struct json *json_clone(const struct json *value)
{
    return out(made(json_deep_copy(in(value))));
}

enum json_kind json_kind_of(const struct json *value)
{
    json_t *v = in(value);

    return v == NULL            ? JSON_KIND_NONE
           : json_is_object(v)  ? JSON_KIND_OBJECT
           : json_is_array(v)   ? JSON_KIND_ARRAY
           : json_is_string(v)  ? JSON_KIND_TEXT
           : json_is_integer(v) ? JSON_KIND_INT
           : json_is_real(v)    ? JSON_KIND_REAL
           : json_is_boolean(v) ? JSON_KIND_BOOL
                                : JSON_KIND_NULL;
}

struct json *json_get(const struct json *object, const char *name)
{
    return out(json_object_get(in(object), name));
}

const char *json_get_text(const struct json *object, const char *name)
{
    return json_text(json_get(object, name));
}

int64_t json_get_int(const struct json *object, const char *name, int64_t missing)
{
    return json_int(json_get(object, name), missing);
}

double json_get_real(const struct json *object, const char *name, double missing)
{
    return json_number(json_get(object, name), missing);
}

bool json_get_bool(const struct json *object, const char *name, bool missing)
{
    return json_truth(json_get(object, name), missing);
}

const char *json_text(const struct json *value)
{
    json_t *string = in(value);

    if (!json_is_string(string) || strlen(json_string_value(string)) != json_string_length(string))
        return NULL;
    return json_string_value(string);
}

char *json_text_copy(const struct json *value, size_t max, size_t *ret_full)
{
    json_t *string = in(value);
    struct buf text;
    const char *data;
    size_t left;

    if (!json_is_string(string))
        return NULL;
    data = json_string_value(string);
    *ret_full = json_string_length(string);
    left = utf8_cut(data, *ret_full, max);
    buf_init(&text, left * 3 + 1);
    while (left > 0) {
        size_t plain = strnlen(data, left);

        buf_append(&text, data, plain);
        if (plain < left)
            buf_append_text(&text, "\xef\xbf\xbd");
        plain += plain < left;
        data += plain;
        left -= plain;
    }
    return buf_take(&text);
}

int64_t json_int(const struct json *value, int64_t missing)
{
    json_t *number = in(value);

    if (json_is_integer(number))
        return json_integer_value(number);
    if (json_is_real(number) && fabs(json_real_value(number)) < 9e15)
        return (int64_t)json_real_value(number);
    return missing;
}

double json_number(const struct json *value, double missing)
{
    return json_is_number(in(value)) ? json_number_value(in(value)) : missing;
}

bool json_truth(const struct json *value, bool missing)
{
    return json_is_boolean(in(value)) ? json_is_true(in(value)) : missing;
}

size_t json_count(const struct json *value)
{
    return json_is_array(in(value)) ? json_array_size(in(value)) : json_object_size(in(value));
}

struct json *json_at(const struct json *array, size_t index)
{
    return out(json_array_get(in(array), index));
}

const char *json_next_name(const struct json *object, const char *name)
{
    json_t *value = in(object);
    void *place;

    if (!json_is_object(value))
        return NULL;
    place = name == NULL ? json_object_iter(value)
                         : json_object_iter_next(value, json_object_key_to_iter(name));
    return place != NULL ? json_object_iter_key(place) : NULL;
}

struct json *json_new_object(void)
{
    return out(made(json_object()));
}

struct json *json_new_array(void)
{
    return out(made(json_array()));
}

struct json *json_new_text(const char *text)
{
    json_t *value;
    struct buf fixed;

    if (text == NULL)
        return json_new_null();
    value = json_string(text);
    if (value != NULL)
        return out(value);
    buf_init(&fixed, strlen(text) * 3);
    utf8_repair(&fixed, text, strlen(text));
    value = made(json_string(buf_text(&fixed)));
    buf_done(&fixed);
    return out(value);
}

struct json *json_new_int(int64_t number)
{
    return out(made(json_integer(number)));
}

struct json *json_new_real(double number)
{
    return isfinite(number) ? out(made(json_real(number))) : json_new_null();
}

struct json *json_new_bool(bool truth)
{
    return out(json_boolean(truth));
}

struct json *json_new_null(void)
{
    return out(json_null());
}

void json_put(struct json *object, const char *name, struct json *value)
{
    if (json_object_set_new(in(object), name, in(value)) != 0)
        abort();
}

void json_put_text(struct json *object, const char *name, const char *text)
{
    json_put(object, name, json_new_text(text));
}

void json_put_int(struct json *object, const char *name, int64_t number)
{
    json_put(object, name, json_new_int(number));
}

void json_put_bool(struct json *object, const char *name, bool truth)
{
    json_put(object, name, json_new_bool(truth));
}

void json_append(struct json *array, struct json *value)
{
    if (json_array_append_new(in(array), in(value)) != 0)
        abort();
}

const char *json_library_version(void)
{
    return jansson_version_str();
}
