#include "tui/net/ssh/sockopt.h"

#include "protocol/sys/fd.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int sockopt_socket(int family)
{
    int fd = socket(family, SOCK_STREAM, 0);

    if (fd >= 0 && (fd_set_cloexec(fd, true) != 0 || fd_set_nonblocking(fd, true) != 0))
        fd_close(&fd);
    return fd;
}

void sockopt_tune(int fd)
{
    int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
}

void sockopt_rearm(int fd)
{
    (void)fd;
}
