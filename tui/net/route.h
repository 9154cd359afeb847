/*
 * From a host's profile to a transport: this machine's runner as a child, the command that the
 * profile names, or SSH.
 */
#ifndef CCR_NET_ROUTE_H
#define CCR_NET_ROUTE_H

#include "protocol/data/host.h"
#include "tui/net/transport.h"

/* True when the profile means this machine: what is made there sees the same files. */
bool route_is_local(const struct host *host);

/* Starts the way to the host's runner. argv0 is this program's, beside which its own runner
 * is looked for; $CCR_REMOTE names another one. NULL: ERR_RUNNER when the runner of
 * this machine is nowhere, ERR_INVALID when the profile does not say how to reach the host,
 * ERR_FAILED when nothing can be started. What comes later comes as the transport's event. */
struct transport *route_open(const struct host *host, const char *argv0, struct err *err);

#endif
