/*
 * What is left of an agent that was ended: its tools, which may live in sessions of their own and
 * ignore what they are told. They are known by pid and start time, so that no other process is
 * ever meant.
 */
#ifndef CCR_DAEMON_LEFTOVER_H
#define CCR_DAEMON_LEFTOVER_H

#include "remote/daemon/daemon.h"

#include "protocol/sys/proc.h"

/* Ends the process for good when it still runs at that steady time. The same one twice counts
 * once, with its first time. */
void leftover_add(struct daemon *daemon, const struct proc *proc, int64_t due);

/* Ends those that are due; the steady time of the next, -1 for none. */
int64_t leftover_tick(struct daemon *daemon, int64_t now);

void leftover_free(struct daemon *daemon);

#endif
