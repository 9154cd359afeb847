/*
 * The one channel of a connection: a session that runs the runner's command.
 */
#ifndef CCR_NET_SSH_CHANNEL_H
#define CCR_NET_SSH_CHANNEL_H

#include "tui/net/ssh/connection.h"

/* Opens the channel and starts the command. ERR_UNREACHABLE when the server refuses a session
 * or the command; ERR_INVALID when there is no command. */
int channel_start(struct connection *connection, struct err *err);

/* Why the channel ended: by the command's exit status and its last words, or because the
 * connection was lost. ERR_NONE for a clean end. */
int channel_explain(struct connection *connection, struct err *err);

#endif
