/* One item of the watched session as lines. */
#include "tui/view/draw.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/view/markdown.h"
#include "tui/view/toolcall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT  "  "
#define INDENT2 "      "

/* "You" at the left, how far the prompt got at the right. */
static void add_heading(const struct draw *draw, struct lines *lines, const char *who,
                        enum role role, const char *word, bool good)
{
    int left = surface_columns(who, strlen(who));
    const char *sign = good ? glyph(draw, GLYPH_DONE) : "";
    int right = word != NULL ? surface_columns(word, strlen(word)) + (good ? 2 : 0) : 0;

    lines_add_text(lines, who, role_style(draw, role));
    for (int i = left + right; word != NULL && i < lines->width; i++)
        lines_add_text(lines, " ", style_plain);
    if (word != NULL && left + right < lines->width) {
        lines_add_text(lines, word, role_style(draw, ROLE_DIM));
        if (good) {
            lines_add_text(lines, " ", style_plain);
            lines_add_text(lines, sign, role_style(draw, ROLE_GOOD));
        }
    }
    lines_end_cut(lines, "", "");
}

static void add_prompt(const struct draw *draw, struct lines *lines, const struct item *item)
{
    const char *word = model_prompt_word(draw->model, item->uuid);
    bool good = str_equal(word, "accepted") || str_equal(word, "saved");

    add_heading(draw, lines, item->sidechain ? "Prompt" : "You", ROLE_USER, word, good);
    lines_add_text(lines, item->text, style_plain);
    lines_end(lines, INDENT, INDENT, style_plain);
}

static void add_text(const struct draw *draw, struct lines *lines, const char *text)
{
    if (draw->model->transcript.raw) {
        lines_add_text(lines, text, style_plain);
        lines_end(lines, INDENT, INDENT, style_plain);
    } else {
        markdown_lines(lines, draw->theme, text, INDENT);
    }
}

/* A line that opens: the sign, a word, what it is about, and at the end what came of it. */
static void add_folded(const struct draw *draw, struct lines *lines, bool open, const char *word,
                       enum role role, const char *subject, const char *outcome, bool bad)
{
    int right = outcome != NULL ? surface_columns(outcome, strlen(outcome)) : 0;
    int room = lines->width - 2 - 2 - surface_columns(word, strlen(word)) - 2 - right - 2;
    char *cut = cut_text(subject, room > 0 ? room : 0, glyph(draw, GLYPH_MORE));
    int wide = surface_columns(cut, strlen(cut));

    lines_add_text(lines, glyph(draw, open ? GLYPH_OPEN : GLYPH_CLOSED),
                   role_style(draw, ROLE_DIM));
    lines_add_text(lines, " ", style_plain);
    lines_add_text(lines, word, role_style(draw, role));
    lines_add_text(lines, "  ", style_plain);
    lines_add_text(lines, cut, role_style(draw, ROLE_TEXT));
    for (; right > 0 && wide < room + 2; wide++)
        lines_add_text(lines, " ", style_plain);
    if (right > 0 && room > 0)
        lines_add_text(lines, outcome, role_style(draw, bad ? ROLE_BAD : ROLE_DIM));
    lines_end_cut(lines, INDENT, glyph(draw, GLYPH_MORE));
    free(cut);
}

static void add_call(const struct draw *draw, struct lines *lines, const struct entry *entry,
                     const struct entry *result)
{
    const char *tool = entry->item.tool != NULL ? entry->item.tool : "tool";
    bool bad = result != NULL && result->item.is_error;
    struct buf subject, outcome;

    buf_init(&subject, ITEM_TEXT_MAX);
    buf_init(&outcome, 256);
    toolcall_subject(&subject, tool, &entry->input);
    toolcall_outcome(&outcome, draw->theme, tool, &entry->input,
                     result != NULL ? &result->item : NULL);
    add_folded(draw, lines, entry->fold != FOLD_CLOSED, tool, bad ? ROLE_BAD : ROLE_STRONG,
               buf_text(&subject), buf_text(&outcome), bad);
    if (entry->fold != FOLD_CLOSED) {
        toolcall_input(lines, draw->theme, tool, &entry->input, INDENT2);
        if (result != NULL)
            toolcall_result(lines, draw->theme, &result->item, entry->fold == FOLD_ALL, INDENT2);
    }
    buf_done(&subject);
    buf_done(&outcome);
}

static void add_result(const struct draw *draw, struct lines *lines, const struct entry *entry)
{
    const char *tool = entry->item.tool != NULL ? entry->item.tool : "result";

    add_folded(draw, lines, entry->fold != FOLD_CLOSED, tool,
               entry->item.is_error ? ROLE_BAD : ROLE_STRONG,
               entry->item.text != NULL ? entry->item.text : "", NULL, false);
    if (entry->fold != FOLD_CLOSED)
        toolcall_result(lines, draw->theme, &entry->item, entry->fold == FOLD_ALL, INDENT2);
}

static void add_thinking(const struct draw *draw, struct lines *lines, const struct entry *entry)
{
    add_folded(draw, lines, entry->fold != FOLD_CLOSED, "thinking", ROLE_DIM, "", NULL, false);
    if (entry->fold == FOLD_CLOSED)
        return;
    lines_add_text(lines, entry->item.text, role_style(draw, ROLE_DIM));
    lines_end(lines, INDENT2, INDENT2, style_plain);
}

static void add_run(const struct draw *draw, struct lines *lines, size_t index)
{
    const struct entry *entry = &draw->model->transcript.entries[index];
    char words[64];

    snprintf(words, sizeof words, "%zu steps", transcript_run(&draw->model->transcript, index));
    add_folded(draw, lines, entry->fold != FOLD_CLOSED, "sub-agent", ROLE_STRONG,
               entry->item.text != NULL ? entry->item.text : "", words, false);
}

/* The first thing Claude does after a prompt is under its name. */
static bool begins_answer(const struct transcript *transcript, size_t index)
{
    size_t before = transcript_next(transcript, index, -1);
    const struct item *item = &transcript->entries[before].item;

    return before == transcript->count || (item->kind == ITEM_PROMPT && !item->sidechain);
}

static void add_entry(const struct draw *draw, struct lines *lines, size_t index)
{
    const struct transcript *transcript = &draw->model->transcript;
    const struct entry *entry = &transcript->entries[index];

    if (entry->item.kind != ITEM_PROMPT && entry->item.kind != ITEM_SYSTEM &&
        begins_answer(transcript, index))
        add_heading(draw, lines, "Claude", ROLE_STRONG,
                    entry->item.live ? "kept from the spool" : NULL, false);
    if (transcript_heads_run(transcript, index)) {
        add_run(draw, lines, index);
        if (entry->fold == FOLD_CLOSED)
            return;
    }
    switch ((enum item_kind)entry->item.kind) {
    case ITEM_PROMPT:
        add_prompt(draw, lines, &entry->item);
        break;
    case ITEM_TEXT:
        if (entry->item.text != NULL)
            add_text(draw, lines, entry->item.text);
        break;
    case ITEM_THINKING:
        add_thinking(draw, lines, entry);
        break;
    case ITEM_TOOL_USE:
        add_call(draw, lines, entry, transcript_result(transcript, index));
        break;
    case ITEM_TOOL_RESULT:
        add_result(draw, lines, entry);
        break;
    case ITEM_SYSTEM:
    case ITEM_OTHER:
        lines_add_text(lines, entry->item.text, role_style(draw, ROLE_DIM));
        lines_end(lines, INDENT, INDENT, style_plain);
        break;
    }
}

static void add_live(const struct draw *draw, struct lines *lines, const struct live *live)
{
    if (!str_blank(live->text)) {
        struct buf text;

        buf_init(&text, LINES_TEXT_MAX);
        buf_printf(&text, "%s%s", live->text, glyph(draw, GLYPH_CURSOR));
        add_text(draw, lines, buf_text(&text));
        buf_done(&text);
    }
    if (!str_blank(live->tool)) {
        lines_add_text(lines, glyph(draw, GLYPH_RUNNING), role_style(draw, ROLE_ACTIVE));
        lines_add_text(lines, " ", style_plain);
        lines_add_text(lines, live->tool, role_style(draw, ROLE_TEXT));
        lines_end(lines, INDENT, INDENT "  ", style_plain);
    }
}

static void add_pending(const struct draw *draw, struct lines *lines, const struct pending *pending)
{
    char *word = pending->reason != NULL ? mem_printf("%s: %s", pending->word, pending->reason)
                                         : mem_dup(pending->word);

    add_heading(draw, lines, "You", ROLE_USER, word, false);
    free(word);
    lines_add_text(lines, pending->text, role_style(draw, ROLE_DIM));
    lines_end(lines, INDENT, INDENT, style_plain);
}

/* On one line, newlines as marks: what the agent asks cannot pose as an item. */
static void add_open_ask(const struct draw *draw, struct lines *lines)
{
    const struct transcript *transcript = &draw->model->transcript;
    const struct card *card = model_open_card(draw->model, transcript->host, transcript->session);
    struct buf text, clean;

    if (card == NULL)
        return;
    buf_init(&text, ITEM_TEXT_MAX);
    buf_init(&clean, LINES_TEXT_MAX);
    buf_printf(&text, "%s asks: %s  ",
               glyph(draw, card->ask.kind == ASK_QUESTION ? GLYPH_QUESTION : GLYPH_ASK),
               card->ask.tool != NULL ? card->ask.tool : ask_kind_words[card->ask.kind]);
    toolcall_subject(&text, card->ask.tool, &card->input);
    surface_clean(&clean, buf_text(&text), text.len, false);
    lines_add_text(lines, buf_text(&clean), role_style(draw, ROLE_NEEDS));
    lines_end(lines, "", INDENT, style_plain);
    buf_done(&text);
    buf_done(&clean);
}

static void add_tail(const struct draw *draw, struct lines *lines)
{
    const struct transcript *transcript = &draw->model->transcript;
    struct pending pending[MODEL_PENDING_MAX];
    size_t count = model_pending(draw->model, pending);

    if (transcript->live.on)
        add_live(draw, lines, &transcript->live);
    for (size_t i = 0; i < count; i++)
        add_pending(draw, lines, &pending[i]);
    add_open_ask(draw, lines);
}

void item_lines(const struct draw *draw, struct lines *lines, size_t index)
{
    const struct transcript *transcript = &draw->model->transcript;

    if (index >= transcript->count)
        add_tail(draw, lines);
    else if (transcript_visible(transcript, index))
        add_entry(draw, lines, index);
}
