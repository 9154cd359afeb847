/* The first screen's list. */
#include "tui/view/draw.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/view/toolcall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_ROWS 4 /* of the selected ask */
#define HOST_COLUMNS 8

static const char *const section_names[SECTION_COUNT] = {
    [SECTION_NEEDS] = "NEEDS YOU",
    [SECTION_RUNNING] = "RUNNING",
    [SECTION_DONE] = "DONE",
    [SECTION_RECENT] = "RECENT",
};

struct look {
    enum glyph sign;
    enum role role;
};

static struct look task_look(const struct task *task)
{
    switch ((enum task_state)task->state) {
    case TASK_QUEUED:
    case TASK_DELAYED:
        return (struct look){GLYPH_WAITING, ROLE_DIM};
    case TASK_RUNNING:
        return (struct look){GLYPH_RUNNING, ROLE_ACTIVE};
    case TASK_WAITING:
        return (struct look){GLYPH_ASK, ROLE_NEEDS};
    case TASK_COMPLETED:
        return (struct look){GLYPH_DONE, ROLE_GOOD};
    case TASK_FAILED:
        return (struct look){GLYPH_FAILED, ROLE_BAD};
    case TASK_CANCELLED:
    case TASK_INTERRUPTED:
        break;
    }
    return (struct look){GLYPH_STOPPED, ROLE_BAD};
}

static struct look row_look(const struct row *row)
{
    if (row->key.kind == ROW_ASK)
        return (struct look){row->card->ask.kind == ASK_QUESTION ? GLYPH_QUESTION : GLYPH_ASK,
                             ROLE_NEEDS};
    if (row->key.kind == ROW_HOST)
        return (struct look){GLYPH_ATTENTION, ROLE_NEEDS};
    if (row->task != NULL)
        return task_look(row->task);
    if (row->outgoing != NULL)
        return (struct look){GLYPH_WAITING, ROLE_DIM};
    if (row->session->state == SESSION_RUNNING)
        return (struct look){GLYPH_RUNNING, ROLE_ACTIVE};
    return (struct look){GLYPH_COUNT, ROLE_TEXT};
}

static const char *row_title(const struct row *row)
{
    const char *title = session_title(row->session, row->task);

    if (row->key.kind == ROW_HOST)
        return "asks you";
    if (*title == '\0' && row->outgoing != NULL)
        return row->outgoing->text;
    if (*title == '\0' && row->card != NULL && row->card->ask.summary != NULL)
        return row->card->ask.summary;
    return *title != '\0' ? title : row->key.id;
}

/* What an ask is about: of a call what the agent will do, which the input says; else the
 * summary. The caller's. */
static char *ask_text(const struct card *card)
{
    struct buf out;

    buf_init(&out, ASK_INPUT_MAX);
    if (card->ask.kind == ASK_PERMISSION && card->ask.tool != NULL)
        buf_printf(&out, "%s  ", card->ask.tool);
    if (card->ask.kind == ASK_PERMISSION || card->ask.kind == ASK_QUESTION) {
        size_t before = out.len;

        toolcall_subject(&out, card->ask.tool, &card->input);
        if (out.len == before && card->ask.summary != NULL)
            buf_append_text(&out, card->ask.summary);
    } else if (card->ask.summary != NULL) {
        buf_append_text(&out, card->ask.summary);
    } else {
        buf_append_text(&out, ask_kind_words[card->ask.kind]);
    }
    return buf_take(&out);
}

char *given_text(const struct given *given)
{
    return mem_printf("%s: %s",
                      given->state == GIVEN_SENT    ? "answering"
                      : given->state == GIVEN_TAKEN ? "answered"
                                                    : "too late",
                      given->words);
}

/* The second line: what a row is about, or why it waits. NULL: it has none. The caller's. */
static char *second_text(const struct row *row)
{
    if (row->given != NULL)
        return given_text(row->given);
    if (row->key.kind == ROW_ASK)
        return ask_text(row->card);
    if (row->key.kind == ROW_HOST)
        return mem_dup(row->machine->question);
    if (row->outgoing != NULL)
        return mem_dup(outbox_word(row->outgoing->state));
    if (row->section != SECTION_RUNNING || row->task == NULL)
        return NULL;
    if (row->task->reason != NULL)
        return mem_printf("%s: %s", task_state_words[row->task->state], row->task->reason);
    return row->task->state != TASK_RUNNING ? mem_dup(task_state_words[row->task->state]) : NULL;
}

/* "$0.42" or nothing, and the age. The caller's. */
static char *right_text(const struct draw *draw, const struct row *row)
{
    char *age = age_text(draw->model, row->at), *text;
    double cost = row->task != NULL && row->section == SECTION_DONE ? row->task->cost_usd : -1;

    if (!isnan(cost) && cost >= 0.005)
        text = mem_printf("$%.2f%5s", cost, age);
    else
        text = mem_printf("%5s", age);
    free(age);
    return text;
}

static int host_columns(const struct draw *draw)
{
    int most = 0;

    for (size_t i = 0; i < draw->model->machine_count; i++) {
        int wide =
            surface_columns(draw->model->machines[i]->name, strlen(draw->model->machines[i]->name));

        most = wide > most ? wide : most;
    }
    return most > HOST_COLUMNS ? HOST_COLUMNS : most;
}

/* The second text in lines: one, or of the selected ask all it takes. What the agent wrote
 * stays on one line, with its newlines as marks, so that nothing can pose as a row. */
static void second_lines(const struct draw *draw, const struct row *row, bool selected, int columns,
                         struct lines *lines)
{
    char *text = second_text(row);
    struct buf clean;

    lines_init(lines, columns - 4);
    buf_init(&clean, LINES_TEXT_MAX);
    if (text != NULL && columns > 8) {
        surface_clean(&clean, text, strlen(text), false);
        lines_add_text(lines, buf_text(&clean),
                       role_style(draw, row->given != NULL ? ROLE_STRONG : ROLE_TEXT));
        if (selected && (row->key.kind == ROW_ASK || row->key.kind == ROW_HOST))
            lines_end(lines, "", "", style_plain);
        else
            lines_end_cut(lines, "", glyph(draw, GLYPH_MORE));
    }
    buf_done(&clean);
    free(text);
}

/* Only where the keys are for the list: not while the session beside it has them. */
static bool has_keys(const struct draw *draw, const struct row *row, bool selected)
{
    return selected && row->key.kind == ROW_ASK && row->given == NULL &&
           model_screen(draw->model)->kind == SCREEN_HOME;
}

static int row_height(const struct draw *draw, const struct row *row, bool selected, int columns)
{
    struct lines lines;
    int rows;

    second_lines(draw, row, selected, columns, &lines);
    rows = 1 + ((int)lines.count < SUMMARY_ROWS ? (int)lines.count : SUMMARY_ROWS);
    lines_done(&lines);
    return rows + (has_keys(draw, row, selected) ? 1 : 0);
}

static void draw_keys(const struct draw *draw, struct area area, const struct row *row, bool whole)
{
    static const enum action actions[] = {ACTION_ALLOW, ACTION_ALWAYS, ACTION_DENY, ACTION_VIEW};
    bool here = whole && row->card->ask.kind == ASK_PERMISSION;
    int x = area.x + 4;

    for (size_t i = here ? 0 : 3; i < sizeof actions / sizeof *actions; i++) {
        const char *key = keymap_key(&draw->model->keymap, CONTEXT_HOME, actions[i]);

        if (key == NULL || (actions[i] == ACTION_ALWAYS && choice_rule(row->card) == 0))
            continue;
        x += surface_text(draw->surface, x, area.y, area.x + area.columns - x, key_label(key),
                          role_style(draw, ROLE_KEY)) +
             1;
        x += surface_text(draw->surface, x, area.y, area.x + area.columns - x,
                          action_word(actions[i]), role_style(draw, ROLE_TEXT)) +
             2;
    }
    if (!whole)
        surface_text(draw->surface, x, area.y, area.x + area.columns - x, "(more of it there)",
                     role_style(draw, ROLE_DIM));
}

static void draw_first_line(const struct draw *draw, struct area area, const struct row *row,
                            bool selected)
{
    struct look look = row_look(row);
    bool dim = row->machine == NULL || !row->machine->confirmed;
    struct style style = role_style(draw, dim && row->key.kind != ROW_HOST ? ROLE_DIM : ROLE_TEXT);
    char *right = right_text(draw, row), digit[2] = {' ', '\0'};
    int wide = surface_columns(right, strlen(right)), hosts = host_columns(draw), x;

    if (row->digit > 0)
        digit[0] = (char)('0' + row->digit);
    surface_text(draw->surface, area.x, area.y, 1, digit, role_style(draw, ROLE_KEY));
    if (selected)
        surface_text(draw->surface, area.x + 1, area.y, 1, glyph(draw, GLYPH_CHOICE),
                     role_style(draw, ROLE_KEY));
    if (look.sign != GLYPH_COUNT)
        surface_text(draw->surface, area.x + 2, area.y, 1, glyph(draw, look.sign),
                     role_style(draw, dim ? ROLE_DIM : look.role));
    x = area.x + 4;
    draw_cut(draw, x, area.y, hosts, row->key.host, style);
    x += hosts + (hosts > 0 ? 2 : 0);
    draw_cut(draw, x, area.y, area.x + area.columns - wide - 1 - x, row_title(row), style);
    surface_text(draw->surface, area.x + area.columns - wide, area.y, wide, right,
                 role_style(draw, ROLE_DIM));
    if (selected)
        surface_mark(draw->surface, area.x, area.y, area.columns, role_style(draw, ROLE_SELECTED));
    free(right);
}

/* Draws a row as far as the area goes; the rows of the surface it takes. */
static int draw_row(const struct draw *draw, struct area area, const struct row *row, bool selected)
{
    struct lines lines;
    int rows = 1, second;
    bool whole, fits;

    draw_first_line(draw, area, row, selected);
    second_lines(draw, row, selected, area.columns, &lines);
    second = (int)lines.count < SUMMARY_ROWS ? (int)lines.count : SUMMARY_ROWS;
    whole = second == (int)lines.count;
    fits = area.rows >= 1 + second + (has_keys(draw, row, selected) ? 1 : 0);
    for (int i = 0; i < second && rows < area.rows; i++, rows++)
        lines_draw(&lines, (size_t)i, draw->surface, area.x + 4, area.y + rows, area.columns - 4);
    if (has_keys(draw, row, selected) && rows < area.rows) {
        draw_keys(draw, (struct area){area.x, area.y + rows, area.columns, 1}, row, whole);
        rows++;
    }
    if (row->key.kind == ROW_ASK && fits && row->given == NULL) {
        paint_ask(draw->painted, row->card->ask.ask);
        if (selected && whole && model_target(draw->model) == row->card)
            snprintf(draw->painted->target, sizeof draw->painted->target, "%s", row->card->ask.ask);
    }
    lines_done(&lines);
    return rows;
}

/* The row that the drawing begins with, so that the selected one is wholly seen: as it was,
 * or moved no further than that takes. */
static size_t find_top(const struct draw *draw, struct area area)
{
    const struct home *home = &draw->model->home;
    size_t top = home->top < home->count ? home->top : home->count - 1;
    int room = area.rows;

    if (home->index < top)
        top = home->index;
    for (size_t i = home->index + 1; i-- > top;) {
        bool heads = i == top || home->rows[i].section != home->rows[i - 1].section;

        room -= row_height(draw, &home->rows[i], i == home->index, area.columns) + (heads ? 1 : 0);
        if (room < 0)
            return i < home->index ? i + 1 : i;
    }
    return top;
}

static void draw_empty(const struct draw *draw, struct area area)
{
    const char *text = draw->model->machine_count == 0
                           ? "No host is configured. \"ccr host add NAME ADDRESS\" adds one."
                           : "Nothing here yet. c begins a session.";
    struct lines lines;

    lines_init(&lines, area.columns);
    lines_add_text(&lines, text, role_style(draw, ROLE_DIM));
    lines_end(&lines, "", "", style_plain);
    draw_lines(draw, area, &lines, 0);
    lines_done(&lines);
}

static void draw_clock(const struct draw *draw, struct area area)
{
    int64_t minutes = draw->model->wall_ms / 60000 + draw->model->utc_offset_min;
    char text[16];

    snprintf(text, sizeof text, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60));
    if (draw->model->wall_ms > 0 && area.columns >= 20)
        surface_text(draw->surface, area.x + area.columns - 5, area.y, 5, text,
                     role_style(draw, ROLE_DIM));
}

void draw_home(const struct draw *draw, struct area area)
{
    const struct home *home = &draw->model->home;
    int y = 0;
    size_t i;

    if (area.rows > 3) {
        surface_text(draw->surface, area.x, area.y, area.columns, "ccr",
                     role_style(draw, ROLE_STRONG));
        draw_links(draw, area.x + 6, area.y, area.columns - 12);
        draw_clock(draw, area);
        area.y++;
        area.rows--;
    }
    draw->painted->home = true;
    if (home->count == 0) {
        draw_empty(draw, area);
        return;
    }
    i = find_top(draw, area);
    draw->painted->home_top = i;
    for (size_t first = i; i < home->count && y < area.rows; i++) {
        const struct row *row = &home->rows[i];

        if ((i == first || row->section != home->rows[i - 1].section) && y + 1 < area.rows)
            surface_text(draw->surface, area.x, area.y + y++, area.columns,
                         section_names[row->section], role_style(draw, ROLE_HEADING));
        y += draw_row(draw, (struct area){area.x, area.y + y, area.columns, area.rows - y}, row,
                      i == home->index);
    }
}
