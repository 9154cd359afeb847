/*
 * An ask: something Claude wants from the user before it goes on. It never changes
 * once it is there but in its state, so an answer names the ask and a choice only.
 */
#ifndef CCR_DATA_ASK_H
#define CCR_DATA_ASK_H

#include "protocol/data/field.h"

#define ASK_INPUT_MAX (64 * 1024) /* input is shown cut here, with its full length */

enum ask_kind { ASK_PERMISSION, ASK_QUESTION, ASK_PLAN, ASK_LOGIN };

enum ask_state {
    ASK_PENDING,
    ASK_ANSWERED,  /* durable, and written for the agent */
    ASK_DELIVERED, /* the agent echoed the answer */
    ASK_WITHDRAWN, /* the agent took the question back */
    ASK_EXPIRED,   /* its run ended */
};

struct ask {
    char *ask; /* UUID */
    char *task;
    char *session;
    char *host; /* set by the client that shows it */
    int kind;   /* enum ask_kind */
    char *tool;
    char *input; /* JSON; cut text (a JSON string) when full_bytes is over ASK_INPUT_MAX */
    int64_t full_bytes;
    char *summary;     /* one line for a list */
    char *suggestions; /* JSON array of permission updates that `always` may grant */
    int state;         /* enum ask_state */
    int64_t created_at;
    int64_t answered_at;
    char *answered_by;
    char *answer; /* in words: what was answered */
};

extern const char *const ask_kind_words[];
extern const char *const ask_state_words[];
extern const struct field ask_fields[];

void ask_init(struct ask *ask);
void ask_done(struct ask *ask);

#endif
