/*
 * What a TCP socket needs so that small messages are not held back and a dead link is
 * noticed. One file a platform, chosen by configure.
 */
#ifndef CCR_NET_SSH_SOCKOPT_H
#define CCR_NET_SSH_SOCKOPT_H

/* A stream socket of that family: close-on-exec, non-blocking; -1 with errno. */
int sockopt_socket(int family);

/* No Nagle, keepalive, and an end of unanswered data after 20 s where that exists. */
void sockopt_tune(int fd);

/* Asks for immediate acknowledgements where that exists; the kernel forgets it, so it is
 * asked again at each wake-up. */
void sockopt_rearm(int fd);

#endif
