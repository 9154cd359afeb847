#include "tui/view/table.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define GAP 2 /* columns between two of the table's */

void table_init(struct table *table)
{
    *table = (struct table){.first_row = true};
}

void table_done(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    free(table->cells);
    table_init(table);
}

static void append(struct table *table, const char *text)
{
    struct buf clean;

    buf_init(&clean, LINES_TEXT_MAX);
    surface_clean(&clean, text, strlen(text), false);
    table->cells = mem_resize(table->cells, table->count + 1, sizeof *table->cells);
    table->cells[table->count++] = mem_dup(buf_text(&clean));
    buf_done(&clean);
}

/* Fills the open row up to the number of columns. */
static void end_row(struct table *table)
{
    if (table->count == 0)
        return;
    if (table->first_row) {
        table->columns = table->count;
        table->first_row = false;
    }
    while ((table->count - table->row_start) % table->columns != 0 ||
           table->count == table->row_start)
        append(table, "");
}

void table_row(struct table *table)
{
    if (table->count > table->row_start)
        end_row(table);
    table->row_start = table->count;
}

void table_cell(struct table *table, const char *text)
{
    size_t in_row = table->count - table->row_start;

    if (table->count < TABLE_CELLS && in_row < TABLE_COLUMNS &&
        (table->first_row || in_row < table->columns))
        append(table, text != NULL ? text : "");
}

static int cell_columns(const struct table *table, size_t i)
{
    return surface_columns(table->cells[i], strlen(table->cells[i]));
}

static void aligned(const struct table *table, struct lines *lines, const struct theme *theme,
                    const char *prefix, const int *widths)
{
    struct style heading = theme_style(theme, ROLE_STRONG);

    for (size_t i = 0; i < table->count; i++) {
        size_t column = i % table->columns;
        int pad = widths[column] - cell_columns(table, i) + GAP;

        lines_add_text(lines, table->cells[i], i < table->columns ? heading : style_plain);
        if (column + 1 == table->columns)
            lines_end_cut(lines, prefix, "");
        for (; column + 1 < table->columns && pad > 0; pad--)
            lines_add_text(lines, " ", style_plain);
    }
}

static void listed(const struct table *table, struct lines *lines, const struct theme *theme,
                   const char *prefix)
{
    for (size_t i = table->columns; i < table->count; i++) {
        size_t column = i % table->columns;

        if (column == 0 && i > table->columns)
            lines_gap(lines);
        lines_add_text(lines, table->cells[column], theme_style(theme, ROLE_STRONG));
        lines_add_text(lines, ": ", theme_style(theme, ROLE_STRONG));
        lines_add_text(lines, table->cells[i], style_plain);
        lines_end(lines, prefix, prefix, style_plain);
    }
}

void table_lines(struct table *table, struct lines *lines, const struct theme *theme,
                 const char *prefix)
{
    int widths[TABLE_COLUMNS] = {0}, total = surface_columns(prefix, strlen(prefix)) - GAP;

    table_row(table);
    if (table->count == 0)
        return;
    for (size_t i = 0; i < table->count; i++) {
        int columns = cell_columns(table, i);

        if (columns > widths[i % table->columns])
            widths[i % table->columns] = columns;
    }
    for (size_t i = 0; i < table->columns; i++)
        total += widths[i] + GAP;
    if (total <= lines->width)
        aligned(table, lines, theme, prefix, widths);
    else
        listed(table, lines, theme, prefix);
}
