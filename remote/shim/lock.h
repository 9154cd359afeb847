#ifndef CCR_REMOTE_SHIM_LOCK_H
#define CCR_REMOTE_SHIM_LOCK_H

/*
 * The session's lock. It is the one descriptor that stays open across the agent's exec, so the
 * kernel holds it until shim and agent are both gone.
 */

/*
 * Takes the lock without waiting; the file is made, mode 0600, if it is missing. On success
 * *ret_fd is open, not close-on-exec, and never closed by the shim. Returns 0, -EWOULDBLOCK when
 * somebody else holds it, or another -errno.
 */
int lock_take(const char *path, int *ret_fd);

#endif
