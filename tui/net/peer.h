/*
 * The client's end of the protocol, without I/O and without a clock: bytes that came in
 * go to peer_feed(), bytes to send stand in peer_output(), and what happened is taken out
 * with peer_next(). The same peer serves a command that polls and a screen with a loop.
 *
 *     connecting   noise is skipped until the host's line
 *     greeting     our line and `hello` are out
 *     ready        requests and notices
 *     ended        for good; peer_next() has said why
 */
#ifndef CCR_NET_PEER_H
#define CCR_NET_PEER_H

#include "protocol/frame.h"
#include "protocol/hello.h"
#include "protocol/message.h"

#include <stdbool.h>
#include <stdint.h>

#define PEER_SILENT_MS     15000 /* after this much silence of ours a `ping` goes out */
#define PEER_ANSWER_MS     5000  /* a byte must come within this after a ping */
#define PEER_BUSY_MS       30000 /* the same while an earlier request is unanswered */
#define PEER_PENDING_MAX   256   /* requests without an answer yet */
#define PEER_OUTPUT_MAX    (4 * 1024 * 1024)
#define PEER_LAST_LINE_MAX 120 /* of the noise, for the error that says nothing else came */

enum peer_state { PEER_CONNECTING, PEER_GREETING, PEER_READY, PEER_ENDED };

enum peer_event_kind {
    PEER_EVENT_NONE,
    PEER_EVENT_READY,  /* peer_host() is known; requests may be made */
    PEER_EVENT_ANSWER, /* number; result, or error with a code */
    PEER_EVENT_NOTICE, /* method and params */
    PEER_EVENT_ENDED,  /* error says why; each unanswered request had its answer before */
};

struct peer_event {
    enum peer_event_kind kind;
    int64_t number;
    const char *method;  /* borrowed from message */
    struct json *params; /* borrowed from message */
    struct json *result; /* borrowed from message */
    struct err error;
    struct message message; /* owned by the event */
};

/* What the host said of itself. */
struct peer_host {
    int protocol;
    char build[HELLO_BUILD_SIZE];
    enum scope scope;      /* what this connection may do */
    int64_t time_offset;   /* host's clock minus the one of peer_tick(), ms; 0 when it said none */
    const char *last_line; /* the last line of noise, printable; "" when there was none */
};

struct peer;

/* name: the host's, for errors; self: our build, scope and name; id: of this client, a UUID.
 * All are copied. */
struct peer *peer_new(const char *name, const struct hello *self, const char *id);
void peer_free(struct peer *peer);

enum peer_state peer_state(const struct peer *peer);
const struct peer_host *peer_host(const struct peer *peer);

/* Bytes that came. Take out the events before the next feed: at most 1 MiB and 64 KiB of
 * unread input are held, and what is over that ends the peer. */
void peer_feed(struct peer *peer, const void *data, size_t len);

/* The stream is over, or the caller gives up: why is copied; with NULL or ERR_NONE the peer
 * says itself what that means in its state. A peer that has ended stays as it is. */
void peer_close(struct peer *peer, const struct err *why);

/* Fills the next event and returns true, false when there is none now. */
bool peer_next(struct peer *peer, struct peer_event *ret_event);
void peer_event_done(struct peer_event *event);

/* Bytes to send now (may be none), and how many of them the channel took. A request whose first
 * byte was taken may have arrived: if the peer ends before the answer, its answer is
 * ERR_UNCONFIRMED; otherwise ERR_UNREACHABLE. */
const char *peer_output(const struct peer *peer, size_t *ret_len);
void peer_wrote(struct peer *peer, size_t len);

/* Queues a request; params are taken over and may be NULL. Only when ready: -ERR_UNREACHABLE
 * otherwise. -ERR_TOO_LARGE: the line is over the maximum, or too many are unanswered. */
int peer_request(struct peer *peer, const char *method, struct json *params, int64_t *ret_number,
                 struct err *err);

/* The answer of that request is of no interest any more: it is swallowed. */
void peer_forget(struct peer *peer, int64_t number);

/* Queues a notice; it is dropped when not ready. */
void peer_notice(struct peer *peer, const char *method, struct json *params);

/* Tells the time (any steady clock in ms): sends the ping, ends a peer that does not answer.
 * Returns after how many ms it wants to be called again at the latest; -1 when it does not care. */
int64_t peer_tick(struct peer *peer, int64_t now_ms);

#endif
