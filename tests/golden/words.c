#include "tests/golden/words.h"

#include "protocol/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES (1024 * 1024)

void words_done(struct words *words)
{
    while (words->count > 0)
        free(words->list[--words->count]);
}

/* One escaped or plain character, or a quote; advances. */
static void take_char(const char **from, struct buf *word, bool *quoted)
{
    static const char names[] = "nrte", values[] = "\n\r\t\033";
    const char *p = *from, *name;
    unsigned value;
    int used = 0;

    if (*p == '"') {
        *quoted = !*quoted;
        p++;
    } else if (*p == '\\' && p[1] == 'x' && sscanf(p + 2, "%2x%n", &value, &used) == 1) {
        buf_append_char(word, (char)value);
        p += 2 + used;
    } else if (*p == '\\' && p[1] != '\0') {
        name = strchr(names, p[1]);
        buf_append_char(word, name != NULL ? values[name - names] : p[1]);
        p += 2;
    } else {
        buf_append_char(word, *p++);
    }
    *from = p;
}

void words_split(struct words *words, const char *line)
{
    words_done(words);
    line += strspn(line, " ");
    while (*line != '\0' && words->count < WORDS_MAX) {
        struct buf word;
        bool quoted = false;

        buf_init(&word, LINE_MAX_BYTES);
        while (*line != '\0' && (quoted || *line != ' '))
            take_char(&line, &word, &quoted);
        words->list[words->count++] = buf_take(&word);
        line += strspn(line, " ");
    }
}

const char *words_at(const struct words *words, size_t i)
{
    return i < words->count ? words->list[i] : "";
}

const char *words_value(const struct words *words, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 1; i < words->count; i++)
        if (strncmp(words->list[i], name, len) == 0 && words->list[i][len] == '=')
            return words->list[i] + len + 1;
    return NULL;
}

bool words_have(const struct words *words, const char *word)
{
    for (size_t i = 1; i < words->count; i++)
        if (strcmp(words->list[i], word) == 0)
            return true;
    return false;
}
