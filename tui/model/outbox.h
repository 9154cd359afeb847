/*
 * Prompts that are on this side still: the outbox as the store has it, and those that were
 * handed to the app and are not in the store yet.
 */
#ifndef CCR_MODEL_OUTBOX_H
#define CCR_MODEL_OUTBOX_H

#include "tui/model/msg.h"

#define OUTBOX_MAX 1000 /* rows; more are not shown */

struct outgoing {
    char *id, *host, *session, *project, *text;
    enum outbox_state state;
    int64_t created_at;
};

struct outbox {
    struct outgoing *rows;
    size_t count;
};

void outbox_done(struct outbox *outbox);

/* Copies of these rows instead of all that was there. */
void outbox_set(struct outbox *outbox, const struct msg_outbox *rows);

/* NULL when no row has that id. */
const struct outgoing *outbox_find(const struct outbox *outbox, const char *id);

/* The row's receipt came: it is sent. */
void outbox_sent(struct outbox *outbox, const char *id);

/* How far a prompt got: "outbox", "may have arrived", "sent". */
const char *outbox_word(enum outbox_state state);

#endif
