#include "tui/model/transcript.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_REACH 400 /* how many entries before a result its call is looked for */
#define REPEAT_REACH 64  /* how far back an appended item is taken for a repeated one */

static size_t entry_bytes(const struct entry *entry)
{
    return sizeof *entry + entry->input.bytes +
           (entry->item.text != NULL ? strlen(entry->item.text) : 0) +
           (entry->item.input != NULL ? strlen(entry->item.input) : 0);
}

static void entry_done(struct entry *entry)
{
    item_done(&entry->item);
    detail_done(&entry->input);
}

static void live_done(struct live *live)
{
    free(live->text);
    free(live->tool);
    *live = (struct live){0};
}

static void clear(struct transcript *transcript)
{
    for (size_t i = 0; i < transcript->count; i++)
        entry_done(&transcript->entries[i]);
    free(transcript->entries);
    transcript->entries = NULL;
    transcript->count = transcript->bytes = 0;
    transcript->cursor = transcript->top = 0;
    transcript->top_line = transcript->move = 0;
    transcript->above = transcript->below = 0;
    transcript->moving = transcript->at_start = transcript->at_end = false;
    transcript->fresh = 0;
    transcript->follow = true;
    transcript->revision++;
}

void transcript_init(struct transcript *transcript)
{
    *transcript = (struct transcript){.follow = true};
}

void transcript_done(struct transcript *transcript)
{
    clear(transcript);
    live_done(&transcript->live);
    free(transcript->host);
    free(transcript->session);
    transcript_init(transcript);
}

void transcript_open(struct transcript *transcript, const char *host, const char *session)
{
    int64_t revision = transcript->revision;

    transcript_done(transcript);
    transcript->revision = revision + 1;
    transcript->host = mem_dup(host);
    transcript->session = mem_dup(session);
}

bool transcript_is(const struct transcript *transcript, const char *host, const char *session)
{
    return transcript->session != NULL && str_equal(transcript->session, session) &&
           str_equal(transcript->host, host);
}

/* Finds the call of each result. Linked anew after every change: relative distances would
 * survive a shift, but not what was cut off. */
static void link_results(struct transcript *transcript)
{
    struct entry *entries = transcript->entries;

    for (size_t i = 0; i < transcript->count; i++)
        entries[i].answer = 0;
    for (size_t i = 0; i < transcript->count; i++) {
        if (entries[i].item.kind != ITEM_TOOL_RESULT || entries[i].item.tool_id == NULL)
            continue;
        for (size_t back = 1; back <= i && back <= RESULT_REACH; back++) {
            struct entry *call = &entries[i - back];

            if (call->item.kind == ITEM_TOOL_USE && call->answer == 0 &&
                str_equal(call->item.tool_id, entries[i].item.tool_id)) {
                call->answer = entries[i].answer = back;
                break;
            }
        }
    }
}

static void fill(struct transcript *transcript, size_t at, const struct msg_window *window,
                 size_t from)
{
    for (size_t i = from; i < window->count; i++, at++) {
        struct entry *entry = &transcript->entries[at];

        *entry = (struct entry){0};
        field_copy(item_fields, &entry->item, &window->items[i]);
        detail_copy(&entry->input, window->inputs != NULL ? &window->inputs[i] : NULL);
        transcript->bytes += entry_bytes(entry);
    }
}

/* Forgets so many entries at the front. */
static void drop_front(struct transcript *transcript, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        transcript->bytes -= entry_bytes(&transcript->entries[i]);
        entry_done(&transcript->entries[i]);
    }
    transcript->count -= n;
    memmove(transcript->entries, transcript->entries + n,
            transcript->count * sizeof *transcript->entries);
    transcript->cursor -= transcript->cursor < n ? transcript->cursor : n;
    transcript->top_line = transcript->top < n ? 0 : transcript->top_line;
    transcript->top -= transcript->top < n ? transcript->top : n;
    transcript->more_before = true;
    transcript->revision++;
}

static bool too_much(const struct transcript *transcript)
{
    return transcript->count > TRANSCRIPT_ITEMS ||
           (transcript->bytes > TRANSCRIPT_BYTES && transcript->count > 1);
}

static void drop_back(struct transcript *transcript)
{
    while (too_much(transcript)) {
        struct entry *last = &transcript->entries[--transcript->count];

        transcript->bytes -= entry_bytes(last);
        entry_done(last);
        transcript->more_after = true;
        transcript->follow = false;
    }
    if (transcript->count > 0 && transcript->cursor >= transcript->count)
        transcript->cursor = transcript->count - 1;
}

/* An item that came already, told once more, replaces what it was. */
static bool repeats(struct transcript *transcript, const struct msg_window *window, size_t i)
{
    for (size_t back = 1; back <= transcript->count && back <= REPEAT_REACH; back++) {
        struct entry *entry = &transcript->entries[transcript->count - back];
        enum fold fold = entry->fold;

        if (window->items[i].cursor == NULL ||
            !str_equal(entry->item.cursor, window->items[i].cursor))
            continue;
        transcript->bytes -= entry_bytes(entry);
        entry_done(entry);
        fill(transcript, transcript->count - back,
             &(struct msg_window){.items = window->items + i,
                                  .inputs = window->inputs != NULL ? window->inputs + i : NULL,
                                  .count = 1},
             0);
        entry->fold = fold;
        return true;
    }
    return false;
}

/* Forgets at the front what is too much. */
static void drop_surplus(struct transcript *transcript)
{
    size_t over = transcript->count > TRANSCRIPT_ITEMS ? transcript->count - TRANSCRIPT_ITEMS : 0;
    size_t bytes = transcript->bytes, n = 0;

    if (!too_much(transcript))
        return;
    while (n + 1 < transcript->count && (n < over || bytes > TRANSCRIPT_BYTES))
        bytes -= entry_bytes(&transcript->entries[n++]);
    drop_front(transcript, n);
    link_results(transcript);
}

static void place_at_last(struct transcript *transcript)
{
    size_t last = transcript_next(transcript, transcript->count, -1);

    transcript->cursor = last;
    transcript->above = transcript->below = 0;
}

static void append(struct transcript *transcript, const struct msg_window *window)
{
    size_t from = 0, old = transcript->count;
    bool at_last = transcript_next(transcript, transcript->cursor, 1) == old;

    while (from < window->count && repeats(transcript, window, from))
        from++;
    transcript->entries = mem_resize(transcript->entries, old + window->count - from + 1,
                                     sizeof *transcript->entries);
    fill(transcript, old, window, from);
    transcript->count += window->count - from;
    transcript->more_after = window->more_after;
    transcript->asked_after = transcript->at_end = false;
    link_results(transcript);
    for (size_t i = old; i < transcript->count && !transcript->follow; i++)
        transcript->fresh += transcript_visible(transcript, i) ? 1 : 0;
    if (transcript->follow && at_last)
        place_at_last(transcript);
    drop_surplus(transcript);
}

static void prepend(struct transcript *transcript, const struct msg_window *window)
{
    size_t n = window->count;

    transcript->entries =
        mem_resize(transcript->entries, transcript->count + n + 1, sizeof *transcript->entries);
    memmove(transcript->entries + n, transcript->entries,
            transcript->count * sizeof *transcript->entries);
    fill(transcript, 0, window, 0);
    transcript->count += n;
    transcript->cursor += n;
    transcript->top += n;
    transcript->revision++;
    transcript->at_start = transcript->at_end = false;
    transcript->more_before = window->more_before;
    transcript->asked_before = false;
    drop_back(transcript);
    link_results(transcript);
}

void transcript_window(struct transcript *transcript, const struct msg_window *window)
{
    if (!transcript_is(transcript, window->host, window->session))
        return;
    if (window->error != NULL) {
        transcript->error = *window->error;
        transcript->asked_before = transcript->asked_after = false;
        return;
    }
    transcript->error = (struct err){.code = ERR_NONE};
    transcript->loaded = true;
    switch (window->change) {
    case WINDOW_RESET:
        clear(transcript);
        transcript->asked_before = transcript->asked_after = false;
        append(transcript, window);
        transcript->more_before = window->more_before || transcript->more_before;
        if (transcript->count == window->count)
            transcript->more_before = window->more_before;
        break;
    case WINDOW_APPEND:
        append(transcript, window);
        break;
    case WINDOW_PREPEND:
        prepend(transcript, window);
        break;
    }
}

void transcript_live(struct transcript *transcript, const struct msg_live *live, int64_t steady)
{
    const char *text = live->text;

    if (!transcript_is(transcript, live->host, live->session))
        return;
    live_done(&transcript->live);
    if (live->dropped)
        return;
    if (text != NULL && strlen(text) > LIVE_TEXT_MAX)
        text += strlen(text) - LIVE_TEXT_MAX;
    transcript->live = (struct live){.on = true,
                                     .text = mem_dup(text),
                                     .tool = mem_dup(live->tool),
                                     .elapsed_ms = live->elapsed_ms,
                                     .at = steady,
                                     .tokens = live->tokens};
}

bool transcript_heads_run(const struct transcript *transcript, size_t index)
{
    const struct entry *entry = &transcript->entries[index];

    return entry->item.sidechain && (index == 0 || !entry[-1].item.sidechain);
}

size_t transcript_run(const struct transcript *transcript, size_t index)
{
    size_t end = index;

    while (end < transcript->count && transcript->entries[end].item.sidechain)
        end++;
    return end - index;
}

static bool run_is_open(const struct transcript *transcript, size_t index)
{
    while (!transcript_heads_run(transcript, index))
        index--;
    return transcript->entries[index].fold != FOLD_CLOSED;
}

bool transcript_visible(const struct transcript *transcript, size_t index)
{
    const struct entry *entry = &transcript->entries[index];

    if (entry->item.sidechain && !transcript_heads_run(transcript, index) &&
        !run_is_open(transcript, index))
        return false;
    if (entry->item.kind == ITEM_TOOL_RESULT)
        return entry->answer == 0;
    if (entry->item.kind == ITEM_THINKING || entry->item.kind == ITEM_OTHER)
        return !str_blank(entry->item.text) || transcript_heads_run(transcript, index);
    return true;
}

const struct entry *transcript_result(const struct transcript *transcript, size_t index)
{
    const struct entry *entry = &transcript->entries[index];

    return entry->item.kind == ITEM_TOOL_USE && entry->answer > 0 ? entry + entry->answer : NULL;
}

bool transcript_opens(const struct transcript *transcript, size_t index)
{
    int kind = transcript->entries[index].item.kind;

    return kind == ITEM_TOOL_USE || kind == ITEM_TOOL_RESULT || kind == ITEM_THINKING ||
           kind == ITEM_OTHER || transcript_heads_run(transcript, index);
}
