/*
 * The difference between two texts, line by line, as an edit is shown.
 */
#ifndef CCR_VIEW_DIFF_H
#define CCR_VIEW_DIFF_H

#include "tui/view/lines.h"
#include "tui/view/theme.h"

#define DIFF_EXACT   300 /* changed lines of each side up to which it is the smallest one */
#define DIFF_CONTEXT 2   /* lines that are the same shown around a change */

/* Appends the difference, each line after the prefix and a sign: "+", "-" or a space. */
void diff_lines(struct lines *lines, const struct theme *theme, const char *before,
                const char *after, const char *prefix);

/* How many lines came and went. */
void diff_count(const char *before, const char *after, int *ret_added, int *ret_removed);

#endif
