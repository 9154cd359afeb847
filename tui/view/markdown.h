/*
 * Markdown (CommonMark with tables, strike-through and task lists) as lines: headings, lists,
 * quotes, code blocks, tables where they fit, emphasis, links with their addresses visible.
 * The only file that knows md4c is markdown.c.
 */
#ifndef CCR_VIEW_MARKDOWN_H
#define CCR_VIEW_MARKDOWN_H

#include "tui/view/lines.h"
#include "tui/view/theme.h"

/* Appends text to lines, each line after `prefix` (drawn plain). Text that md4c gives up on
 * comes as it was written. */
void markdown_lines(struct lines *lines, const struct theme *theme, const char *text,
                    const char *prefix);

#endif
