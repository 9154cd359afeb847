/* macOS hides flock under plain POSIX. */
#define _DARWIN_C_SOURCE 1

#include "remote/shim/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int lock_take(const char *path, int *ret_fd)
{
    int fd = open(path, O_RDWR | O_CREAT | O_NOCTTY, S_IRUSR | S_IWUSR);
    int r;

    if (fd < 0)
        return -errno;
    do
        r = flock(fd, LOCK_EX | LOCK_NB);
    while (r != 0 && errno == EINTR);
    if (r != 0) {
        r = -errno;
        close(fd);
        return r;
    }
    *ret_fd = fd;
    return 0;
}
