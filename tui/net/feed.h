/*
 * What a thread that does the blocking work and the loop that waits for it have in
 * common: events one way, answers and the wish to stop the other way. Both sides hold
 * a reference; the loop's side never waits for anything but the lock, which nobody
 * holds for long.
 *
 * A thread that is stuck in the kernel on a socket is freed by shutting that socket
 * down: it guards the sockets it may wait on, and feed_cancel() shuts them down.
 */
#ifndef CCR_NET_FEED_H
#define CCR_NET_FEED_H

#include "tui/net/transport.h"

#include <stddef.h>
#include <sys/types.h>

#define FEED_QUEUE  16 /* events kept; a STEP that finds it full is dropped */
#define FEED_GUARDS 12

struct feed;

/* A feed with two references, the loop's and the thread's; NULL when the system has no
 * descriptors left. */
struct feed *feed_new(struct err *err);

/* The thread's side. Gives its reference back. */
void feed_leave(struct feed *feed);

/* One more reference for another thread; it ends with feed_leave(). */
void feed_join(struct feed *feed);

/* Starts a detached thread with that stack and all signals blocked. */
int feed_start_thread(void *(*run)(void *), void *data, size_t stack, struct err *err);

/* What happens now. The text is made printable. */
void feed_step(struct feed *feed, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* TRANSPORT_OPEN and TRANSPORT_ENDED; error's texts are made printable. */
void feed_open(struct feed *feed, const char *hint);
void feed_end(struct feed *feed, const struct err *error);

/* Asks the user and waits for the answer, which the caller wipes. -ERR_AUTH when it was
 * refused, -ERR_INTERRUPTED when the attempt was cancelled. */
int feed_ask(struct feed *feed, bool secret, char ret_answer[TRANSPORT_ANSWER_SIZE],
             const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* From here on feed_cancel() shuts this socket down, at once if it was called already;
 * until feed_unguard(), which comes before the socket is closed. */
void feed_guard(struct feed *feed, int fd);
void feed_unguard(struct feed *feed, int fd);

bool feed_cancelled(struct feed *feed);

/* The loop's side: these are what struct transport_ops wants. */
int feed_event_fd(const struct feed *feed);
bool feed_next(struct feed *feed, struct transport_event *ret_event);
void feed_answer(struct feed *feed, const char *text);
void feed_cancel(struct feed *feed);

/* Cancels, closes the event descriptor and gives the loop's reference back. */
void feed_close(struct feed *feed);

#endif
