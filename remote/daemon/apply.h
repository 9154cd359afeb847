/*
 * The agent's output made into state. Lines are applied in their order; the effects that must
 * last and the offset up to which they were applied commit together, so a daemon that dies in
 * between reads the same lines again and nothing is counted twice.
 */
#ifndef CCR_DAEMON_APPLY_H
#define CCR_DAEMON_APPLY_H

#include "remote/daemon/run.h"

/* One reading of a run's output. A transaction is opened by the first line that needs one. */
struct apply {
    struct run *run;
    bool open;
};

void apply_begin(struct apply *apply, struct run *run);

/* Applies a line that began at offset. ERR_STORAGE: the caller abandons and reloads the run. */
int apply_line(struct apply *apply, const char *line, size_t len, int64_t offset, struct err *err);

int apply_commit(struct apply *apply, struct err *err);
void apply_abandon(struct apply *apply);

#endif
