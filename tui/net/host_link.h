/*
 * A conversation with one host for a program that does one thing after the other: a
 * transport and a peer, moved by poll(). Every wait ends at its deadline, when the
 * connection ends, or when the user interrupts. The screen has its own loop and uses the
 * peer directly. The process ignores SIGPIPE.
 */
#ifndef CCR_NET_HOST_LINK_H
#define CCR_NET_HOST_LINK_H

#include "tui/net/peer.h"
#include "tui/net/transport.h"

#define HOST_LINK_TIMEOUT_MS 30000

/* Who is told and asked. Every member may be missing. */
struct host_link_user {
    void *context;
    /* A question that only the user can answer: the text, wiped and freed by the caller; NULL
     * refuses. Without this function every question is refused. */
    char *(*ask)(void *context, const char *question, bool secret);
    void (*step)(void *context, const char *text); /* what happens now */
    /* The way is open; text is to be kept as the hint of the next attempt. */
    void (*opened)(void *context, const char *text);
    void (*notice)(void *context, const char *method, const struct json *params);
    int interrupt_fd; /* readable once the user wants to stop; -1: never. It is not read here. */
};

struct host_link_options {
    const char *name;   /* the host's, for errors; copied */
    struct hello self;  /* our build, scope and name */
    int64_t timeout_ms; /* a step of the greeting, an answer; 0: HOST_LINK_TIMEOUT_MS */
    struct host_link_user user;
};

struct host_link;

/* Takes the transport over. Never NULL. */
struct host_link *host_link_new(struct transport *transport,
                                const struct host_link_options *options);
void host_link_free(struct host_link *link);

/* Waits until the host is ready for requests. The timeout counts from the last sign of progress.
 * ERR_UNREACHABLE, ERR_AUTH, ERR_RUNNER or what else the host said; ERR_INTERRUPTED. */
int host_link_open(struct host_link *link, struct err *err);

/* Sends a request and waits for its answer, which is the caller's (json_drop); ret_result may be
 * NULL. params are taken over. Notices that come meanwhile go to user.notice. Errors: the
 * host's; ERR_UNREACHABLE: no byte was sent; ERR_UNCONFIRMED: sent, and no answer came;
 * ERR_INTERRUPTED: sent, and the user did not want to wait. */
int host_link_call(struct host_link *link, const char *method, struct json *params,
                   struct json **ret_result, struct err *err);

void host_link_notify(struct host_link *link, const char *method, struct json *params);

/* Handles what comes for at most that long (-1: for ever); returns after each notice with 0, at
 * the timeout with 0 too. ERR_UNREACHABLE when the connection is lost, ERR_INTERRUPTED. */
int host_link_wait(struct host_link *link, int64_t timeout_ms, struct err *err);

/* What the host said of itself; its contents count once host_link_open() was fine. */
const struct peer_host *host_link_host(const struct host_link *link);

#endif
