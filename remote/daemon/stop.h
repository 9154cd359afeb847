/*
 * Stopping a turn, gently first: the interrupt request, SIGINT, SIGTERM, SIGKILL. The first two
 * end the running tool as well; before the others what descends from the agent is listed, and what
 * of it survives the agent is ended too.
 */
#ifndef CCR_DAEMON_STOP_H
#define CCR_DAEMON_STOP_H

#include "remote/daemon/run.h"

/* Begins to stop the turn that the task runs in. Where it is being stopped already, that goes on;
 * a stronger reason takes the place of the user's interrupt. The reason stands in the attempt's
 * row, so the next daemon goes on with it. ERR_STORAGE. */
int stop_begin(struct run *run, const char *task, enum attempt_stop why, struct err *err);

/* Goes on to the next step when it is due, and begins a stop for a task whose time is over. */
int64_t stop_tick(struct run *run, int64_t now);

#endif
