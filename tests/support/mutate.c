#include "tests/support/mutate.h"

#include <stdlib.h>
#include <string.h>

static void give(const char *head, size_t head_len, const char *middle, size_t middle_len,
                 const char *tail, size_t tail_len, void (*take)(const char *data, size_t len))
{
    size_t len = head_len + middle_len + tail_len;
    char *copy = malloc(len + 1);

    if (copy == NULL)
        abort();
    memcpy(copy, head, head_len);
    memcpy(copy + head_len, middle, middle_len);
    memcpy(copy + head_len + middle_len, tail, tail_len);
    copy[len] = '\0';
    take(copy, len);
    free(copy);
}

void mutate(const char *data, size_t len, void (*take)(const char *data, size_t len))
{
    static const char *const bad[] = {"\"", "\\", "{", "]", "\n", "\xff", "\xed\xa0\x80",
                                      "-",  "9",  ",", ":", " ",  "%n",   "\\ud800"};

    for (size_t at = 0; at < len; at++) {
        const char *rest = data + at + 1;
        size_t rest_len = len - at - 1;
        char twice[2] = {data[at], data[at]};

        give(data, at, "", 0, "", 0, take);
        give(data, at, "", 0, rest, rest_len, take);
        give(data, at, twice, 2, rest, rest_len, take);
        give(data, at, "", 1, rest, rest_len, take);
        for (int bit = 0; bit < 8; bit++) {
            char flipped = (char)(data[at] ^ (1 << bit));

            give(data, at, &flipped, 1, rest, rest_len, take);
        }
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
            give(data, at, bad[i], strlen(bad[i]), rest, rest_len, take);
    }
}
