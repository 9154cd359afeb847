/*
 * Starting the daemon so that it outlives the login that started it.
 */
#ifndef CCR_LAUNCH_H
#define CCR_LAUNCH_H

#include "protocol/base/err.h"

/* Starts `self daemon` in a session of its own with its stderr in the state folder's
 * daemon.err, and returns without waiting for it. ERR_STORAGE, ERR_RUNNER. */
int launch_daemon(const char *self, const char *state, struct err *err);

/* Why a daemon that was started does not listen: the last line of daemon.err. */
void launch_reason(const char *state, struct err *err);

#endif
