/*
 * The queue: which prompt is handed over next, and to whom. A session's prompts go one at a time in
 * the order they came; one that is steered goes into the running turn.
 */
#ifndef CCR_DAEMON_QUEUE_H
#define CCR_DAEMON_QUEUE_H

#include "remote/daemon/daemon.h"

/* Hands over and starts what can be now. */
void queue_pump(struct daemon *daemon);

/* Wakes delayed tasks that are due; steady time of the next thing that is due. */
int64_t queue_tick(struct daemon *daemon, int64_t now);

#endif
