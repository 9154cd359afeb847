/* macOS hides flock under plain POSIX. */
#define _DARWIN_C_SOURCE 1

#include "protocol/sys/lock.h"

#include "protocol/sys/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

int lock_take(const char *path, int *ret_fd, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int rc = errno == EWOULDBLOCK
                     ? err_set(err, ERR_CONFLICT, "%s: held by another process", path)
                     : err_set(err, ERR_STORAGE, "%s: cannot lock: %s", path, strerror(errno));

        fd_close(&fd);
        return rc;
    }
    *ret_fd = fd;
    return 0;
}

int lock_held(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW), held;

    if (fd < 0)
        return errno == ENOENT ? 0 : err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    held = flock(fd, LOCK_EX | LOCK_NB) != 0;
    fd_close(&fd);
    return held;
}
