/*
 * A way to a runner: one connected stream socket that carries the protocol's bytes
 * both ways, a reason when it ends, and questions that only the user can answer, asked
 * as messages. Who uses it cannot tell SSH from a child process.
 *
 * All work that may block happens behind the socket (a thread for libssh, a child
 * process otherwise), so that no call here ever waits.
 */
#ifndef CCR_NET_TRANSPORT_H
#define CCR_NET_TRANSPORT_H

#include "protocol/base/err.h"

#include <stdbool.h>

enum transport_event_kind {
    TRANSPORT_NONE,
    TRANSPORT_STEP,     /* text says what happens now: "connecting to 10.0.0.7 port 22" */
    TRANSPORT_QUESTION, /* text is the question; answer it or cancel */
    TRANSPORT_ENDED,    /* error says why; ERR_NONE when the other end closed cleanly */
};

struct transport_event {
    enum transport_event_kind kind;
    char text[1024]; /* printable: nothing in it can move a terminal */
    bool secret;     /* QUESTION: do not show what is typed */
    struct err error;
};

struct transport;

/* What a back end provides; `data` is its own. */
struct transport_ops {
    void (*answer)(void *data, const char *text);
    void (*cancel)(void *data);
    void (*free)(void *data);
};

/* Takes over both descriptors. fd: the protocol's bytes, non-blocking. events: a
 * descriptor that is readable when transport_next_event() has something; next: fills
 * one event without waiting. For back ends only. */
struct transport *transport_new(const struct transport_ops *ops, void *data, int fd, int events,
                                bool (*next)(void *data, struct transport_event *ret_event));

/* Ends the connection, waits for nothing, frees everything; NULL is fine. */
void transport_free(struct transport *transport);

/* The stream socket: non-blocking, close-on-exec, readable and writable by poll(). Its end
 * of file comes before or after TRANSPORT_ENDED; what was sent before is readable still. */
int transport_fd(const struct transport *transport);

/* Readable by poll() when transport_next_event() would return something. */
int transport_event_fd(const struct transport *transport);

/* Takes the next event; false when there is none now. */
bool transport_next_event(struct transport *transport, struct transport_event *ret_event);

/* Answers the question that is open; text is copied and wiped after use. NULL refuses. */
void transport_answer(struct transport *transport, const char *text);

/* Makes a connection attempt end soon with TRANSPORT_ENDED. */
void transport_cancel(struct transport *transport);

#endif
