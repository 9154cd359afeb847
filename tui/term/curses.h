/*
 * Between the files of this folder: what a terminal is, and curses itself with its wide
 * functions. Nobody else includes it.
 */
#ifndef CCR_TERM_CURSES_H
#define CCR_TERM_CURSES_H

#define NCURSES_WIDECHAR 1

#include "tui/term/term.h"

#include <curses.h>

struct term {
    SCREEN *screen;
    bool active; /* not suspended */
    bool utf8, colored, synchronised;
    struct surface shown; /* as curses knows it */
    bool fresh;           /* `shown` says nothing: everything is painted */
    bool cursor;
    int cursor_x, cursor_y;
    bool pasting, paste_cut;
    struct buf paste;
};

/* Tells curses about sequences that terminfo does not have; after newterm(). */
void input_define(void);

/* Writes to the terminal past curses, which has to have nothing pending. */
void output_raw(const char *sequence);

#endif
