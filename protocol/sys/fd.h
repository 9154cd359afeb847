/*
 * Descriptors: whole reads and writes, flags, pairs, and files that are replaced
 * at once or not at all.
 */
#ifndef CCR_SYS_FD_H
#define CCR_SYS_FD_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Reads until len bytes, end of file or an error: bytes read, or -1 with errno. */
ssize_t fd_read_all(int fd, void *data, size_t len);

/* The same at an offset; the descriptor's own place does not move. */
ssize_t fd_pread_all(int fd, void *data, size_t len, off_t offset);

/* Writes all of it to a blocking descriptor; 0, or -1 with errno. */
int fd_write_all(int fd, const void *data, size_t len);

/* The same at an offset. */
int fd_pwrite_all(int fd, const void *data, size_t len, off_t offset);

/* Closes *fd unless it is -1, and sets it to -1; errno stays. */
void fd_close(int *fd);

int fd_set_nonblocking(int fd, bool on);
int fd_set_cloexec(int fd, bool on);

/* A pipe, or a connected pair of stream sockets, close-on-exec; 0 or -1 with errno. */
int fd_pipe(int ret_fds[2]);
int fd_socketpair(int ret_fds[2]);

/* The whole of a file of at most max bytes, appended to out. ERR_NOT_FOUND when there
 * is none, ERR_TOO_LARGE when it is longer, ERR_STORAGE for the rest. */
int fd_read_file(const char *path, size_t max, struct buf *out, struct err *err);

/* Writes a file of that mode through a temporary name beside it, synced, then renamed: a
 * reader sees the old or the new one whole. ERR_STORAGE on failure. */
int fd_replace_file(const char *path, const void *data, size_t len, mode_t mode, struct err *err);

/* Makes a folder and the missing ones above it, each with mode; 0 when it is there. */
int fd_make_folder(const char *path, mode_t mode, struct err *err);

/* Removes a folder and all below it without following links; missing is fine. */
int fd_remove_tree(const char *path, struct err *err);

#endif
