/*
 * Who is told what. A session's durable items go to each client that watches it, each once
 * and in order, from that client's own place in the file; states go when they changed and the
 * client can take them.
 */
#ifndef CCR_DAEMON_WATCH_H
#define CCR_DAEMON_WATCH_H

#include "remote/daemon/catalog.h"
#include "remote/daemon/client.h"
#include "remote/daemon/live.h"

struct watch {
    struct watch *next;
    char session[37];
    char *after; /* cursor: items up to here were sent */
    bool wants_live;
    bool kept_due;            /* a run may have ended with an answer that only the spool has */
    bool state_due;           /* the session's state changed since it was sent */
    struct live_mark sent;    /* of the live overlay */
    int64_t acknowledged;     /* its last revision the client has acknowledged */
    int64_t live_due;         /* steady ms: not sent again before */
    int64_t look_due;         /* steady ms of the next look at the file */
    struct catalog_mark mark; /* the file as it was at the last look */
};

#define WATCHES_MAX 100 /* of one connection */

/* Begins to watch, after a cursor; one that was watched begins anew. ERR_TOO_LARGE. */
int watch_add(struct client *client, const char *session, const char *after, bool live,
              struct err *err);
void watch_drop(struct client *client, const char *session);
void watch_drop_all(struct client *client);

/* The client has the live overlay up to that revision. */
void watch_acknowledge(struct client *client, const char *session, int64_t revision);

/* Tells clients what changed in this pass of the loop. */
void watch_pass(struct daemon *daemon);

/* Looks at watched files and sends what waited; steady time of the next look. */
int64_t watch_tick(struct daemon *daemon, int64_t now);

#endif
