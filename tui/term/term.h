/*
 * The terminal: shows a surface and says which keys were pressed. The only part that knows
 * curses. One terminal at a time: curses keeps it in globals.
 *
 * Nothing here waits, but for an Esc: whether that is a key or the beginning of a sequence is
 * known after 25 ms (75 over SSH, $ESCDELAY where that is set).
 *
 * Signals. Handlers that the program has set before term_start() stay; for those it has not,
 * curses restores the terminal on SIGINT and SIGTERM. On SIGWINCH call term_resized().
 */
#ifndef CCR_TERM_TERM_H
#define CCR_TERM_TERM_H

#include "protocol/base/err.h"
#include "tui/view/surface.h"

#include <stdbool.h>
#include <stddef.h>

#define TERM_PASTE_MAX (256 * 1024) /* bytes of one paste; what is more is left out */
#define TERM_KEY_SIZE  16

struct term;

struct term_options {
    bool colors;   /* false: none, as NO_COLOR wants it */
    bool over_ssh; /* escape sequences may come in pieces */
};

enum term_event_kind {
    TERM_NONE,
    TERM_KEY,    /* key: a character in UTF-8, or a name such as "Enter", "PageUp", "C-a" */
    TERM_PASTE,  /* text, len: as it came, line ends as CR or LF; valid until the next read */
    TERM_RESIZE, /* columns, rows */
    TERM_HANGUP, /* the terminal is gone: save and leave */
};

struct term_event {
    enum term_event_kind kind;
    char key[TERM_KEY_SIZE];
    const char *text;
    size_t len;
    bool cut; /* PASTE: it was longer than TERM_PASTE_MAX */
    int columns, rows;
};

/* Takes over standard input and output, which must be a terminal that can place its cursor.
 * A TERM that this machine does not know is treated as xterm-256color, then as vt100. Sets
 * the locale's character type. NULL with an error and its next step when that cannot be; the
 * terminal is then as it was. */
struct term *term_start(const struct term_options *options, struct err *err);

/* Gives the terminal back as it was; NULL and a second call are fine. Done by exit() too. */
void term_end(struct term *term);

/* Gives the terminal back for a while (Ctrl-Z, an editor), and takes it again. */
void term_suspend(struct term *term);
void term_resume(struct term *term);

/* The descriptor to wait on for input. */
int term_fd(const struct term *term);

void term_size(const struct term *term, int *ret_columns, int *ret_rows);

/* Asks the terminal for its size; true when it is another one now. */
bool term_resized(struct term *term);

/* 0, 8 or 256. */
int term_colors(const struct term *term);

/* False: draw ASCII forms; other characters come out as "?". */
bool term_utf8(const struct term *term);

/* Shows the surface; only what differs from what is shown is sent. */
void term_flush(struct term *term, const struct surface *surface, bool cursor, int x, int y);

/* Forgets what is shown: the next flush sends everything. */
void term_redraw(struct term *term);

void term_bell(struct term *term);

/* The next thing that happened, without waiting; kind is TERM_NONE when there is nothing. Call
 * it until then: one readable descriptor may hold many keys. */
void term_read(struct term *term, struct term_event *ret_event);

/* ncurses' version at run time, for --version. */
const char *term_library_version(void);

#endif
