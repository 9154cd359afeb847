/*
 * The inside of a remote, shared by the files that make it: remote.c (the connection), requests.c
 * (what is asked) and incoming.c (what comes).
 */
#ifndef CCR_APP_REMOTE_STATE_H
#define CCR_APP_REMOTE_STATE_H

#include "tui/app/app.h"
#include "tui/net/peer.h"
#include "tui/net/transport.h"

/* What an answer is for. */
enum request_kind {
    REQUEST_HOME,
    REQUEST_WATCH,
    REQUEST_PAGE_BEFORE,
    REQUEST_PAGE_AFTER,
    REQUEST_SUBMIT,
    REQUEST_CANCEL,
    REQUEST_ANSWER,
    REQUEST_WHO_ANSWERED, /* the ask of an answer that came too late */
    REQUEST_ACT,
};

struct request {
    struct request *next;
    int64_t number;
    enum request_kind kind;
    char *id; /* of the task, the ask or the session it is about; may be NULL */
};

/* The descriptors of a connection, which libuv lets go of later than we do. */
struct wire {
    uv_poll_t stream, events;
    struct transport *transport;
    struct remote *remote; /* NULL: the remote has another one or none */
    int open;              /* handles that libuv still has */
};

struct remote {
    struct remote *next;
    struct app *app;
    struct host host;
    struct wire *wire; /* NULL: not connected and not connecting */
    struct peer *peer;
    struct request *requests;
    enum link_state state;
    struct err why; /* of the last end */
    char *question;
    bool secret;
    int failures;     /* in a row */
    int64_t retry_at; /* steady ms; -1: not by itself */
    int64_t last_event;
    int64_t revision; /* of what home shows; -1: none */
    char *session;    /* watched; NULL: none */
    char *after;      /* cursor up to which its items came */
    struct buf live;
    char *live_message; /* the id of the answer it is the text of */
    int64_t live_revision;
};

/* Sends what the peer has to send, as far as the socket takes it. */
void remote_push(struct remote *remote);

/* Remembers what a request is for. */
void remote_expect(struct remote *remote, int64_t number, enum request_kind kind, const char *id);

/* Asks for what a fresh connection needs: the lists, the watched session, the outbox. */
void remote_begin(struct remote *remote);

/* Applies an answer or a notice. */
void incoming_answer(struct remote *remote, const struct request *request,
                     const struct peer_event *event);
void incoming_notice(struct remote *remote, const char *method, const struct json *params);

#endif
