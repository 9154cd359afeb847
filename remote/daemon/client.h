/*
 * A connection to the daemon: its lines in, its lines out, and what it watches.
 */
#ifndef CCR_DAEMON_CLIENT_H
#define CCR_DAEMON_CLIENT_H

#include "remote/daemon/daemon.h"

#include "protocol/frame.h"
#include "protocol/hello.h"
#include "protocol/json.h"

#define CLIENTS_MAX     256               /* above it, a connection is closed at once */
#define CLIENT_OUT_HIGH (1024 * 1024)     /* above it, its requests are not read */
#define CLIENT_OUT_MAX  (4 * 1024 * 1024) /* above it, it is disconnected */

struct client {
    struct client *next;
    struct daemon *daemon;
    uv_pipe_t pipe;
    struct frame frame;
    struct hello hello; /* the client's first line */
    bool greeted;       /* that line was read and answered */
    bool closing;
    bool reading;
    size_t out_bytes;      /* given to libuv and not written yet */
    int64_t heard_at;      /* steady ms of its last byte */
    int64_t stuck_since;   /* steady ms since its output does not move; -1: it does */
    int64_t home_revision; /* -1: does not watch home */
    struct watch *watches; /* the sessions it watches */
};

/* Accepts the connection that the listener announced. */
void client_accept(struct daemon *daemon);

/* Sends a notice; params is taken over. Not for state when client_is_slow(). */
void client_notify(struct client *client, const char *method, struct json *params);

/* True while so much is unread that what is only state should wait. */
bool client_is_slow(const struct client *client);

/* Sends an answer, or an error. */
void client_answer(struct client *client, const struct json *id, struct json *result);
void client_refuse(struct client *client, const struct json *id, const struct err *err);

/* Disconnects; the client is freed when libuv lets it go. */
void client_close(struct client *client);

/* True when it has been silent, or has not read, for so long that it is taken for dead. */
bool client_is_dead(const struct client *client, int64_t now);

/* Disconnects those that have been silent or stuck for too long; steady time of the next look. */
int64_t client_tick(struct daemon *daemon, int64_t now);

#endif
