#include "remote/transcript/title.h"

#include "remote/transcript/presence.h"
#include "remote/transcript/record.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";

void title_init(struct title *title)
{
    *title = (struct title){.custom = NULL};
}

static void summary_done(struct title_summary *summary)
{
    free(summary->text);
    free(summary->leaf);
}

void title_done(struct title *title)
{
    free(title->custom);
    free(title->made);
    free(title->last_told);
    free(title->first);
    free(title->last);
    free(title->fallback);
    for (size_t i = 0; i < title->summary_count; i++)
        summary_done(&title->summaries[i]);
    title_init(title);
}

char *title_line(const char *text)
{
    size_t left = text != NULL ? strlen(text) : 0, room = TITLE_CHARACTERS;
    bool gap = false;
    struct buf line;

    buf_init(&line, left + sizeof(ellipsis));
    while (left > 0) {
        int32_t point;
        size_t len = utf8_decode(text, left, &point);

        if ((unsigned char)*text <= ' ' || *text == 0x7f) {
            gap = line.len > 0;
        } else if (room < (gap ? 2 : 1)) {
            buf_append_text(&line, ellipsis);
            break;
        } else {
            if (gap)
                buf_append_char(&line, ' ');
            buf_append(&line, text, len);
            room -= gap ? 2 : 1;
            gap = false;
        }
        text += len;
        left -= len;
    }
    return line.len > 0 ? buf_take(&line) : NULL;
}

/* Replaces *field by a line of text, unless that is blank. */
static void set(char **field, const char *text)
{
    char *line = title_line(text);

    if (line == NULL)
        return;
    free(*field);
    *field = line;
}

static void add_summary(struct title *title, const struct json *record)
{
    struct title_summary summary = {title_line(json_get_text(record, "summary")),
                                    mem_dup(json_get_text(record, "leafUuid"))};

    if (summary.text == NULL || summary.leaf == NULL) {
        summary_done(&summary);
        return;
    }
    if (title->summary_count == TITLE_SUMMARIES_MAX) {
        summary_done(&title->summaries[0]);
        memmove(&title->summaries[0], &title->summaries[1],
                (TITLE_SUMMARIES_MAX - 1) * sizeof(summary));
        title->summary_count--;
    }
    title->summaries[title->summary_count++] = summary;
}

/* A prompt that says something by itself. */
static bool meaningful(const struct item *item)
{
    return !str_starts(item->text, "[image") && !str_starts(item->text, "[document");
}

static void add_item(struct title *title, const struct json *record, const struct item *item)
{
    if (item->sidechain || item->text == NULL)
        return;
    if (item->kind == ITEM_PROMPT && meaningful(item)) {
        set(&title->last, item->text);
        if (title->first == NULL)
            set(&title->first, item->text);
    } else if (title->fallback == NULL &&
               (item->kind == ITEM_PROMPT ||
                (item->kind == ITEM_SYSTEM && item->text[0] == '/' && record_is(record, "user")))) {
        set(&title->fallback, item->text);
    }
}

void title_add(struct title *title, const struct json *record, const struct item *items,
               size_t count)
{
    if (record_is(record, "custom-title"))
        set(&title->custom, json_get_text(record, "customTitle"));
    else if (record_is(record, "ai-title"))
        set(&title->made, json_get_text(record, "aiTitle"));
    else if (record_is(record, "last-prompt"))
        set(&title->last_told, json_get_text(record, "lastPrompt"));
    else if (record_is(record, "summary"))
        add_summary(title, record);
    for (size_t i = 0; i < count; i++)
        add_item(title, record, &items[i]);
}

/* The last summary whose leaf is in the file. */
static const char *own_summary(const struct title *title, const char *path)
{
    struct presence leaves[TITLE_SUMMARIES_MAX];
    size_t count = title->summary_count;
    int64_t offset;

    for (size_t i = 0; i < count; i++)
        leaves[i] = (struct presence){PRESENCE_RECORD, title->summaries[i].leaf, false};
    if (count == 0 || presence_scan(path, 0, leaves, count, &offset, NULL) < 0)
        return NULL;
    while (count > 0 && !leaves[count - 1].found)
        count--;
    return count > 0 ? title->summaries[count - 1].text : NULL;
}

char *title_choose(const struct title *title, const char *path)
{
    const char *best = title->custom != NULL ? title->custom : title->made;

    if (best == NULL && title->last_told != NULL)
        best = title->last != NULL ? title->last : title->last_told;
    if (best == NULL)
        best = own_summary(title, path);
    if (best == NULL)
        best = title->first != NULL ? title->first : title->fallback;
    return mem_dup(best);
}
