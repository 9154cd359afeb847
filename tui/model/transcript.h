/*
 * The watched session: a window of its items, the live overlay, and where the user is in it.
 *
 * Places. The model does not know how many lines an item takes; the view does. So the place
 * is an item and what the user wants (`move` lines up or down from the top that was painted
 * last), the view finds out where that leads, draws it, and the model takes over the result
 * with transcript_painted(). Indices count from the first item of the window; `revision`
 * changes when they shift, and a result for another revision is ignored.
 *
 * Folding. A tool's result belongs to its call and is seen when that is open; a run of
 * sub-agent items is one line, its head, until that is open. transcript_visible() decides
 * for model and view alike.
 */
#ifndef CCR_MODEL_TRANSCRIPT_H
#define CCR_MODEL_TRANSCRIPT_H

#include "tui/model/msg.h"

#define TRANSCRIPT_ITEMS 2000               /* more: those at the far end are forgotten, the */
#define TRANSCRIPT_BYTES (16 * 1024 * 1024) /* file has them, and `more_` says so */
#define TRANSCRIPT_TAIL  12                 /* lines of a long result that are seen first */
#define LIVE_TEXT_MAX    (256 * 1024)       /* bytes; of a longer one the end is kept */

enum fold { FOLD_CLOSED, FOLD_OPEN, FOLD_ALL }; /* open: of a long result only the tail */

struct entry {
    struct item item;
    struct detail input;
    enum fold fold;
    size_t answer; /* of a call: its result is so many entries later; of a result: its call is
                    * so many entries before; 0: not in the window */
};

struct live {
    bool on;
    char *text, *tool;      /* may be NULL */
    int64_t elapsed_ms, at; /* as told, and the steady time of that */
    int64_t tokens;
};

struct transcript {
    char *host, *session; /* NULL: none is watched */
    struct entry *entries;
    size_t count;
    size_t bytes;
    bool loaded; /* the first window came */
    bool more_before, more_after;
    bool asked_before, asked_after; /* a page was asked for and has not come */
    struct err error;               /* of the last window; ERR_NONE when it came */
    struct live live;
    bool raw; /* Markdown as it was written */

    int64_t revision;
    bool follow;   /* the end stays in sight */
    size_t cursor; /* count: what comes after the items */
    size_t top;    /* likewise */
    int top_line;
    int move;         /* lines to scroll from top, not painted yet; down is positive */
    bool moving;      /* `cursor` follows the scrolling instead of the reverse */
    int above, below; /* lines of the cursor's item beyond the screen, as last painted */
    bool at_start, at_end;
    size_t fresh; /* visible items that came below since the end was in sight */
};

void transcript_init(struct transcript *transcript);
void transcript_done(struct transcript *transcript);

/* Begins with an empty window of that session, at its end. NULL: none is watched. */
void transcript_open(struct transcript *transcript, const char *host, const char *session);

bool transcript_is(const struct transcript *transcript, const char *host, const char *session);

void transcript_window(struct transcript *transcript, const struct msg_window *window);
void transcript_live(struct transcript *transcript, const struct msg_live *live, int64_t steady);

bool transcript_visible(const struct transcript *transcript, size_t index);

/* The nearest visible item above (-1) or below (1) that one; count when there is none. */
size_t transcript_next(const struct transcript *transcript, size_t index, int direction);

/* The first item of a run of sub-agent items. */
bool transcript_heads_run(const struct transcript *transcript, size_t index);

/* How many items the run that begins there has. */
size_t transcript_run(const struct transcript *transcript, size_t index);

/* The result of the call at index, NULL when it is not in the window. */
const struct entry *transcript_result(const struct transcript *transcript, size_t index);

/* True for what opens and closes. */
bool transcript_opens(const struct transcript *transcript, size_t index);

/* Moves the cursor one visible item (or one line of a tall one) up (-1) or down (1). */
void transcript_step(struct transcript *transcript, int direction);

/* Scrolls by lines. */
void transcript_scroll(struct transcript *transcript, int lines);

void transcript_first(struct transcript *transcript);
void transcript_last(struct transcript *transcript);

/* To the next prompt in that direction; false when there is none in the window. */
bool transcript_prompt(struct transcript *transcript, int direction);

/* Opens the item at the cursor, shows all of a long one, closes it; false when it is none
 * that opens. */
bool transcript_toggle(struct transcript *transcript);

void transcript_painted(struct transcript *transcript, const struct painted_place *place);

/* The cursor to ask a page with, when one is needed and was not asked for: that is noted.
 * NULL when none is needed; borrowed. */
const char *transcript_page(struct transcript *transcript, bool *ret_before);

#endif
