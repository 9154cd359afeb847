/*
 * A session: one conversation of Claude Code on a host, whoever started it.
 */
#ifndef CCR_DATA_SESSION_H
#define CCR_DATA_SESSION_H

#include "protocol/data/field.h"

enum session_state {
    SESSION_IDLE,
    SESSION_QUEUED,
    SESSION_RUNNING,
    SESSION_WAITING,
    SESSION_BUSY, /* open in somebody else's terminal, or its lock is held: see holder */
};

struct session {
    char *session; /* UUID */
    char *host;    /* set by the client that shows it */
    int state;     /* enum session_state */
    int64_t holder_pid;
    char *holder_name;
    char *project; /* the first cwd of its records */
    char *title;
    char *first_prompt;
    int64_t last_activity;
    int64_t items, bytes;
    char *model;
    char *entrypoint;
    char *branch;
    int64_t tokens_input, tokens_output, tokens_cache_read, tokens_cache_write;
    double cost_usd;
    char *note; /* what the user must know of it, such as what Claude will not remember */
};

extern const char *const session_state_words[];
extern const struct field session_fields[];

void session_init(struct session *session);
void session_done(struct session *session);

#endif
