/*
 * From a connected socket to an encrypted session: greeting and key exchange.
 */
#ifndef CCR_NET_SSH_SESSION_H
#define CCR_NET_SSH_SESSION_H

#include "tui/net/ssh/connection.h"

/* Reads the known keys, connects, and exchanges keys; connection->session blocks afterwards,
 * and its server's key is not judged yet. ERR_UNREACHABLE when what answers is no SSH server,
 * says nothing, closes, or has no algorithm in common; ERR_INTERRUPTED. */
int session_start(struct connection *connection, struct err *err);

/* How long one answer may take from here on; libssh keeps to it in its blocking calls. */
void session_set_patience(struct connection *connection, int ms);

#endif
