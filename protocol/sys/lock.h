/*
 * Lock files by flock(2): freed by the kernel when the last descriptor of the opening
 * is closed, so a dead holder never blocks anybody.
 */
#ifndef CCR_SYS_LOCK_H
#define CCR_SYS_LOCK_H

#include "protocol/base/err.h"

/* Takes the lock without waiting. 0 and a close-on-exec descriptor that holds it;
 * -ERR_CONFLICT when somebody else does; -ERR_STORAGE when the file cannot be opened. */
int lock_take(const char *path, int *ret_fd, struct err *err);

/* 1 when somebody holds the lock, 0 when it is free or the file is not there, or -ERR_STORAGE. */
int lock_held(const char *path, struct err *err);

#endif
