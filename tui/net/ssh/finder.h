/*
 * The command that starts the runner on the other side. It goes through the login's shell,
 * whichever that is (sh, fish, csh), with a PATH that is hardly ever the user's.
 */
#ifndef CCR_NET_SSH_FINDER_H
#define CCR_NET_SSH_FINDER_H

#include "protocol/base/err.h"
#include "protocol/data/host.h"

#include <stdbool.h>

/* The command: host->runner with " serve" when the profile has one; otherwise a search for
 * `name` in PATH and the usual places. The caller's; NULL with ERR_INVALID when name is
 * no file name of letters, digits, '.', '_' and '-'. */
char *finder_command(const struct host *host, const char *name, struct err *err);

/* True when that is what the search says when it found nothing. */
bool finder_failed(const char *last_line);

#endif
