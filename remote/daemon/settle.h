/*
 * The last act of a run: its unfinished prompts are judged by evidence, its asks expire, its
 * row is settled.
 */
#ifndef CCR_DAEMON_SETTLE_H
#define CCR_DAEMON_SETTLE_H

#include "remote/daemon/run.h"

/* The agent is gone and its output was read to the end. True when that could be committed: the
 * run is freed then; else the caller tries again later. */
bool settle_run(struct run *run);

/* The run could not be brought up: nothing was started. Frees it. */
void settle_failed_start(struct run *run, const struct err *why);

/* The agent said that it has this attempt's prompt already and began no turn for it. */
void settle_swallowed(struct run *run, const char *attempt);

#endif
