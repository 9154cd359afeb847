/*
 * Effects: what the model wants done. model_update() appends them in order, the app does
 * them after it and tells what came of it with messages. Everything in an effect is its own
 * copy.
 */
#ifndef CCR_MODEL_EFFECTS_H
#define CCR_MODEL_EFFECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum effect_kind {
    /* Make an id, put the prompt into the outbox, then answer with MSG_SUBMITTED and the
     * same token; sending follows by itself. host, session (NULL: a new one), project (a new
     * one's folder, may be NULL), text, steer, token. */
    EFFECT_SUBMIT,
    /* host, id (of the ask), choice, number (ANSWER_ALWAYS: which suggestion, from 1), text
     * (ANSWER_DENY: the message, may be NULL; ANSWER_TEXT: the answer), pairs (a question's
     * answers by question text, when it has several questions; text has them all as well).
     * MSG_ANSWERED follows in any case. */
    EFFECT_ANSWER,
    EFFECT_INTERRUPT, /* host, session */
    EFFECT_CANCEL,    /* host, id (of the task; it may still be in the outbox) */
    EFFECT_RETRY,     /* host, id, again (the same text in any case) */
    /* host, session: from now on MSG_WINDOW (first a reset from the tail) and MSG_LIVE for
     * this session, and for no other: there is one watched session at a time. */
    EFFECT_WATCH,
    EFFECT_UNWATCH,    /* host, session */
    EFFECT_PAGE,       /* host, session, text (a cursor), before: items before or after it */
    EFFECT_DRAFT,      /* text under the key id, "" to forget it. Written at leisure */
    EFFECT_PLACE,      /* text: where the user is, given back with MSG_PLACE next time */
    EFFECT_CONNECT,    /* host: try now */
    EFFECT_HOST_REPLY, /* host, text (NULL: the user refuses): wipe it after use */
    EFFECT_BELL,
    EFFECT_REDRAW,  /* paint every cell anew */
    EFFECT_SUSPEND, /* as Ctrl-Z of a shell does */
    EFFECT_QUIT,    /* after all effects before it were done */
};

enum answer_choice {
    ANSWER_ALLOW,
    ANSWER_ALWAYS,
    ANSWER_DENY,
    ANSWER_TEXT,
};

struct effect_pair {
    char *question;
    char *answer;
};

struct effect {
    enum effect_kind kind;
    char *host, *session, *id, *project, *text;
    bool steer, again, before;
    enum answer_choice choice;
    int number;
    int64_t token;
    struct effect_pair *pairs;
    size_t pair_count;
};

struct effects {
    struct effect *list;
    size_t count;
};

void effects_init(struct effects *effects);

/* Frees and wipes all of them; the list is empty and usable again. */
void effects_done(struct effects *effects);

/* Appends an effect with nothing set; valid until the next one is added. */
struct effect *effects_add(struct effects *effects, enum effect_kind kind);

/* The same with copies of host and session, either of which may be NULL. */
struct effect *effects_add_for(struct effects *effects, enum effect_kind kind, const char *host,
                               const char *session);

/* Adds a copy of the pair to an answer. */
void effect_pair_add(struct effect *effect, const char *question, const char *answer);

#endif
