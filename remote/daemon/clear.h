/*
 * /clear and its aliases. The CLI would change the session inside the running process, and a run
 * never changes its session; so the prompt is not handed over: our process is let go, and a new
 * session, linked to the old one, takes what waits behind it.
 */
#ifndef CCR_DAEMON_CLEAR_H
#define CCR_DAEMON_CLEAR_H

#include "remote/daemon/run.h"

/* True for a prompt that is one of these commands and nothing else. */
bool clear_is(const char *prompt);

/* Carries the task out; run is its session's, NULL when there is none. False while a turn runs. */
bool clear_session(struct daemon *daemon, struct run *run, struct task *task);

#endif
