/*
 * Where the daemon's socket is: a function of the state folder, so that serve and the daemon
 * agree. A path that is too long for a unix socket is replaced by one in a private folder below
 * $TMPDIR or the system's temporary folder, named in the state folder's file `socket-path`.
 */
#ifndef CCR_DOOR_H
#define CCR_DOOR_H

#include "protocol/base/err.h"

/* The path to bind; makes the private folder where one is needed. The caller's. */
int door_make(const char *state, char **ret_path, struct err *err);

/* The path to connect to; the caller's. */
char *door_path(const char *state);

#endif
