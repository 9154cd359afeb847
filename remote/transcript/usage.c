#include "remote/transcript/usage.h"

#include "remote/transcript/hash.h"
#include "remote/transcript/record.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_MAX INT64_C(1000000000000) /* of one answer: more is nonsense */

void usage_init(struct usage *usage)
{
    *usage = (struct usage){.counted = NULL};
    keys_init(&usage->keys);
}

void usage_done(struct usage *usage)
{
    keys_done(&usage->keys);
    free(usage->counted);
    usage_init(usage);
}

static int64_t number(const struct json *json, const char *name)
{
    int64_t value = json_get_int(json, name, 0);

    return value < 0 ? 0 : value > TOKENS_MAX ? TOKENS_MAX : value;
}

static void add(struct tokens *total, const struct tokens *tokens, int sign)
{
    total->input += sign * tokens->input;
    total->output += sign * tokens->output;
    total->cache_read += sign * tokens->cache_read;
    total->cache_write += sign * tokens->cache_write;
}

static bool larger(const struct tokens *a, const struct tokens *b)
{
    if (a->output != b->output)
        return a->output > b->output;
    return a->input + a->cache_read + a->cache_write > b->input + b->cache_read + b->cache_write;
}

static uint64_t key_of(const char *message, const char *request)
{
    char *text = mem_printf("%s\n%s", message, request != NULL ? request : "");
    uint64_t key = hash_bytes(text, strlen(text));

    free(text);
    return key;
}

void usage_add(struct usage *usage, const struct json *record)
{
    const struct json *message = json_get(record, "message"), *told = json_get(message, "usage");
    const struct tokens tokens = {number(told, "input_tokens"), number(told, "output_tokens"),
                                  number(told, "cache_read_input_tokens"),
                                  number(told, "cache_creation_input_tokens")};
    const char *id = json_get_text(message, "id");
    size_t before = usage->keys.count, index;

    if (!record_is(record, "assistant") || told == NULL ||
        str_equal(json_get_text(message, "model"), "<synthetic>"))
        return;
    if (id == NULL) {
        add(&usage->total, &tokens, 1);
        return;
    }
    if (keys_put(&usage->keys, key_of(id, json_get_text(record, "requestId")), &index)) {
        add(&usage->total, &tokens, 1);
        if (usage->keys.count == before)
            return;
        if ((index & (index - 1)) == 0)
            usage->counted = mem_resize(usage->counted, index == 0 ? 1 : index * 2, sizeof(tokens));
        usage->counted[index] = tokens;
    } else if (larger(&tokens, &usage->counted[index])) {
        add(&usage->total, &usage->counted[index], -1);
        add(&usage->total, &tokens, 1);
        usage->counted[index] = tokens;
    }
}
