#include "remote/transcript/cursor.h"

#include "remote/transcript/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PARTS 4

void cursor_print(const struct cursor *cursor, char ret_text[CURSOR_SIZE])
{
    snprintf(ret_text, CURSOR_SIZE, "c%" PRIx64 "-%" PRIx64 "-%" PRIx64 "-%" PRIx64, cursor->file,
             cursor->generation, (uint64_t)cursor->offset, (uint64_t)(cursor->item + 1));
}

/* Reads one number of 1 to 16 lower case hexadecimal digits. */
static bool read_part(const char **text, uint64_t *ret_part)
{
    static const char digits[] = "0123456789abcdef";
    int count = 0;

    *ret_part = 0;
    for (; **text != '\0' && **text != '-'; (*text)++, count++) {
        const char *digit = strchr(digits, **text);

        if (digit == NULL || count == 16)
            return false;
        *ret_part = *ret_part * 16 + (uint64_t)(digit - digits);
    }
    return count > 0;
}

bool cursor_parse(const char *text, struct cursor *ret_cursor)
{
    uint64_t parts[PARTS];

    if (text == NULL || *text++ != 'c')
        return false;
    for (int i = 0; i < PARTS; i++) {
        if (!read_part(&text, &parts[i]) || *text != (i + 1 < PARTS ? '-' : '\0'))
            return false;
        text++;
    }
    if (parts[2] > INT64_MAX || parts[3] > INT64_MAX)
        return false;
    *ret_cursor = (struct cursor){.file = parts[0],
                                  .generation = parts[1],
                                  .offset = (int64_t)parts[2],
                                  .item = (int64_t)parts[3] - 1};
    return true;
}

int cursor_compare(const struct cursor *a, const struct cursor *b)
{
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

uint64_t cursor_file(const char *name)
{
    return hash_bytes(name, strlen(name));
}
