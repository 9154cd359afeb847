/*
 * The session that a request names, and what is known of it from all sides: its transcript, our
 * own row, its run, who else has it open.
 */
#ifndef CCR_DAEMON_NAMED_H
#define CCR_DAEMON_NAMED_H

#include "remote/daemon/daemon.h"

#include "protocol/data/session.h"
#include "protocol/json.h"

/* The whole id of params' `session` (an id or an ending); the caller's. ERR_INVALID, ERR_NOT_FOUND.
 */
int named_session(struct daemon *daemon, const struct json *params, char **ret_session,
                  struct err *err);

/* The session as clients see it. */
int named_describe(struct daemon *daemon, const char *session, struct session *ret_session,
                   struct err *err);

/* Completes what the catalog knows of a session with what the daemon does. */
void named_complete(struct daemon *daemon, struct session *session);

#endif
