#include "tui/net/feed.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/fd.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct feed {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    int references;
    int ready[2]; /* holds one byte while the queue is not empty; [0] is the loop's */
    struct transport_event queue[FEED_QUEUE];
    size_t first, count;
    int guards[FEED_GUARDS];
    bool cancelled;
    bool asking;
    bool has_answer;
    bool refused;
    char answer[TRANSPORT_ANSWER_SIZE];
};

struct feed *feed_new(struct err *err)
{
    struct feed *feed = mem_new(1, sizeof(*feed));

    if (fd_pipe(feed->ready) != 0 || fd_set_nonblocking(feed->ready[0], true) != 0 ||
        fd_set_nonblocking(feed->ready[1], true) != 0) {
        err_set(err, ERR_FAILED, "no descriptors left for a connection");
        free(feed);
        return NULL;
    }
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->answered, NULL);
    for (size_t i = 0; i < FEED_GUARDS; i++)
        feed->guards[i] = -1;
    feed->references = 2;
    return feed;
}

void feed_join(struct feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    feed->references++;
    pthread_mutex_unlock(&feed->lock);
}

void feed_leave(struct feed *feed)
{
    bool last;

    pthread_mutex_lock(&feed->lock);
    last = --feed->references == 0;
    pthread_mutex_unlock(&feed->lock);
    if (!last)
        return;
    fd_close(&feed->ready[0]);
    fd_close(&feed->ready[1]);
    pthread_cond_destroy(&feed->answered);
    pthread_mutex_destroy(&feed->lock);
    mem_wipe(feed->answer, sizeof(feed->answer));
    free(feed);
}

int feed_start_thread(void *(*run)(void *), void *data, size_t stack, struct err *err)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    pthread_t thread;
    int rc;

    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, stack);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    rc = pthread_create(&thread, &attributes, run, data);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (rc != 0)
        return err_set(err, ERR_FAILED, "cannot start a thread: %s", strerror(rc));
    return 0;
}

static void make_printable(char *text, size_t size)
{
    struct buf out;

    buf_init(&out, size - 1);
    utf8_printable(&out, text, strlen(text), false);
    memcpy(text, buf_text(&out), out.len);
    text[out.len] = '\0';
    buf_done(&out);
}

/* The place of a new event; NULL when the loop is gone or the queue is full. One slot of
 * the queue is left to questions and the end each, since steps come first. */
static struct transport_event *add_locked(struct feed *feed, enum transport_event_kind kind)
{
    size_t room = kind == TRANSPORT_STEP ? FEED_QUEUE - 4 : FEED_QUEUE;
    struct transport_event *event;

    if (feed->ready[0] < 0 || feed->count >= room)
        return NULL;
    if (feed->count == 0 && write(feed->ready[1], "", 1) != 1)
        return NULL;
    event = &feed->queue[(feed->first + feed->count++) % FEED_QUEUE];
    memset(event, 0, sizeof(*event));
    event->kind = kind;
    return event;
}

static void add_text(struct feed *feed, enum transport_event_kind kind, const char *text)
{
    struct transport_event *event;

    pthread_mutex_lock(&feed->lock);
    event = add_locked(feed, kind);
    if (event != NULL)
        snprintf(event->text, sizeof(event->text), "%s", text);
    pthread_mutex_unlock(&feed->lock);
}

void feed_step(struct feed *feed, const char *fmt, ...)
{
    char text[TRANSPORT_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    make_printable(text, sizeof(text));
    add_text(feed, TRANSPORT_STEP, text);
}

void feed_open(struct feed *feed, const char *hint)
{
    add_text(feed, TRANSPORT_OPEN, hint);
}

void feed_end(struct feed *feed, const struct err *error)
{
    struct err shown = *error;
    struct transport_event *event;

    make_printable(shown.what, sizeof(shown.what));
    make_printable(shown.next, sizeof(shown.next));
    pthread_mutex_lock(&feed->lock);
    event = add_locked(feed, TRANSPORT_ENDED);
    if (event != NULL)
        event->error = shown;
    pthread_mutex_unlock(&feed->lock);
}

int feed_ask(struct feed *feed, bool secret, char ret_answer[TRANSPORT_ANSWER_SIZE],
             const char *fmt, ...)
{
    char text[TRANSPORT_TEXT_SIZE];
    struct transport_event *event;
    va_list args;
    int rc;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    make_printable(text, sizeof(text));
    pthread_mutex_lock(&feed->lock);
    event = add_locked(feed, TRANSPORT_QUESTION);
    if (event != NULL) {
        snprintf(event->text, sizeof(event->text), "%s", text);
        event->secret = secret;
        feed->asking = true;
        feed->has_answer = false;
    }
    while (event != NULL && !feed->has_answer && !feed->cancelled)
        pthread_cond_wait(&feed->answered, &feed->lock);
    rc = event == NULL || feed->cancelled ? -ERR_INTERRUPTED : feed->refused ? -ERR_AUTH : 0;
    if (rc == 0)
        memcpy(ret_answer, feed->answer, TRANSPORT_ANSWER_SIZE);
    feed->asking = false;
    mem_wipe(feed->answer, sizeof(feed->answer));
    pthread_mutex_unlock(&feed->lock);
    return rc;
}

void feed_guard(struct feed *feed, int fd)
{
    pthread_mutex_lock(&feed->lock);
    for (size_t i = 0; i < FEED_GUARDS; i++)
        if (feed->guards[i] < 0) {
            feed->guards[i] = fd;
            break;
        }
    if (feed->cancelled)
        shutdown(fd, SHUT_RDWR);
    pthread_mutex_unlock(&feed->lock);
}

void feed_unguard(struct feed *feed, int fd)
{
    pthread_mutex_lock(&feed->lock);
    for (size_t i = 0; i < FEED_GUARDS; i++)
        if (feed->guards[i] == fd)
            feed->guards[i] = -1;
    pthread_mutex_unlock(&feed->lock);
}

bool feed_cancelled(struct feed *feed)
{
    bool cancelled;

    pthread_mutex_lock(&feed->lock);
    cancelled = feed->cancelled;
    pthread_mutex_unlock(&feed->lock);
    return cancelled;
}

int feed_event_fd(const struct feed *feed)
{
    return feed->ready[0];
}

bool feed_next(struct feed *feed, struct transport_event *ret_event)
{
    bool found = false;
    char byte;

    pthread_mutex_lock(&feed->lock);
    if (feed->count > 0) {
        *ret_event = feed->queue[feed->first];
        feed->first = (feed->first + 1) % FEED_QUEUE;
        found = true;
        feed->count--;
        while (feed->count == 0 && read(feed->ready[0], &byte, 1) > 0)
            ;
    }
    pthread_mutex_unlock(&feed->lock);
    return found;
}

void feed_answer(struct feed *feed, const char *text)
{
    pthread_mutex_lock(&feed->lock);
    if (feed->asking && !feed->has_answer) {
        feed->refused = text == NULL || strlen(text) >= sizeof(feed->answer);
        if (!feed->refused)
            memcpy(feed->answer, text, strlen(text) + 1);
        feed->has_answer = true;
        pthread_cond_broadcast(&feed->answered);
    }
    pthread_mutex_unlock(&feed->lock);
}

void feed_cancel(struct feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    feed->cancelled = true;
    for (size_t i = 0; i < FEED_GUARDS; i++)
        if (feed->guards[i] >= 0)
            shutdown(feed->guards[i], SHUT_RDWR);
    pthread_cond_broadcast(&feed->answered);
    pthread_mutex_unlock(&feed->lock);
}

void feed_close(struct feed *feed)
{
    feed_cancel(feed);
    pthread_mutex_lock(&feed->lock);
    fd_close(&feed->ready[0]);
    pthread_mutex_unlock(&feed->lock);
    feed_leave(feed);
}
