/*
 * A picture of cells: what the view draws into and the terminal floor flushes. A cell holds
 * one character as people see it (the base and its combining marks) and the style it is
 * drawn with. A wide one takes its cell and leaves the next one empty.
 *
 * The last gate. All text passes surface_put(), which makes it printable (protocol/base/utf8)
 * and splits it into cells: whatever it was given, no cell ever holds a control, a
 * bidirectional or invisible format character, a joiner, a variation selector or a skin tone
 * (terminals disagree about their widths), or more than CELL_BYTES.
 */
#ifndef CCR_VIEW_SURFACE_H
#define CCR_VIEW_SURFACE_H

#include "protocol/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CELL_BYTES  16   /* with the NUL; marks that do not fit are left out */
#define SURFACE_MAX 1000 /* columns and rows each; larger terminals are drawn that large */

#define COLOR_DEFAULT (-1)

struct style {
    short fg, bg; /* 0 to 255 as xterm numbers them, or COLOR_DEFAULT */
    bool bold, dim, underline, reverse;
};

struct cell {
    char text[CELL_BYTES]; /* "": a space, or the right half of a wide one */
    unsigned char width;   /* 1 or 2; 0: the right half of the wide one before */
    struct style style;
};

struct surface {
    struct cell *cells; /* rows of columns */
    int columns, rows;
};

void surface_init(struct surface *surface);
void surface_done(struct surface *surface);

/* Gives it that size (cut to 0 .. SURFACE_MAX) and empties it. */
void surface_resize(struct surface *surface, int columns, int rows);

/* Empties all cells. */
void surface_clear(struct surface *surface);

/* The cell at that place, NULL outside. */
const struct cell *surface_cell(const struct surface *surface, int x, int y);

/* Draws text at that place, at most `columns` wide and cut at the edges; a wide character
 * that would be cut in half is a space. Newlines are marks like other controls. Returns the
 * columns it took (also those left of the edge). */
int surface_put(struct surface *surface, int x, int y, int columns, const char *text, size_t len,
                struct style style);

/* The same for a whole C string; NULL draws nothing. */
int surface_text(struct surface *surface, int x, int y, int columns, const char *text,
                 struct style style);

/* Fills a rectangle with spaces of that style. */
void surface_fill(struct surface *surface, int x, int y, int columns, int rows, struct style style);

/* Repeats a glyph of one column along a row. */
void surface_hline(struct surface *surface, int x, int y, int columns, const char *glyph,
                   struct style style);

/* Changes the style of cells and leaves their text: how a selected row is marked. */
void surface_mark(struct surface *surface, int x, int y, int columns, struct style add);

/* Appends the picture as text, one line a row, spaces at line ends left out. */
int surface_dump(const struct surface *surface, struct buf *out);

/* Appends text as it would stand in cells, so that measuring and drawing agree: printable,
 * joiners between letters, variation selectors and skin tones left out. */
int surface_clean(struct buf *out, const char *text, size_t len, bool keep_lines);

/* Columns that text takes when it is put; text as surface_clean() makes it. */
int surface_columns(const char *text, size_t len);

extern const struct style style_plain;

#endif
