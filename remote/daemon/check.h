/*
 * The host's half of `ccr doctor`.
 */
#ifndef CCR_DAEMON_CHECK_H
#define CCR_DAEMON_CHECK_H

#include "remote/daemon/daemon.h"

#include "protocol/json.h"

/* An array of checks: name, state (pass, warn, fail), text, next. The caller owns it. */
struct json *check_all(struct daemon *daemon);

#endif
