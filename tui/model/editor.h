/*
 * A text being written: the composer, a field, the command line. The content is always valid
 * UTF-8 without NUL or CR; the cursor stands between two characters as people see them
 * (grapheme clusters).
 */
#ifndef CCR_MODEL_EDITOR_H
#define CCR_MODEL_EDITOR_H

#include "tui/model/action.h"

#include <stdbool.h>
#include <stddef.h>

#define EDITOR_MAX (128 * 1024) /* bytes: the longest prompt there may be */

struct editor {
    char *text; /* never NULL after init */
    size_t len;
    size_t cursor; /* a byte offset */
};

void editor_init(struct editor *editor);
void editor_done(struct editor *editor);

/* Replaces all of it by a copy; the cursor goes to the end. Cut at EDITOR_MAX. */
void editor_set(struct editor *editor, const char *text);

/* Puts text in at the cursor: line ends become newlines, NUL is left out, ill-formed bytes
 * become U+FFFD. False, and nothing changed, when it would pass EDITOR_MAX. */
bool editor_insert(struct editor *editor, const char *text, size_t len);

/* Does one of the editing actions (ERASE .. LINE_END, NEWLINE); false for any other. */
bool editor_do(struct editor *editor, enum action action);

/* A backslash right before the cursor becomes a newline; false when there is none. */
bool editor_continue_line(struct editor *editor);

/* Overwrites the content and empties the editor. */
void editor_wipe(struct editor *editor);

/* Nothing but white space. */
bool editor_blank(const struct editor *editor);

#endif
