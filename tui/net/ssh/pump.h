/*
 * Bytes between the channel and the socket pair, in both directions, until one of them ends.
 * Back-pressure both ways: while the loop does not read, the channel is not read, so its
 * window stops the server; while the server does not read, the pair is not read. Memory
 * does not grow.
 */
#ifndef CCR_NET_SSH_PUMP_H
#define CCR_NET_SSH_PUMP_H

#include "tui/net/ssh/connection.h"

/* Runs until the channel and what it sent are at their end, the connection is lost, or the other
 * end of the pair is closed. pair is non-blocking and stays the caller's. */
void pump_run(struct connection *connection, int pair);

#endif
