/*
 * The byte pump between an SSH channel's stdio and the daemon's socket. It owns nothing and may
 * die at any moment.
 */
#ifndef CCR_SERVE_H
#define CCR_SERVE_H

#include "protocol/hello.h"

struct serve {
    const char *state; /* the state folder */
    const char *self;  /* this program, to start the daemon with */
    const char *build;
    enum scope scope; /* the most a client gets */
    const char *name; /* who the client is, whatever it says; NULL: as it says */
};

/* Greets the client on stdout, reads its first line from stdin, connects to the daemon, which
 * is started or replaced when need be, and pumps until either side ends: 0 also when the
 * client leaves before. ERR_INVALID: its first line is none; ERR_RUNNER, ERR_STORAGE: no daemon. */
int serve_run(const struct serve *serve, struct err *err);

#endif
