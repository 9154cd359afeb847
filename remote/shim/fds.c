#include "remote/shim/fds.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { FDS_TIDY_END = 1024 };

void fds_tidy(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2);
    for (fd = 3; fd < FDS_TIDY_END; fd++)
        close(fd);
}

int fds_null(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    int r = 0;

    if (fd < 0)
        return -errno;
    for (int i = 0; i <= 2 && r == 0; i++)
        if (dup2(fd, i) < 0)
            r = -errno;
    close(fd);
    return r;
}

int fds_pipe(int ret_ends[2])
{
    int ends[2];

    if (pipe(ends) != 0)
        return -errno;
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0) {
        int r = -errno;

        close(ends[0]);
        close(ends[1]);
        return r;
    }
    ret_ends[0] = ends[0];
    ret_ends[1] = ends[1];
    return 0;
}

int fds_nonblock(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return -errno;
    return 0;
}

void fds_close(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}
