#include "remote/transcript/block.h"

#include "protocol/base/str.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

void block_string(const struct json *string, struct buf *out)
{
    size_t full;
    char *text = json_text_copy(string, SIZE_MAX / 8, &full);

    if (text != NULL)
        buf_append_text(out, text);
    free(text);
}

void block_bytes(const char *data, size_t len, struct buf *out)
{
    while (len > 0) {
        size_t plain = strnlen(data, len);

        utf8_repair(out, data, plain);
        if (plain < len)
            buf_append_text(out, "\xef\xbf\xbd");
        plain += plain < len;
        data += plain;
        len -= plain;
    }
}

bool block_is(const struct json *block, const char *type)
{
    return str_equal(json_get_text(block, "type"), type);
}

/* Bytes that base64 text stands for. */
static size_t decoded_size(const char *base64)
{
    size_t len = strlen(base64);

    while (len > 0 && base64[len - 1] == '=')
        len--;
    return len / 4 * 3 + len % 4 * 3 / 4;
}

char *block_word(const struct json *object, const char *name)
{
    size_t full;

    return json_text_copy(json_get(object, name), BLOCK_WORD_MAX, &full);
}

static void append_file(const struct json *block, const char *type, struct buf *out)
{
    const struct json *source = json_get(block, "source");
    const char *data = json_get_text(source, "data");
    char *media = block_word(source, "media_type");

    buf_printf(out, "[%s", type);
    if (media != NULL)
        buf_printf(out, ": %s", media);
    if (data != NULL)
        buf_printf(out, ", %zu bytes", decoded_size(data));
    buf_append_char(out, ']');
    free(media);
}

void block_text(const struct json *block, struct buf *out)
{
    char *type = block_word(block, "type");

    if (json_kind_of(block) == JSON_KIND_TEXT)
        block_string(block, out);
    else if (str_equal(type, "text") && json_kind_of(json_get(block, "text")) == JSON_KIND_TEXT)
        block_string(json_get(block, "text"), out);
    else if (str_equal(type, "image") || str_equal(type, "document"))
        append_file(block, type, out);
    else if (type != NULL && !str_equal(type, "text"))
        buf_printf(out, "[%s]", type);
    else
        json_print(block, out);
    free(type);
}

void block_content_text(const struct json *content, struct buf *out)
{
    if (json_kind_of(content) == JSON_KIND_NONE || json_kind_of(content) == JSON_KIND_NULL)
        return;
    if (json_kind_of(content) != JSON_KIND_ARRAY) {
        block_text(content, out);
        return;
    }
    for (size_t i = 0; i < json_count(content); i++) {
        if (i > 0)
            buf_append_char(out, '\n');
        block_text(json_at(content, i), out);
    }
}
