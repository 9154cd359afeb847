#ifndef CCR_REMOTE_SHIM_WAKE_H
#define CCR_REMOTE_SHIM_WAKE_H

/* Signals as something to poll: the handlers note what came and put a byte into a pipe. */

enum {
    WAKE_CHILD = 1, /* SIGCHLD: the agent may have ended */
    WAKE_STOP = 2   /* SIGTERM or SIGINT: somebody wants the agent interrupted */
};

/*
 * Ignores SIGHUP, SIGPIPE and SIGXFSZ (a spool at its size limit is a failed write, not a death),
 * handles SIGCHLD, SIGTERM and SIGINT, and empties the signal mask. To be called once. On success
 * *ret_fd is the descriptor to poll for reading. Returns 0 or -errno.
 */
int wake_init(int *ret_fd);

/* What came since the last call, as WAKE_ bits; the pipe is emptied. */
unsigned wake_take(void);

#endif
