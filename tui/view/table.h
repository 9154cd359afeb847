/*
 * A table being laid out: cells in, lines out. Aligned in columns where the width has room
 * for that, else each row as a list of "heading: cell".
 */
#ifndef CCR_VIEW_TABLE_H
#define CCR_VIEW_TABLE_H

#include "tui/view/lines.h"
#include "tui/view/theme.h"

#define TABLE_COLUMNS 32   /* further cells of a row are left out */
#define TABLE_CELLS   4000 /* in all; likewise */

struct table {
    char **cells; /* rows of `columns`, the first row is the heading */
    size_t columns, count;
    size_t row_start; /* where the open row begins */
    bool first_row;   /* the open row is the heading, which decides about the columns */
};

void table_init(struct table *table);
void table_done(struct table *table);

void table_row(struct table *table);                    /* begins a row */
void table_cell(struct table *table, const char *text); /* adds a copy; NULL is "" */

/* Appends the table to the lines, each line after the prefix. */
void table_lines(struct table *table, struct lines *lines, const struct theme *theme,
                 const char *prefix);

#endif
