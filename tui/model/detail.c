#include "tui/model/detail.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 256

void detail_init(struct detail *detail)
{
    *detail = (struct detail){0};
}

void detail_done(struct detail *detail)
{
    for (size_t i = 0; i < detail->count; i++) {
        free(detail->pairs[i].path);
        free(detail->pairs[i].text);
    }
    free(detail->pairs);
    detail_init(detail);
}

void detail_add(struct detail *detail, const char *path, const char *text)
{
    size_t room = DETAIL_TEXT_MAX - detail->bytes, len = strlen(text), used = strlen(path);

    if (detail->count == DETAIL_MAX || used >= room) {
        detail->cut = true;
        return;
    }
    if (len > room - used) {
        len = utf8_cut(text, len, room - used);
        detail->cut = true;
    }
    detail->pairs = mem_resize(detail->pairs, detail->count + 1, sizeof *detail->pairs);
    detail->pairs[detail->count].path = mem_dup(path);
    detail->pairs[detail->count].text = mem_dup_n(text, len);
    detail->count++;
    detail->bytes += used + len;
}

void detail_copy(struct detail *to, const struct detail *from)
{
    detail_init(to);
    if (from == NULL)
        return;
    for (size_t i = 0; i < from->count; i++)
        detail_add(to, from->pairs[i].path, from->pairs[i].text);
    to->cut = to->cut || from->cut;
}

const char *detail_get(const struct detail *detail, const char *path)
{
    for (size_t i = 0; i < detail->count; i++)
        if (strcmp(detail->pairs[i].path, path) == 0)
            return detail->pairs[i].text;
    return NULL;
}

const char *detail_getf(const struct detail *detail, const char *fmt, ...)
{
    char path[PATH_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(path, sizeof path, fmt, args);
    va_end(args);
    return detail_get(detail, path);
}

bool detail_has(const struct detail *detail, const char *path)
{
    size_t len = strlen(path);

    for (size_t i = 0; i < detail->count; i++) {
        const char *have = detail->pairs[i].path;

        if (strncmp(have, path, len) == 0 && (have[len] == '\0' || have[len] == '.'))
            return true;
    }
    return false;
}
