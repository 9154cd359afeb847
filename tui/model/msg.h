/*
 * Messages: everything that can happen to the model. The app makes them from keys, the
 * clock, the network and the store, and hands them to model_update() one by one. All
 * pointers are the sender's and need to live for that call only: the model copies.
 *
 * Time. The model never asks a clock. The app sends MSG_TICK first in each loop pass in
 * which it sends anything else, so that the model's time is the time of the pass; and when
 * model_wake() says so.
 *
 * Painting. After each flush the app sends MSG_PAINTED with what view_draw() returned for
 * that very picture, before any other message. Answers rest on it: see answer.h.
 */
#ifndef CCR_MODEL_MSG_H
#define CCR_MODEL_MSG_H

#include "protocol/base/err.h"
#include "protocol/data/ask.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/data/task.h"
#include "tui/model/detail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum msg_kind {
    MSG_SETUP,     /* once, first: what the configuration and the environment say */
    MSG_TICK,      /* the time */
    MSG_RESIZE,    /* the terminal's size; also once at the start */
    MSG_KEY,       /* one key */
    MSG_PASTE,     /* text that came in bracketed paste */
    MSG_PAINTED,   /* what the last flush put on the screen */
    MSG_HOST,      /* a host's state, or that it is gone */
    MSG_LISTS,     /* a host's tasks, asks and sessions: all of them, or changes */
    MSG_WINDOW,    /* items of the watched session */
    MSG_LIVE,      /* the live overlay of the watched session */
    MSG_SUBMITTED, /* EFFECT_SUBMIT is in the outbox, or could not be put there */
    MSG_RECEIPT,   /* the host took a prompt durably, or refused it */
    MSG_ANSWERED,  /* what became of EFFECT_ANSWER */
    MSG_OUTBOX,    /* all rows of the outbox */
    MSG_DRAFT,     /* a draft from the store, at the start */
    MSG_PLACE,     /* where the user was, from the store, at the start */
    MSG_NOTE,      /* one line to show for a while */
    MSG_QUIT,      /* the terminal is gone or the process is told to end: save and leave */
};

struct msg_setup {
    bool over_ssh;       /* this terminal is a remote one: no sidebar (SSH_CONNECTION is set) */
    const char *host;    /* for new prompts when nothing was chosen before; may be NULL */
    const char *project; /* likewise */
};

struct msg_tick {
    int64_t wall_ms;    /* since 1970 */
    int64_t steady_ms;  /* a clock that never jumps; only differences count */
    int utc_offset_min; /* of local time, for the clock on the screen */
};

struct msg_resize {
    int columns, rows; /* 0 and more */
};

enum link_state {
    LINK_UNKNOWN,      /* not tried yet: what is shown is from the cache */
    LINK_ONLINE,       /* */
    LINK_RECONNECTING, /* connecting now, or again at retry_at */
    LINK_ATTENTION,    /* nothing goes on without the user: `reason` says why */
};

struct msg_host {
    const char *name;
    bool gone; /* no longer in the configuration; nothing else is read */
    enum link_state state;
    int64_t retry_at;           /* steady ms of the next try; 0: trying right now */
    const char *reason;         /* one line: the error, or what is being done; may be NULL */
    const char *next;           /* the user's next step; may be NULL */
    const char *runner_version; /* NULL: not known */
    const char *claude_version;
    int64_t last_event; /* wall ms of the last byte from it; -1: none */
    /* A question that only the user can answer (a password, a new host key); NULL: none. It
     * is answered with EFFECT_HOST_REPLY. */
    const char *question;
    bool secret; /* do not show what is typed */
};

struct msg_lists {
    const char *host;
    bool snapshot;  /* these are all; false: these are new or changed ones */
    bool confirmed; /* false: from the cache, to be drawn dim */
    const struct task *tasks;
    size_t task_count;
    const struct ask *asks;
    size_t ask_count;
    const struct detail *inputs;      /* of each ask, from ask.input; NULL: none are known */
    const struct detail *suggestions; /* of each ask, from ask.suggestions; likewise */
    const struct session *sessions;
    size_t session_count;
    const char *const *gone; /* ids (of any of the three) that are no more; NULL: none */
    size_t gone_count;
};

enum window_change {
    WINDOW_RESET,   /* these instead of all that was there; both marks are read */
    WINDOW_APPEND,  /* after the last one; more_after is read */
    WINDOW_PREPEND, /* before the first one; more_before is read */
};

struct msg_window {
    const char *host, *session; /* a window of a session that is not watched is ignored */
    enum window_change change;
    const struct item *items;    /* oldest first */
    const struct detail *inputs; /* of each item, from item.input; NULL: none are known */
    size_t count;
    bool more_before, more_after; /* the file goes on there */
    const struct err *error;      /* the window could not be had; nothing else is read */
};

struct msg_live {
    const char *host, *session;
    bool dropped;       /* nothing is live any more; nothing else is read */
    const char *text;   /* all of the text so far, not what was added; may be NULL */
    const char *tool;   /* the current tool, one line; may be NULL */
    int64_t elapsed_ms; /* of the turn; -1: not known */
    int64_t tokens;     /* of the answer so far; -1: not known */
};

struct msg_submitted {
    int64_t token;  /* of the effect */
    const char *id; /* the new task's id; NULL when error is set */
    const struct err *error;
};

struct msg_receipt {
    const char *task, *host;
    const struct err *error; /* NULL: sent; else the host refused it */
};

enum answer_outcome {
    ANSWER_TAKEN,  /* ours is the answer */
    ANSWER_LOST,   /* somebody else was first: who, words and when are set */
    ANSWER_FAILED, /* error is set; the ask may still be open */
};

struct msg_answered {
    const char *ask, *host;
    enum answer_outcome outcome;
    const char *who, *words; /* may be NULL */
    int64_t when;            /* wall ms; -1: not known */
    const struct err *error;
};

enum outbox_state {
    OUTBOX_UNSENT,  /* no byte of it was written */
    OUTBOX_SENDING, /* written, no answer: it may have arrived */
    OUTBOX_SENT,    /* the host has it */
};

struct outbox_row {
    const char *id; /* the task's */
    const char *host;
    const char *session; /* NULL: a new one */
    const char *project; /* may be NULL */
    const char *text;
    enum outbox_state state;
    int64_t created_at;
};

struct msg_outbox {
    const struct outbox_row *rows;
    size_t count;
};

struct msg_draft {
    const char *key; /* as in EFFECT_DRAFT */
    const char *text;
};

struct msg_note {
    const char *text;
    bool error;
};

#define PAINTED_ID_SIZE 40 /* a UUID fits; a longer id never matches, so it is never answered */
#define PAINTED_ASKS    64

/* Where the transcript's view came to stand: indices into the window of that revision. */
struct painted_place {
    bool shown;
    int64_t revision;
    size_t top;       /* the first item of which a line is seen */
    int top_line;     /* how many of its lines are above the screen */
    size_t cursor;    /* the item with the cursor */
    int above, below; /* lines of that item above and below the screen */
    bool at_start, at_end;
};

/* What view_draw() put on the surface. */
struct painted {
    char asks[PAINTED_ASKS][PAINTED_ID_SIZE]; /* asks that were readable on it */
    size_t ask_count;
    char target[PAINTED_ID_SIZE]; /* the one that the answer keys are for; "": none */
    int64_t confirm;              /* number of the confirmation that was shown; 0: none */
    struct painted_place place;
    bool home; /* the first screen's list was shown, from this row on: */
    size_t home_top;
    size_t list_top; /* the first row or line that was drawn of any other list or text */
    bool cursor;     /* the terminal's cursor is shown, at: */
    int cursor_x, cursor_y;
};

struct msg {
    enum msg_kind kind;
    union {
        struct msg_setup setup;
        struct msg_tick tick;
        struct msg_resize resize;
        const char *key; /* a name as key.h has them */
        struct {
            const char *text;
            size_t len;
        } paste;
        const struct painted *painted;
        struct msg_host host;
        struct msg_lists lists;
        struct msg_window window;
        struct msg_live live;
        struct msg_submitted submitted;
        struct msg_receipt receipt;
        struct msg_answered answered;
        struct msg_outbox outbox;
        struct msg_draft draft;
        const char *place; /* as in EFFECT_PLACE */
        struct msg_note note;
    };
};

#endif
