/*
 * The beginning of a run's processes. Its rows are committed and its folder stands before; the fork
 * itself waits until what the pass of the loop has to answer was answered.
 */
#ifndef CCR_DAEMON_BEGINNING_H
#define CCR_DAEMON_BEGINNING_H

#include "remote/daemon/run.h"

/* Decides how the agent takes up the session of the task, and notes it in the run. */
void beginning_plan(struct run *run, const struct task *task);

/* Starts the shim, which starts the agent, of every run that is planned and not begun. One that
 * cannot be started is settled. */
void beginning_launch(struct daemon *daemon);

/* Forgets the plan, if there is one. */
void beginning_done(struct run *run);

#endif
