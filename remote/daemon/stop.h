/*
 * Stopping a turn, gently first: the interrupt request, SIGINT, SIGTERM, SIGKILL. The first two
 * end the running tool as well; before the others what descends from the agent is listed, and what
 * of it survives the agent is ended too.
 */
#ifndef CCR_DAEMON_STOP_H
#define CCR_DAEMON_STOP_H

#include "remote/daemon/run.h"

/* Begins to stop the turn that the task runs in. A second call with another reason changes
 * the reason and goes on where the first was. ERR_STORAGE. */
int stop_begin(struct run *run, const char *task, enum stop_why why, struct err *err);

/* Goes on to the next step when it is due, and begins a stop for a task whose time is over. */
int64_t stop_tick(struct run *run, int64_t now);

#endif
