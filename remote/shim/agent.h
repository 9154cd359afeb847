#ifndef CCR_REMOTE_SHIM_AGENT_H
#define CCR_REMOTE_SHIM_AGENT_H

/*
 * The one child: its pipes, its start in two steps, its end.
 *
 * The child is forked first and held before its exec, so that its pid can be written down while
 * nothing runs yet; a shim that dies in between takes it along. It gets SIGINT when the shim dies
 * (deathsig.h), default signal dispositions, an empty mask, the umask the shim was given, and of
 * the shim's descriptors only 0, 1, 2 and those that are not close-on-exec.
 */

#include <stdbool.h>
#include <sys/types.h>

struct agent_plan {
    const char *cwd;   /* entered before the exec */
    char *const *argv; /* argv[0] is looked up in PATH; ends with NULL */
    mode_t umask;
};

/* in, out and err are the shim's ends, non-blocking, -1 once closed. */
struct agent {
    pid_t pid; /* 0 when there is none */
    int in;
    int out;
    int err;
    int gate;   /* the child execs when a byte comes, leaves at end of file */
    int report; /* the child's complaint, or end of file at its exec */
    bool ended;
    int status; /* of waitpid, once ended */
};

enum agent_start { AGENT_RUNS, AGENT_NOCWD, AGENT_NOEXEC, AGENT_FAILED };

/* Makes *agent an agent that is not there: agent_done may be called on it. */
void agent_init(struct agent *agent);

/* Forks the child and holds it. Returns 0 or -errno; then there is no child. */
int agent_fork(struct agent *agent, const struct agent_plan *plan);

/*
 * Lets the held child go on and waits until its exec happened or failed. Anything but AGENT_RUNS
 * means that the program did not start, and sets *ret_errno.
 */
enum agent_start agent_go(struct agent *agent, int *ret_errno);

/* Sends SIGINT to an agent that has not ended. */
void agent_interrupt(struct agent *agent);

/* Takes the status if the agent has ended; without waiting. Returns agent->ended. */
bool agent_reap(struct agent *agent);

/* Closes what is open. A child that was never let go leaves, and is waited for. */
void agent_done(struct agent *agent);

#endif
