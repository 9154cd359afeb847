/*
 * Text laid out in lines of a given width: what an item, an ask or the help looks like before
 * it is drawn. Text goes in with a style, paragraph by paragraph, and comes out wrapped at
 * spaces (between any two where a script has no spaces: wide characters), with what is too
 * long for a line cut by columns. Text is made clean on the way in.
 */
#ifndef CCR_VIEW_LINES_H
#define CCR_VIEW_LINES_H

#include "tui/view/surface.h"

#define LINES_TEXT_MAX (1024 * 1024) /* bytes in all; what comes after is left out */
#define LINES_MAX      20000         /* lines, likewise */

/* A piece of a line in one style. */
struct run {
    size_t at, len; /* in the text */
    struct style style;
};

struct line {
    size_t first_run, runs;
};

struct lines {
    int width;
    struct buf text;
    struct run *runs;
    size_t run_count, run_room;
    struct line *list;
    size_t count, room;
    /* the open paragraph */
    struct buf open;
    struct run *open_runs;
    size_t open_count;
};

/* Nothing yet; lines will be `width` columns wide (at least 1). */
void lines_init(struct lines *lines, int width);
void lines_done(struct lines *lines);

/* Adds text to the open paragraph. Newlines end a line and not the paragraph. */
void lines_add(struct lines *lines, const char *text, size_t len, struct style style);
void lines_add_text(struct lines *lines, const char *text, struct style style);

/* Ends the paragraph: wraps it and appends its lines, the first one after `first`, the
 * others after `rest` (both drawn in `style`, at most half of the width). A paragraph of
 * nothing is an empty line. */
void lines_end(struct lines *lines, const char *first, const char *rest, struct style style);

/* The same without wrapping: each line of the paragraph is cut at the width, and ends with
 * the sign `more` (one column, or "") where it was. The prefix is plain. */
void lines_end_cut(struct lines *lines, const char *prefix, const char *more);

/* Text on one line, cut like that at so many columns; printable. The caller frees it. */
char *cut_text(const char *text, int columns, const char *more);

/* Adds an empty line unless the last one is empty or there is none. */
void lines_gap(struct lines *lines);

/* Draws line `index` (nothing when there is none) at that place, at most `columns` wide. */
void lines_draw(const struct lines *lines, size_t index, struct surface *surface, int x, int y,
                int columns);

/* The text of a line, its runs one after the other; the caller frees it. For tests. */
char *lines_text(const struct lines *lines, size_t index);

#endif
