#include "tui/view/lines.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

void lines_init(struct lines *lines, int width)
{
    *lines = (struct lines){.width = width > 0 ? width : 1};
    buf_init(&lines->text, LINES_TEXT_MAX);
    buf_init(&lines->open, LINES_TEXT_MAX);
}

void lines_done(struct lines *lines)
{
    buf_done(&lines->text);
    buf_done(&lines->open);
    free(lines->runs);
    free(lines->open_runs);
    free(lines->list);
    lines_init(lines, lines->width);
}

void lines_add(struct lines *lines, const char *text, size_t len, struct style style)
{
    size_t at = lines->open.len;

    surface_clean(&lines->open, text, len, true);
    if (lines->open.len == at)
        return;
    lines->open_runs =
        mem_resize(lines->open_runs, lines->open_count + 1, sizeof *lines->open_runs);
    lines->open_runs[lines->open_count++] = (struct run){at, lines->open.len - at, style};
}

void lines_add_text(struct lines *lines, const char *text, struct style style)
{
    if (text != NULL)
        lines_add(lines, text, strlen(text), style);
}

static void push_run(struct lines *lines, const char *text, size_t len, struct style style)
{
    size_t at = lines->text.len;

    if (len == 0 || buf_append(&lines->text, text, len) < 0)
        return;
    if (lines->run_count == lines->run_room) {
        lines->run_room = lines->run_room > 0 ? lines->run_room * 2 : 64;
        lines->runs = mem_resize(lines->runs, lines->run_room, sizeof *lines->runs);
    }
    lines->runs[lines->run_count++] = (struct run){at, len, style};
    lines->list[lines->count - 1].runs++;
}

static bool push_line(struct lines *lines)
{
    if (lines->count == LINES_MAX)
        return false;
    if (lines->count == lines->room) {
        lines->room = lines->room > 0 ? lines->room * 2 : 32;
        lines->list = mem_resize(lines->list, lines->room, sizeof *lines->list);
    }
    lines->list[lines->count++] = (struct line){lines->run_count, 0};
    return true;
}

/* Appends the bytes from..to of the open paragraph to the last line, in their styles. */
static void push_open(struct lines *lines, size_t from, size_t to)
{
    for (size_t i = 0; i < lines->open_count; i++) {
        const struct run *run = &lines->open_runs[i];
        size_t start = run->at > from ? run->at : from;
        size_t end = run->at + run->len < to ? run->at + run->len : to;

        if (start < end)
            push_run(lines, lines->open.data + start, end - start, run->style);
    }
}

/* Where a line that begins at `from` ends, and where the next one begins. */
struct cut {
    size_t end, next;
    bool hard; /* a newline stood there */
    bool over; /* the line goes on, and is not shown */
};

/* One cell of text from there on. */
static size_t cell_at(const struct lines *lines, size_t at, int *ret_columns)
{
    const char *text = lines->open.data + at;
    int columns;
    size_t used = utf8_cluster(text, lines->open.len - at, &columns);

    *ret_columns = surface_columns(text, used);
    return used;
}

static struct cut find_cut(const struct lines *lines, size_t from, int width, bool wrap)
{
    const char *text = lines->open.data;
    size_t len = lines->open.len, at = from, space = 0, fit = from;
    int taken = 0;
    bool before_wide = false;

    while (at < len && text[at] != '\n') {
        int columns;
        size_t used = cell_at(lines, at, &columns);

        if (at > from && (text[at] == ' ' || (before_wide && columns >= 2)))
            space = at;
        if (taken + columns > width)
            break;
        before_wide = columns >= 2;
        taken += columns;
        at += used;
        fit = at;
    }
    if (at >= len || text[at] == '\n')
        return (struct cut){at, at < len ? at + 1 : len, at < len, false};
    if (!wrap) {
        while (at < len && text[at] != '\n')
            at++;
        return (struct cut){fit, at < len ? at + 1 : len, true, true};
    }
    if (space > from) {
        size_t end = space;

        while (end > from && text[end - 1] == ' ')
            end--;
        return (struct cut){end, space, false, false};
    }
    if (fit == from) {
        int columns;

        fit = from + cell_at(lines, from, &columns);
    }
    return (struct cut){fit, fit, false, false};
}

/* `more` is NULL where lines are wrapped. */
static void end_paragraph(struct lines *lines, const char *first, const char *rest,
                          const char *more, struct style style)
{
    size_t at = 0;
    const char *prefix = first;
    bool goes_on = true;

    while (goes_on && push_line(lines)) {
        size_t prefix_len = utf8_fit(prefix, strlen(prefix), (size_t)lines->width / 2);
        int width = lines->width - surface_columns(prefix, prefix_len);
        struct cut cut = find_cut(lines, at, width > 0 ? width : 1, more == NULL);

        if (cut.over && *more != '\0')
            cut.end = find_cut(lines, at, width > 1 ? width - 1 : 1, false).end;
        push_run(lines, prefix, prefix_len, style);
        push_open(lines, at, cut.end);
        if (cut.over)
            push_run(lines, more, strlen(more), style_plain);
        at = cut.next;
        while (!cut.hard && at < lines->open.len && lines->open.data[at] == ' ')
            at++;
        goes_on = at < lines->open.len;
        prefix = rest;
    }
    buf_truncate(&lines->open, 0);
    lines->open_count = 0;
}

void lines_end(struct lines *lines, const char *first, const char *rest, struct style style)
{
    end_paragraph(lines, first, rest, NULL, style);
}

void lines_end_cut(struct lines *lines, const char *prefix, const char *more)
{
    end_paragraph(lines, prefix, prefix, more, style_plain);
}

char *cut_text(const char *text, int columns, const char *more)
{
    struct lines lines;
    struct buf clean;
    char *cut;

    if (columns < 1)
        return mem_dup("");
    lines_init(&lines, columns);
    buf_init(&clean, LINES_TEXT_MAX);
    surface_clean(&clean, text, strlen(text), false);
    lines_add(&lines, buf_text(&clean), clean.len, style_plain);
    lines_end_cut(&lines, "", more);
    cut = lines_text(&lines, 0);
    buf_done(&clean);
    lines_done(&lines);
    return cut;
}

void lines_gap(struct lines *lines)
{
    if (lines->count > 0 && lines->list[lines->count - 1].runs > 0)
        push_line(lines);
}

void lines_draw(const struct lines *lines, size_t index, struct surface *surface, int x, int y,
                int columns)
{
    int taken = 0;

    if (index >= lines->count)
        return;
    for (size_t i = 0; i < lines->list[index].runs; i++) {
        const struct run *run = &lines->runs[lines->list[index].first_run + i];

        taken += surface_put(surface, x + taken, y, columns - taken, lines->text.data + run->at,
                             run->len, run->style);
    }
}

char *lines_text(const struct lines *lines, size_t index)
{
    struct buf out;

    buf_init(&out, LINES_TEXT_MAX);
    for (size_t i = 0; index < lines->count && i < lines->list[index].runs; i++) {
        const struct run *run = &lines->runs[lines->list[index].first_run + i];

        buf_append(&out, lines->text.data + run->at, run->len);
    }
    return buf_take(&out);
}
