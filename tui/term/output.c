/* From a surface to the terminal. */
#include "tui/term/curses.h"

#include "protocol/base/utf8.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END   "\033[?2026l"
#define SYNC_ROWS  2 /* fewer changed rows cannot be seen half done */

void output_raw(const char *sequence)
{
    size_t len = strlen(sequence);

    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, sequence, len);

        if (n <= 0)
            return;
        sequence += n;
        len -= (size_t)n;
    }
}

void term_redraw(struct term *term)
{
    term->fresh = true;
}

void term_bell(struct term *term)
{
    if (term->active)
        beep();
}

static attr_t attributes(const struct style *style)
{
    return (style->bold ? A_BOLD : 0) | (style->dim ? A_DIM : 0) |
           (style->underline ? A_UNDERLINE : 0) | (style->reverse ? A_REVERSE : 0);
}

/* Pairs are made when they are first used; curses gives the same one again. */
static short pair_of(const struct term *term, const struct style *style)
{
    int pair;

    if (!term->colored || (style->fg == COLOR_DEFAULT && style->bg == COLOR_DEFAULT) ||
        style->fg >= COLORS || style->bg >= COLORS)
        return 0;
    pair = alloc_pair(style->fg, style->bg);
    return pair > 0 && pair <= SHRT_MAX ? (short)pair : 0;
}

/* The cell's characters as this terminal's curses takes them. A base about whose width the C
 * library and our tables differ would shift the row, so it is a question mark. */
static void characters(const struct term *term, const struct cell *cell,
                       wchar_t ret_wide[CCHARW_MAX + 1])
{
    size_t len = strlen(cell->text), used = 0;
    int count = 0;

    while (used < len && count < CCHARW_MAX) {
        int32_t point;

        used += utf8_decode(cell->text + used, len - used, &point);
        if (point >= 0x80 && !term->utf8)
            point = '?';
        if (count == 0 && wcwidth((wchar_t)point) != cell->width)
            point = '?';
        if (count == 0 || wcwidth((wchar_t)point) == 0)
            ret_wide[count++] = (wchar_t)point;
    }
    if (count == 0)
        ret_wide[count++] = L' ';
    ret_wide[count] = L'\0';
}

static void paint_cell(const struct term *term, int x, int y, const struct cell *cell)
{
    wchar_t wide[CCHARW_MAX + 1];
    cchar_t character;

    characters(term, cell, wide);
    if (setcchar(&character, wide, attributes(&cell->style), pair_of(term, &cell->style), NULL) ==
        OK)
        mvadd_wch(y, x, &character);
    if (cell->width == 2 && wide[0] == L'?') {
        wchar_t space[2] = L" ";

        setcchar(&character, space, attributes(&cell->style), pair_of(term, &cell->style), NULL);
        mvadd_wch(y, x + 1, &character);
    }
}

static bool same_row(const struct surface *a, const struct surface *b, int y)
{
    for (int x = 0; x < a->columns; x++) {
        const struct cell *p = surface_cell(a, x, y), *q = surface_cell(b, x, y);

        if (p->width != q->width || strcmp(p->text, q->text) != 0 || p->style.fg != q->style.fg ||
            p->style.bg != q->style.bg || p->style.bold != q->style.bold ||
            p->style.dim != q->style.dim || p->style.underline != q->style.underline ||
            p->style.reverse != q->style.reverse)
            return false;
    }
    return true;
}

/* Paints the rows that differ into curses' window; how many there were. */
static int paint(struct term *term, const struct surface *surface)
{
    bool all =
        term->fresh || term->shown.columns != surface->columns || term->shown.rows != surface->rows;
    int changed = 0;

    if (all) {
        surface_resize(&term->shown, surface->columns, surface->rows);
        erase();
    }
    for (int y = 0; y < surface->rows; y++) {
        if (!all && same_row(surface, &term->shown, y))
            continue;
        changed++;
        for (int x = 0; x < surface->columns; x++) {
            const struct cell *cell = surface_cell(surface, x, y);

            if (cell->width > 0)
                paint_cell(term, x, y, cell);
        }
    }
    if (changed > 0 && surface->columns > 0)
        memcpy(term->shown.cells, surface->cells,
               (size_t)surface->columns * (size_t)surface->rows * sizeof *surface->cells);
    if (term->fresh)
        clearok(curscr, TRUE);
    term->fresh = false;
    return changed;
}

void term_flush(struct term *term, const struct surface *surface, bool cursor, int x, int y)
{
    bool moved = cursor != term->cursor || x != term->cursor_x || y != term->cursor_y;
    bool fresh = term->fresh, together;
    int changed;

    if (!term->active)
        return;
    changed = paint(term, surface);
    if (changed == 0 && !moved && !fresh)
        return;
    together = term->synchronised && changed >= SYNC_ROWS;
    if (cursor != term->cursor || fresh)
        curs_set(cursor ? 1 : 0);
    if (cursor)
        move(y, x);
    wnoutrefresh(stdscr);
    if (together)
        output_raw(SYNC_BEGIN);
    doupdate();
    if (together)
        output_raw(SYNC_END);
    term->cursor = cursor;
    term->cursor_x = x;
    term->cursor_y = y;
}
