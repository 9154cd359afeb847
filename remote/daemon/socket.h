/*
 * The daemon's socket: `socket` in the state folder, or, where that path is too long for a
 * unix socket, a folder of ours below the temporary folder that the state folder's `socket-path`
 * names.
 */
#ifndef CCR_DAEMON_SOCKET_H
#define CCR_DAEMON_SOCKET_H

#include "remote/daemon/daemon.h"

/* Removes what a dead daemon left and listens; the caller holds daemon.lock. */
int socket_listen(struct daemon *daemon, uv_connection_cb on_connection, int backlog,
                  struct err *err);

#endif
