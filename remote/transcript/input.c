#include "remote/transcript/input.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

static const size_t limits[] = {4096, 1024, 256, 64};

static struct json *shortened_string(const struct json *value, size_t max)
{
    size_t full;
    char *text = json_text_copy(value, max, &full), *marked;
    struct json *json;

    if (full <= max) {
        json = json_clone(value);
    } else {
        marked = mem_printf("%s\xe2\x80\xa6", text);
        json = json_new_text(marked);
        free(marked);
    }
    free(text);
    return json;
}

/* A copy of value with no string over max bytes; as deep as the parser lets a value be. */
static struct json *shortened(const struct json *value, size_t max)
{
    struct json *copy;

    switch (json_kind_of(value)) {
    case JSON_KIND_TEXT:
        return shortened_string(value, max);
    case JSON_KIND_ARRAY:
        copy = json_new_array();
        for (size_t i = 0; i < json_count(value); i++)
            json_append(copy, shortened(json_at(value, i), max));
        return copy;
    case JSON_KIND_OBJECT:
        copy = json_new_object();
        for (const char *name = NULL; (name = json_next_name(value, name)) != NULL;)
            json_put(copy, name, shortened(json_get(value, name), max));
        return copy;
    default:
        return json_clone(value);
    }
}

char *input_text(const struct json *input, size_t max, size_t *ret_full)
{
    char *text = json_text_of(input);

    *ret_full = strlen(text);
    if (*ret_full <= max)
        return text;
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        struct json *copy = shortened(input, limits[i]);

        free(text);
        text = json_text_of(copy);
        json_drop(copy);
        if (strlen(text) <= max)
            return text;
    }
    free(text);
    return NULL;
}
