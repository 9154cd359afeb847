/*
 * What home shows: the tasks that have not ended and the last that did, what is asked, the
 * sessions that were active last.
 */
#ifndef CCR_DAEMON_HOME_H
#define CCR_DAEMON_HOME_H

#include "remote/daemon/daemon.h"

#include "protocol/json.h"

/* All of it, with the revision. */
int home_snapshot(struct daemon *daemon, struct json **ret_snapshot, struct err *err);

/* What this pass changed, as the params of home/update; the revision is raised. */
struct json *home_changes(struct daemon *daemon);

#endif
