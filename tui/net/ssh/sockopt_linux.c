/* Linux and Android: TCP_QUICKACK and TCP_USER_TIMEOUT are no part of POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tui/net/ssh/sockopt.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define UNANSWERED_MS   20000 /* sent data without an acknowledgement */
#define KEEPALIVE_AFTER 30    /* s of silence */
#define KEEPALIVE_EVERY 10
#define KEEPALIVE_TIMES 3

static void set(int fd, int level, int option, int value)
{
    setsockopt(fd, level, option, &value, sizeof(value));
}

int sockopt_socket(int family)
{
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

void sockopt_tune(int fd)
{
    set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, UNANSWERED_MS);
    set(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_AFTER);
    set(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_EVERY);
    set(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_TIMES);
    set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    sockopt_rearm(fd);
}

void sockopt_rearm(int fd)
{
    set(fd, IPPROTO_TCP, TCP_QUICKACK, 1);
}
