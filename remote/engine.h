/*
 * Where a run is started: on this machine, by the shim, which outlives whoever
 * started it. One function now; a table of such functions when there is a second engine.
 */
#ifndef CCR_ENGINE_H
#define CCR_ENGINE_H

#include "protocol/base/err.h"

#include <stdint.h>

struct engine_start {
    const char *shim;   /* the shim's path */
    const char *folder; /* the run's folder */
    const char *lock;   /* the session's lock file */
    const char *cwd;
    int64_t max_spool;        /* bytes */
    char *const *agent;       /* the agent's argument vector */
    char *const *environment; /* the shim's and the agent's; NULL: ours */
};

/* Starts the shim as a process that is nobody's child but init's, with its stderr in
 * folder/shim.log. Returns when it was executed: -ERR_RUNNER when it could not be. */
int engine_start(const struct engine_start *start, struct err *err);

#endif
