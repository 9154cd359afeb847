/*
 * From a connected socket to an encrypted session: greeting and key exchange.
 */
#ifndef CCR_NET_SSH_SESSION_H
#define CCR_NET_SSH_SESSION_H

#include "tui/net/ssh/connection.h"

#include <stdint.h>

/* Reads the known keys, connects, and exchanges keys; the server's key is not judged yet.
 * ERR_UNREACHABLE when what answers is no SSH server, says nothing, closes, or has no algorithm
 * in common; ERR_INTERRUPTED. */
int session_start(struct connection *connection, struct err *err);

/* connection->session never blocks: a call of libssh that says AGAIN is made again after this
 * returned true. False when nothing came in that many milliseconds, or when the connection is
 * gone: then libssh must not be asked again, since it may watch a descriptor that it closed,
 * whose number by then is somebody else's. */
bool session_await(struct connection *connection, int64_t ms);

/* True while there is a connection for libssh to use. */
bool session_alive(struct connection *connection);

#endif
