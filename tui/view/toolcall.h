/*
 * A tool's call in one line, and opened.
 */
#ifndef CCR_VIEW_TOOLCALL_H
#define CCR_VIEW_TOOLCALL_H

#include "tui/model/transcript.h"
#include "tui/view/lines.h"
#include "tui/view/theme.h"

/* Appends what the call is about, as the tool's input says it: the command, the file, the
 * pattern. Nothing when the input says nothing known. */
void toolcall_subject(struct buf *out, const char *tool, const struct detail *input);

/* Appends what came of it, for the end of the line: "+40 -12", "120 lines", "exit 1". result
 * may be NULL: it has not come. */
void toolcall_outcome(struct buf *out, const struct theme *theme, const char *tool,
                      const struct detail *input, const struct item *result);

/* Appends what the tool was given: an edit as a diff, a plan or text as it is, else the
 * input's members. */
void toolcall_input(struct lines *lines, const struct theme *theme, const char *tool,
                    const struct detail *input, const char *prefix);

/* Appends a result: all of it, or when it is long and not `all` its last lines. */
void toolcall_result(struct lines *lines, const struct theme *theme, const struct item *result,
                     bool all, const char *prefix);

/* True for tools whose input is shown as a diff. */
bool toolcall_edits(const struct detail *input);

#endif
