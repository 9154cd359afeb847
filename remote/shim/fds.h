#ifndef CCR_REMOTE_SHIM_FDS_H
#define CCR_REMOTE_SHIM_FDS_H

/* Descriptors: what the shim was given, and pipes that no exec inherits. */

/*
 * Makes the shim's table known: 0, 1 and 2 are open (on the null device if they were not), and
 * descriptors 3 to 1023 are closed, so that nothing the starter forgot lives as long as an agent.
 */
void fds_tidy(void);

/* Puts 0, 1 and 2 on the null device. Returns 0 or -errno. */
int fds_null(void);

/* A pipe, both ends close-on-exec. Returns 0 or -errno. */
int fds_pipe(int ret_ends[2]);

/* Makes reads and writes on fd return instead of waiting. Returns 0 or -errno. */
int fds_nonblock(int fd);

/* Closes *fd if it is open and makes it -1; errno is kept. */
void fds_close(int *fd);

#endif
