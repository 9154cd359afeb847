/*
 * A run whose shim is gone, or was never there. Its output is read to the end; where the shim
 * did not see the agent end, whatever is left of its session is ended before anything is judged,
 * so that nobody writes when the next agent starts.
 */
#ifndef CCR_DAEMON_ORPHAN_H
#define CCR_DAEMON_ORPHAN_H

#include "remote/daemon/run.h"

/* The shim's end was seen; the rest is orphan_tick()'s. */
void orphan_begin(struct run *run);

/* Goes one step on: reads, signals, and in the end settles and frees the run. Steady time
 * of the next step, -1 when the run is freed. */
int64_t orphan_tick(struct run *run, int64_t now);

#endif
