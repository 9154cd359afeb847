#include "tui/view/surface.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PUT_MAX (64 * 1024) /* bytes of one text that are looked at: far more than a row holds */

const struct style style_plain = {.fg = COLOR_DEFAULT, .bg = COLOR_DEFAULT};

void surface_init(struct surface *surface)
{
    *surface = (struct surface){0};
}

void surface_done(struct surface *surface)
{
    free(surface->cells);
    surface_init(surface);
}

static int clamp(int n, int high)
{
    return n < 0 ? 0 : n > high ? high : n;
}

void surface_resize(struct surface *surface, int columns, int rows)
{
    columns = clamp(columns, SURFACE_MAX);
    rows = clamp(rows, SURFACE_MAX);
    if (columns != surface->columns || rows != surface->rows) {
        free(surface->cells);
        surface->columns = columns;
        surface->rows = rows;
        surface->cells = mem_new((size_t)columns * (size_t)rows + 1, sizeof *surface->cells);
    }
    surface_clear(surface);
}

void surface_clear(struct surface *surface)
{
    surface_fill(surface, 0, 0, surface->columns, surface->rows, style_plain);
}

static struct cell *at(const struct surface *surface, int x, int y)
{
    if (x < 0 || y < 0 || x >= surface->columns || y >= surface->rows)
        return NULL;
    return &surface->cells[(size_t)y * (size_t)surface->columns + (size_t)x];
}

const struct cell *surface_cell(const struct surface *surface, int x, int y)
{
    return at(surface, x, y);
}

/* Empties a cell, and the other half of the wide one that it was part of. */
static void vacate(const struct surface *surface, int x, int y)
{
    struct cell *cell = at(surface, x, y);
    struct cell *other;

    if (cell == NULL)
        return;
    other = cell->width == 2   ? at(surface, x + 1, y)
            : cell->width == 0 ? at(surface, x - 1, y)
                               : NULL;
    if (other != NULL) {
        other->text[0] = '\0';
        other->width = 1;
    }
    cell->text[0] = '\0';
    cell->width = 1;
}

static void set_cell(const struct surface *surface, int x, int y, const char *text, size_t len,
                     int width, struct style style)
{
    struct cell *cell = at(surface, x, y);
    struct cell *right = width == 2 ? at(surface, x + 1, y) : NULL;

    vacate(surface, x, y);
    if (width == 2) {
        vacate(surface, x + 1, y);
        if (right != NULL)
            *right = (struct cell){.width = 0, .style = style};
    }
    if (cell == NULL)
        return;
    *cell = (struct cell){.width = (unsigned char)width, .style = style};
    memcpy(cell->text, text, len);
}

/* A letter beyond Latin: where joiners are ordinary spelling and not a disguise. */
static bool beyond_latin(const char *text, size_t len)
{
    int32_t point = 0;

    return utf8_decode(text, len, &point) > 0 && point >= 0x300;
}

static bool is_joiner(int32_t point)
{
    return point == 0x200C || point == 0x200D;
}

static bool is_selector(int32_t point)
{
    return point >= 0xFE00 && point <= 0xFE0F;
}

static bool is_skin_tone(int32_t point)
{
    return point >= 0x1F3FB && point <= 0x1F3FF;
}

int surface_clean(struct buf *out, const char *text, size_t len, bool keep_lines)
{
    struct buf kept;
    bool after_letter = false; /* also of a letter with what was dropped behind it */
    int rc = 0;

    buf_init(&kept, len + 1);
    while (len > 0 && rc == 0) {
        int32_t point;
        size_t used = utf8_decode(text, len, &point);

        bool spelling = is_joiner(point) && after_letter && beyond_latin(text + used, len - used);

        if (!spelling && !is_selector(point) && !(is_skin_tone(point) && after_letter)) {
            rc = buf_append(&kept, text, used);
            after_letter = point >= 0x300;
        }
        text += used;
        len -= used;
    }
    if (rc == 0)
        rc = utf8_printable(out, buf_text(&kept), kept.len, keep_lines);
    buf_done(&kept);
    return rc;
}

static int point_columns(const char *text, size_t len)
{
    int columns;

    utf8_cluster(text, len, &columns);
    return columns;
}

/* One cell's worth of clean text: a base and the marks that take no width and fit. Where a
 * cluster goes on with something wide (a flag's second letter, a vowel sign), terminals go
 * on to the next cell, and so does this. A mark without a base gets a cell of its own.
 * Returns the bytes consumed. */
static size_t take_cell(const char *text, size_t len, char ret_text[CELL_BYTES], int *ret_width)
{
    int columns;
    int32_t point;
    size_t cluster = utf8_cluster(text, len, &columns);
    size_t used = utf8_decode(text, cluster, &point), kept = used;

    columns = point_columns(text, used);
    memcpy(ret_text, text, used);
    while (used < cluster) {
        size_t n = utf8_decode(text + used, cluster - used, &point);

        if (point_columns(text + used, n) > 0)
            break;
        if (kept + n < CELL_BYTES) {
            memcpy(ret_text + kept, text + used, n);
            kept += n;
        }
        used += n;
    }
    ret_text[kept] = '\0';
    *ret_width = columns < 1 ? 1 : columns;
    if (columns < 1)
        memcpy(ret_text, "?", 2);
    return used;
}

int surface_columns(const char *text, size_t len)
{
    int total = 0;

    while (len > 0 && total < PUT_MAX) {
        char cell[CELL_BYTES];
        int width;
        size_t used = take_cell(text, len, cell, &width);

        total += width;
        text += used;
        len -= used;
    }
    return total;
}

int surface_put(struct surface *surface, int x, int y, int columns, const char *text, size_t len,
                struct style style)
{
    struct buf clean;
    const char *from;
    size_t left;
    int taken = 0;

    buf_init(&clean, PUT_MAX * 8);
    surface_clean(&clean, text, len < PUT_MAX ? len : utf8_cut(text, len, PUT_MAX), false);
    from = buf_text(&clean);
    left = clean.len;
    while (left > 0 && taken < columns) {
        char cell[CELL_BYTES];
        int width;
        size_t used = take_cell(from, left, cell, &width);

        if (taken + width > columns || x + taken + width > surface->columns || x + taken < 0) {
            if (at(surface, x + taken, y) != NULL)
                set_cell(surface, x + taken, y, "", 0, 1, style);
            width = 1;
        } else {
            set_cell(surface, x + taken, y, cell, strlen(cell), width, style);
        }
        taken += width;
        from += used;
        left -= used;
    }
    buf_done(&clean);
    return taken;
}

int surface_text(struct surface *surface, int x, int y, int columns, const char *text,
                 struct style style)
{
    return text != NULL ? surface_put(surface, x, y, columns, text, strlen(text), style) : 0;
}

void surface_fill(struct surface *surface, int x, int y, int columns, int rows, struct style style)
{
    for (int row = y; row < y + rows; row++)
        for (int column = x; column < x + columns; column++)
            if (at(surface, column, row) != NULL)
                set_cell(surface, column, row, "", 0, 1, style);
}

void surface_hline(struct surface *surface, int x, int y, int columns, const char *glyph,
                   struct style style)
{
    for (int i = 0; i < columns && x + i < surface->columns; i++)
        surface_text(surface, x + i, y, 1, glyph, style);
}

void surface_mark(struct surface *surface, int x, int y, int columns, struct style add)
{
    for (int i = 0; i < columns; i++) {
        struct cell *cell = at(surface, x + i, y);

        if (cell == NULL)
            continue;
        if (add.fg != COLOR_DEFAULT)
            cell->style.fg = add.fg;
        if (add.bg != COLOR_DEFAULT)
            cell->style.bg = add.bg;
        cell->style.bold = cell->style.bold || add.bold;
        cell->style.dim = cell->style.dim || add.dim;
        cell->style.underline = cell->style.underline || add.underline;
        cell->style.reverse = cell->style.reverse || add.reverse;
    }
}

int surface_dump(const struct surface *surface, struct buf *out)
{
    int rc = 0;

    for (int y = 0; y < surface->rows && rc == 0; y++) {
        size_t end = out->len;

        for (int x = 0; x < surface->columns && rc == 0; x++) {
            const struct cell *cell = at(surface, x, y);

            if (cell->width == 0)
                continue;
            rc = buf_append_text(out, cell->text[0] != '\0' ? cell->text : " ");
            if (cell->text[0] != '\0' && strcmp(cell->text, " ") != 0)
                end = out->len;
        }
        buf_truncate(out, end);
        if (rc == 0)
            rc = buf_append_char(out, '\n');
    }
    return rc;
}
