/*
 * A task: one prompt and what became of it, as clients see it. Its id is a UUIDv7
 * made by the client that sent it, and the first attempt's uuid in the transcript.
 */
#ifndef CCR_DATA_TASK_H
#define CCR_DATA_TASK_H

#include "protocol/data/field.h"

/* Words on the wire: task_state_words[state]. A value may be added at the end,
 * never renamed or reordered: it stands in databases. */
enum task_state {
    TASK_QUEUED,
    TASK_DELAYED, /* until `until`: a start time, or a usage limit's reset */
    TASK_RUNNING,
    TASK_WAITING, /* Claude asked something; the ask is open */
    TASK_COMPLETED,
    TASK_FAILED,
    TASK_CANCELLED,
    TASK_INTERRUPTED, /* ended in the middle: its tools may have acted; never repeated by itself */
};

struct task {
    char *task; /* UUID */
    char *session;
    char *host; /* set by the client that shows it; the runner does not know its name */
    int state;  /* enum task_state */
    char *prompt;
    char *project; /* the folder it works in, absolute */
    char *name;    /* the user's title for the session */
    char *model;
    char *permission_mode;
    bool steer;    /* slipped into a running turn instead of waiting for its end */
    char *fork_of; /* the session that a fork starts from */
    int64_t created_at, started_at, ended_at;
    int64_t accepted, saved; /* when the receipt was earned; missing: not yet */
    int64_t attempts;
    char *result;
    char *error_code, *error_message, *error_next;
    char *reason;  /* why it waits, in words */
    int64_t until; /* TASK_DELAYED: not before this time */
    int64_t timeout_ms;
    double max_budget_usd;
    double cost_usd;
    int64_t duration_ms;
};

extern const char *const task_state_words[];
extern const struct field task_fields[];

void task_init(struct task *task);
void task_done(struct task *task);

/* True for completed, failed, cancelled and interrupted: nothing more happens by itself. */
bool task_ended(int state);

#endif
