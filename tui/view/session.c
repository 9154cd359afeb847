/* A session: its first line and its transcript, from the place the model wants. */
#include "tui/view/draw.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN 1 /* a column for the cursor's mark */

/* The items that were laid out for this picture, and where the picture begins. Item `count`
 * is what comes after the items. */
struct scroll {
    const struct draw *draw;
    const struct transcript *transcript;
    struct lines **items;
    int rows, width;
    size_t top;
    int line;
    size_t cursor;
};

static const struct lines *laid_out(struct scroll *scroll, size_t i)
{
    if (scroll->items[i] == NULL) {
        scroll->items[i] = mem_new(1, sizeof **scroll->items);
        lines_init(scroll->items[i], scroll->width);
        item_lines(scroll->draw, scroll->items[i], i);
    }
    return scroll->items[i];
}

static int height(struct scroll *scroll, size_t i)
{
    return (int)laid_out(scroll, i)->count;
}

/* Moves the top by lines, as far as there are any. */
static void move_top(struct scroll *scroll, int lines)
{
    scroll->line += lines;
    while (scroll->line < 0 && scroll->top > 0)
        scroll->line += height(scroll, --scroll->top);
    if (scroll->line < 0)
        scroll->line = 0;
    while (scroll->top < scroll->transcript->count && scroll->line >= height(scroll, scroll->top))
        scroll->line -= height(scroll, scroll->top++);
    if (scroll->top == scroll->transcript->count && scroll->line > height(scroll, scroll->top))
        scroll->line = height(scroll, scroll->top);
}

/* Lines from the top to the end, counted no further than `most`. */
static int lines_below(struct scroll *scroll, int most)
{
    int total = -scroll->line;

    for (size_t i = scroll->top; i <= scroll->transcript->count && total < most; i++)
        total += height(scroll, i);
    return total < most ? total : most;
}

/* No empty rows below while there are lines above. */
static void fill_up(struct scroll *scroll)
{
    int below = lines_below(scroll, scroll->rows);

    if (below < scroll->rows)
        move_top(scroll, below - scroll->rows);
}

/* Where an item's first line is, in rows from the top's. Only for items near the screen: the
 * answer is cut at two screens. */
static int row_of(struct scroll *scroll, size_t index)
{
    int row = -scroll->line, most = 2 * scroll->rows;

    if (index >= scroll->top) {
        for (size_t i = scroll->top; i < index && row < most; i++)
            row += height(scroll, i);
    } else {
        for (size_t i = scroll->top; i > index && row > -most; i--)
            row -= height(scroll, i - 1);
    }
    return row;
}

/* Moves the top no further than it takes to see the cursor's item: all of it where it fits,
 * else the end that comes first in the direction of the move. */
static void show_cursor(struct scroll *scroll)
{
    int tall = height(scroll, scroll->cursor), row = row_of(scroll, scroll->cursor);
    bool above = row < 0, seen = row < scroll->rows && row + tall > 0;

    if (tall == 0 || (row >= 0 && row + tall <= scroll->rows) || (tall > scroll->rows && seen))
        return;
    scroll->top = scroll->cursor;
    scroll->line = 0;
    if (tall > scroll->rows && above)
        move_top(scroll, tall - scroll->rows);
    else if (tall <= scroll->rows && !above)
        move_top(scroll, tall - scroll->rows);
}

/* The cursor stays where it is seen, else it goes to the nearest item that is. */
static void carry_cursor(struct scroll *scroll)
{
    size_t count = scroll->transcript->count, nearest = count;
    int row = -scroll->line;

    for (size_t i = scroll->top; i < count && row < scroll->rows; i++) {
        int tall = height(scroll, i);

        if (tall > 0 && row + tall > 0)
            nearest = i;
        if (nearest == i && i >= scroll->cursor)
            break;
        row += tall;
    }
    if (nearest < count)
        scroll->cursor = nearest;
}

static void place(struct scroll *scroll)
{
    const struct transcript *transcript = scroll->transcript;

    scroll->top = transcript->top < transcript->count ? transcript->top : transcript->count;
    scroll->line = transcript->top_line;
    scroll->cursor =
        transcript->cursor < transcript->count ? transcript->cursor : transcript->count;
    if (transcript->follow) {
        scroll->top = transcript->count;
        scroll->line = 0;
        move_top(scroll, height(scroll, transcript->count) - scroll->rows);
        fill_up(scroll);
        carry_cursor(scroll);
        return;
    }
    move_top(scroll, transcript->move);
    if (transcript->moving) {
        fill_up(scroll);
        carry_cursor(scroll);
    } else {
        if (scroll->cursor < transcript->count && transcript->move == 0)
            show_cursor(scroll);
        fill_up(scroll);
    }
}

static void tell_place(struct scroll *scroll)
{
    struct painted_place *place = &scroll->draw->painted->place;
    int row = row_of(scroll, scroll->cursor), tall = height(scroll, scroll->cursor);

    place->shown = true;
    place->revision = scroll->transcript->revision;
    place->top = scroll->top;
    place->top_line = scroll->line;
    place->cursor = scroll->cursor;
    place->above = row < 0 ? -row : 0;
    place->below = row + tall > scroll->rows ? row + tall - scroll->rows : 0;
    place->at_start = scroll->top == 0 && scroll->line == 0;
    place->at_end = lines_below(scroll, scroll->rows + 1) <= scroll->rows;
}

static bool focused(const struct draw *draw)
{
    return model_screen(draw->model)->kind == SCREEN_SESSION &&
           draw->model->writing.purpose == WRITE_NOTHING;
}

static void paint(struct scroll *scroll, struct area area)
{
    int y = -scroll->line;

    for (size_t i = scroll->top; i <= scroll->transcript->count && y < area.rows; i++) {
        const struct lines *lines = laid_out(scroll, i);

        for (size_t k = 0; k < lines->count; k++, y++) {
            if (y < 0 || y >= area.rows)
                continue;
            lines_draw(lines, k, scroll->draw->surface, area.x + MARGIN, area.y + y, scroll->width);
            if (i == scroll->cursor && focused(scroll->draw) && (k == 0 || y == 0))
                surface_text(scroll->draw->surface, area.x, area.y + y, 1,
                             glyph(scroll->draw, GLYPH_CHOICE), role_style(scroll->draw, ROLE_KEY));
        }
    }
}

static void draw_transcript(const struct draw *draw, struct area area)
{
    const struct transcript *transcript = &draw->model->transcript;
    struct scroll scroll = {.draw = draw,
                            .transcript = transcript,
                            .rows = area.rows,
                            .width = area.columns - MARGIN > 0 ? area.columns - MARGIN : 1};

    scroll.items = mem_new(transcript->count + 1, sizeof *scroll.items);
    place(&scroll);
    paint(&scroll, area);
    tell_place(&scroll);
    for (size_t i = 0; i <= transcript->count; i++)
        if (scroll.items[i] != NULL) {
            lines_done(scroll.items[i]);
            free(scroll.items[i]);
        }
    free(scroll.items);
}

static const struct session *watched(const struct draw *draw)
{
    const struct transcript *transcript = &draw->model->transcript;
    const struct machine *machine = model_machine(draw->model, transcript->host);

    return machine != NULL ? machine_session(machine, transcript->session) : NULL;
}

static const char *state_words(const struct draw *draw, const struct session *session, char *words,
                               size_t size)
{
    const struct live *live = &draw->model->transcript.live;
    char *elapsed = NULL;

    words[0] = '\0';
    if (live->on && live->elapsed_ms >= 0)
        elapsed = elapsed_text(live->elapsed_ms + draw->model->steady_ms - live->at);
    if (live->on)
        snprintf(words, size, "%s %s", glyph(draw, GLYPH_RUNNING),
                 elapsed != NULL ? elapsed : "running");
    else if (session != NULL && session->state == SESSION_BUSY && session->holder_pid > 0)
        snprintf(words, size, "busy, pid %lld", (long long)session->holder_pid);
    else if (session != NULL && session->state != SESSION_IDLE)
        snprintf(words, size, "%s", session_state_words[session->state]);
    free(elapsed);
    return words;
}

/* How the session is: what runs and since when, its cost, and the link when that is not up. */
static void draw_first_line(const struct draw *draw, struct area area)
{
    const struct transcript *transcript = &draw->model->transcript;
    const struct machine *machine = model_machine(draw->model, transcript->host);
    const struct session *session = watched(draw);
    const struct task *task = NULL;
    char words[64], cost[32] = "", *left, *right, *age = NULL;

    if (session != NULL && !isnan(session->cost_usd) && session->cost_usd >= 0.005)
        snprintf(cost, sizeof cost, "  $%.2f", session->cost_usd);
    if (machine != NULL && machine->state != LINK_ONLINE)
        age = age_text(draw->model, machine->last_event);
    left = mem_printf("%s %s  %s", glyph(draw, GLYPH_BACK), transcript->host,
                      session_title(session, task));
    right = age != NULL
                ? mem_printf("%s%s%s", machine_word(machine), *age != '\0' ? ", seen " : "", age)
                : mem_printf("%s%s", state_words(draw, session, words, sizeof words), cost);
    draw_title(draw, area, left, ROLE_STRONG, right);
    free(left);
    free(right);
    free(age);
}

static void draw_nothing(const struct draw *draw, struct area area)
{
    const struct transcript *transcript = &draw->model->transcript;
    const char *text = transcript->session == NULL          ? "Select a session to see it here."
                       : transcript->error.code != ERR_NONE ? transcript->error.what
                       : !transcript->loaded                ? "loading"
                                                            : "nothing yet";

    surface_text(draw->surface, area.x, area.y, area.columns, text,
                 role_style(draw, transcript->error.code != ERR_NONE ? ROLE_BAD : ROLE_DIM));
}

/* At the right of the line below the body: how much came that is not in sight. */
static void draw_fresh(const struct draw *draw, struct area area)
{
    const struct transcript *transcript = &draw->model->transcript;
    char text[48];

    if (transcript->fresh == 0)
        return;
    snprintf(text, sizeof text, " %s %zu new ", glyph(draw, GLYPH_NEW), transcript->fresh);
    surface_text(draw->surface, area.x + area.columns - surface_columns(text, strlen(text)),
                 area.y + area.rows, area.columns, text, role_style(draw, ROLE_SELECTED));
}

void draw_session(const struct draw *draw, struct area area)
{
    const struct transcript *transcript = &draw->model->transcript;

    if (area.rows > 2 && transcript->session != NULL) {
        draw_first_line(draw, area);
        area.y++;
        area.rows--;
    }
    if (area.rows < 1 || area.columns < 1)
        return;
    if (transcript->session != NULL && transcript->loaded)
        draw_transcript(draw, area);
    if (transcript->session == NULL || !transcript->loaded ||
        (transcript->count == 0 && !transcript->live.on && transcript->error.code != ERR_NONE))
        draw_nothing(draw, area);
    draw_fresh(draw, area);
}
