/*
 * Who else has a session open: a terminal of the user's, an editor, another tool. Two
 * processes on one transcript would write over each other.
 */
#ifndef CCR_DAEMON_HOLDER_H
#define CCR_DAEMON_HOLDER_H

#include "remote/daemon/daemon.h"

struct holder {
    int64_t pid;   /* -1 when only the transcript's growth tells of it */
    char name[64]; /* what the process calls itself */
};

/* True when somebody who is no run of ours has the session open: a file sessions/PID.json below
 * one of Claude's folders names it and that process runs and started when the file says, or
 * the transcript grew within the last minute. */
bool holder_find(struct daemon *daemon, const char *session, struct holder *ret_holder);

/* The same by the files alone, which is all that tells while a run of ours has the session. */
bool holder_named(struct daemon *daemon, const char *session, struct holder *ret_holder);

/* "open in a terminal, pid 4711"; the caller's. */
char *holder_reason(const struct holder *holder);

#endif
