/*
 * One connection and all that belongs to it, in the hands of one thread. The stages
 * come in this order, each in its file: session, trust, auth, channel, pump.
 */
#ifndef CCR_NET_SSH_CONNECTION_H
#define CCR_NET_SSH_CONNECTION_H

#include "tui/net/feed.h"
#include "tui/net/ssh/known_hosts.h"
#include "tui/net/ssh/ssh.h"
#include "tui/net/ssh/target.h"
#include "tui/net/tail.h"

#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <stdbool.h>

#define CONNECTION_HINT_SIZE 512

struct connection {
    struct feed *feed; /* borrowed */
    struct host host;
    struct ssh_options options; /* its texts are copies; times are set */
    struct target target;
    char *known_file;         /* the profile's known_hosts; NULL: none */
    struct known_hosts known; /* the lines that are about this target */
    int socket;               /* ours; libssh has a duplicate, since it closes its own at times */
    ssh_session session;
    ssh_channel channel;
    struct ssh_channel_callbacks_struct callbacks; /* for the command's end alone */
    bool exited;
    int exit_status;      /* -1: by a signal, or not known */
    char exit_signal[32]; /* without "SIG" */
    struct tail tail;     /* what the command wrote to stderr */
    char hint[CONNECTION_HINT_SIZE];
};

/* Copies and checks what is given. NULL with ERR_INVALID. */
struct connection *connection_new(const struct host *host, const struct ssh_options *options,
                                  struct feed *feed, struct err *err);

/* Closes what is open, frees all; NULL is fine. */
void connection_free(struct connection *connection);

/* Sets err to what went wrong on a connection whose session failed: cancelled, or
 * "label: what: libssh's words". Returns its code. */
int connection_failed(struct connection *connection, struct err *err, enum err_code code,
                      const char *what);

#endif
