/*
 * A runner of a bench's own: a private home with its configuration, the daemon of this build,
 * and the stand-in agent (agent.c) as what it starts.
 */
#ifndef CCR_BENCH_RUNNER_H
#define CCR_BENCH_RUNNER_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct runner {
    char *folder;        /* all of it; below $TMPDIR, else where the system keeps such things */
    char *state;         /* the state folder: database, spools, socket */
    char *project;       /* where prompts work */
    char *serve, *agent; /* the programs */
    pid_t daemon;
    int stamps; /* read end of the FIFO into which agents say that they were started */
};

/* Makes the home, points this process's environment to it, and starts the daemon with so many
 * slots. To be run in the build folder, or with CCR_REMOTE, CCR_SHIM and CCR_BENCH_AGENT set.
 * Call runner_end() also when it failed. */
int runner_start(struct runner *runner, int slots, struct err *err);

/* Ends agents and daemon, by pid, and removes the home. */
void runner_end(struct runner *runner);

/* Waits for an agent's word: when its main() began, as stopwatch_ns() tells. */
int runner_next_start(struct runner *runner, int64_t *ret_ns, struct err *err);

/* Calls back, unless run is NULL, with each run whose shim lives, and the agent or -1; their
 * number. */
typedef void runner_run(const char *folder, pid_t shim, pid_t agent, void *context);
int runner_each(const struct runner *runner, runner_run *run, void *context);

#endif
