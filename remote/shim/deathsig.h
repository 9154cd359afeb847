#ifndef CCR_REMOTE_SHIM_DEATHSIG_H
#define CCR_REMOTE_SHIM_DEATHSIG_H

/*
 * A signal for the agent when its shim dies, where the kernel has such a thing: without it an
 * agent goes on working unheard. It reaches the shim's own child only. One of deathsig_prctl.c
 * (Linux, Android) or deathsig_none.c is compiled in.
 */

#include <sys/types.h>

/*
 * Called in the child between fork and exec: asks for sig when the parent dies. exec keeps that.
 * Returns 0, or -1 when the parent (the pid that called fork) is dead already, so that the signal
 * would never come and the child must leave. Where the kernel has no such signal only the parent
 * is checked.
 */
int deathsig_arm(pid_t parent, int sig);

#endif
