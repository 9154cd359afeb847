/*
 * From a host's profile to a transport: this machine's runner as a child, the command that the
 * profile names, SSH, or the user's own ssh for a host behind another one.
 */
#ifndef CCR_NET_ROUTE_H
#define CCR_NET_ROUTE_H

#include "protocol/data/host.h"
#include "tui/net/transport.h"

struct route_options {
    const char *argv0;  /* this program's, beside which the runner of this machine is looked for */
    const char *client; /* what the user calls this program, for "next step" texts */
    const char *hint;   /* text of this host's last TRANSPORT_OPEN; NULL: none */
    bool interactive;   /* somebody is there to answer questions */
};

/* True when the profile means this machine: what is made there sees the same files. */
bool route_is_local(const struct host *host);

/* Starts the way to the host's runner; $CCR_REMOTE names another one of this machine. NULL:
 * ERR_RUNNER when the runner of this machine is nowhere, ERR_INVALID when the profile
 * does not say how to reach the host, ERR_FAILED when nothing can be started. What comes
 * later comes as the transport's event. */
struct transport *route_open(const struct host *host, const struct route_options *options,
                             struct err *err);

/* ssh_host_trust() for a profile. Waits. */
int route_trust(const struct host *host, const struct route_options *options,
                const char *fingerprint, struct err *err);

#endif
