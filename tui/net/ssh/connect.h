/*
 * From a name to a connected socket: all its addresses are tried, a new one each 250 ms,
 * families in turn, and the first that answers wins (after RFC 8305).
 */
#ifndef CCR_NET_SSH_CONNECT_H
#define CCR_NET_SSH_CONNECT_H

#include "tui/net/feed.h"
#include "tui/net/ssh/target.h"

/* Waits. *ret_fd is connected, close-on-exec, tuned, and guarded by feed: the caller
 * unguards it before closing it. each_ms limits one address. ERR_UNREACHABLE names what
 * failed; ERR_INTERRUPTED when the feed was cancelled. */
int connect_to(struct feed *feed, const struct target *target, int each_ms, int *ret_fd,
               struct err *err);

#endif
