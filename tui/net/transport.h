/*
 * A way to a runner: one connected stream socket that carries the protocol's bytes
 * both ways, a reason when it ends, and questions that only the user can answer, asked
 * as messages. Who uses it cannot tell SSH from a child process.
 *
 * All work that may block happens behind the socket (a thread for libssh, a child
 * process otherwise), so that no call here ever waits. The process ignores SIGPIPE:
 * a write to a transport that has ended fails with EPIPE.
 */
#ifndef CCR_NET_TRANSPORT_H
#define CCR_NET_TRANSPORT_H

#include "protocol/base/err.h"

#include <stdbool.h>

#define TRANSPORT_TEXT_SIZE   1024
#define TRANSPORT_ANSWER_SIZE 1024 /* with the NUL; a longer answer is refused */

enum transport_event_kind {
    TRANSPORT_NONE,
    TRANSPORT_STEP,     /* text says what happens now: "connecting to 10.0.0.7 port 22" */
    TRANSPORT_QUESTION, /* text is the question; answer it or cancel */
    TRANSPORT_OPEN,     /* the runner's command was started; text is how the login was done, to be
                         * kept and given to the next attempt as its hint ("" without a login) */
    TRANSPORT_ENDED,    /* error says why; ERR_NONE when the other end closed cleanly. The last */
};

struct transport_event {
    enum transport_event_kind kind;
    char text[TRANSPORT_TEXT_SIZE]; /* one line, printable: it cannot move a terminal */
    bool secret;                    /* QUESTION: do not show what is typed */
    struct err error;
};

struct transport;

/* What a back end provides; `data` is its own. None of these waits. */
struct transport_ops {
    bool (*next)(void *data, struct transport_event *ret_event);
    void (*answer)(void *data, const char *text);
    void (*cancel)(void *data);
    void (*free)(void *data); /* ends the connection; event_fd is closed by it */
};

/* For back ends only. fd: the protocol's bytes, non-blocking; it is the transport's from
 * here on. event_fd: a descriptor of data's that is readable while next() has something. */
struct transport *transport_new(const struct transport_ops *ops, void *data, int fd, int event_fd);

/* Ends the connection, waits for nothing, frees everything; NULL is fine. Bytes that
 * the other end has not read yet may be lost. */
void transport_free(struct transport *transport);

/* The stream socket: non-blocking, close-on-exec, readable and writable by poll(). Its end
 * of file comes before or after TRANSPORT_ENDED; what was sent before is readable still.
 * shutdown(fd, SHUT_WR) tells the other end that no more comes. */
int transport_fd(const struct transport *transport);

/* Readable by poll() when transport_next_event() would return something. */
int transport_event_fd(const struct transport *transport);

/* Takes the next event; false when there is none now. */
bool transport_next_event(struct transport *transport, struct transport_event *ret_event);

/* Answers the question that is open; nothing happens when there is none. The text is copied
 * and the copy wiped after use. NULL refuses; so does a text over TRANSPORT_ANSWER_SIZE. */
void transport_answer(struct transport *transport, const char *text);

/* Makes a connection or an attempt at one end soon, with TRANSPORT_ENDED. */
void transport_cancel(struct transport *transport);

#endif
