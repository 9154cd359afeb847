#include "tui/model/draft.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct drafts *drafts, size_t i)
{
    free(drafts->list[i].key);
    free(drafts->list[i].text);
    drafts->count--;
    memmove(&drafts->list[i], &drafts->list[i + 1], (drafts->count - i) * sizeof *drafts->list);
}

void drafts_done(struct drafts *drafts)
{
    while (drafts->count > 0)
        forget(drafts, drafts->count - 1);
    free(drafts->list);
    *drafts = (struct drafts){0};
}

bool drafts_set(struct drafts *drafts, const char *key, const char *text)
{
    size_t i = 0;

    while (i < drafts->count && strcmp(drafts->list[i].key, key) != 0)
        i++;
    if (strcmp(i < drafts->count ? drafts->list[i].text : "", text) == 0)
        return false;
    if (*text == '\0') {
        forget(drafts, i);
        return true;
    }
    if (i == drafts->count) {
        if (drafts->count == DRAFTS_MAX)
            forget(drafts, 0);
        drafts->list = mem_resize(drafts->list, drafts->count + 1, sizeof *drafts->list);
        i = drafts->count++;
        drafts->list[i] = (struct draft){.key = mem_dup(key)};
    }
    mem_set(&drafts->list[i].text, text);
    return true;
}

const char *drafts_get(const struct drafts *drafts, const char *key)
{
    for (size_t i = 0; i < drafts->count; i++)
        if (strcmp(drafts->list[i].key, key) == 0)
            return drafts->list[i].text;
    return "";
}
