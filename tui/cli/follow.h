/*
 * Following a task or a session: durable items once each, asks, the end. A lost connection is made
 * again and goes on after the last item.
 */
#ifndef CCR_CLI_FOLLOW_H
#define CCR_CLI_FOLLOW_H

#include "tui/cli/cli.h"

struct follow_wish {
    const char *task;    /* a whole id; NULL: the session is followed */
    const char *session; /* a whole id; NULL: the task's, once it has one */
    bool live;           /* also what is being written now, marked */
    bool quiet;          /* no items: only the end */
};

/* Follows on the picked host until the task ended, then prints the task (the last line with --json)
 * and returns the exit status, 0 or 1. Ctrl-C: says how to go on, 130. A negative error
 * code when the host refuses, or cannot be reached at the first attempt. */
int follow_task(struct cli *cli, const struct follow_wish *wish, struct err *err);

/* Follows until the session is idle. */
int follow_session(struct cli *cli, const struct follow_wish *wish, struct err *err);

#endif
