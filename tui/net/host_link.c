#include "tui/net/host_link.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE       (16 * 1024)
#define END_PATIENCE_MS 2000 /* for the reason after the stream's end */

struct host_link {
    struct transport *transport;
    struct peer *peer;
    struct host_link_options options;
    char name[HELLO_NAME_SIZE];
    bool eof;            /* the stream's end was read */
    bool told;           /* the transport said TRANSPORT_ENDED; why is in reason */
    struct err reason;   /* ERR_NONE: no reason of its own */
    int64_t eof_at;      /* steady */
    int64_t progress_at; /* of the greeting */
    int64_t call;        /* the request that is waited for; 0: none */
    bool answered;       /* its answer came: */
    struct json *result; /* owned */
    struct err error;
    bool noticed; /* a notice came since the last wait */
    bool moved;   /* an event was handled in this pass */
};

struct host_link *host_link_new(struct transport *transport,
                                const struct host_link_options *options)
{
    struct host_link *link = mem_new(1, sizeof(*link));
    char id[UUID_SIZE];

    random_uuid(id);
    link->transport = transport;
    link->options = *options;
    if (link->options.timeout_ms <= 0)
        link->options.timeout_ms = HOST_LINK_TIMEOUT_MS;
    hello_clean_name(options->name, link->name);
    link->peer = peer_new(link->name, &options->self, id);
    link->progress_at = clock_steady_ms();
    return link;
}

void host_link_free(struct host_link *link)
{
    if (link == NULL)
        return;
    json_drop(link->result);
    peer_free(link->peer);
    transport_free(link->transport);
    free(link);
}

const struct peer_host *host_link_host(const struct host_link *link)
{
    return peer_host(link->peer);
}

static void handle_question(struct host_link *link, const struct transport_event *event)
{
    const struct host_link_user *user = &link->options.user;
    char *answer = user->ask != NULL ? user->ask(user->context, event->text, event->secret) : NULL;

    transport_answer(link->transport, answer);
    if (answer != NULL)
        memset(answer, 0, strlen(answer));
    free(answer);
}

static void handle_transport(struct host_link *link)
{
    const struct host_link_user *user = &link->options.user;
    struct transport_event event;

    while (transport_next_event(link->transport, &event)) {
        if (event.kind == TRANSPORT_QUESTION) {
            handle_question(link, &event);
        } else if (event.kind == TRANSPORT_STEP && user->step != NULL) {
            user->step(user->context, event.text);
        } else if (event.kind == TRANSPORT_OPEN && user->opened != NULL) {
            user->opened(user->context, event.text);
        } else if (event.kind == TRANSPORT_ENDED) {
            link->told = true;
            link->reason = event.error;
        }
        link->progress_at = clock_steady_ms(); /* a question may have taken its time */
    }
}

/* The answer that is waited for came: what comes after it is handled after its caller had it. */
static bool has_answer(const struct host_link *link)
{
    return link->call != 0 && link->answered;
}

static void handle_events(struct host_link *link)
{
    const struct host_link_user *user = &link->options.user;
    struct peer_event event;

    while (!has_answer(link) && peer_next(link->peer, &event)) {
        link->moved = true;
        if (event.kind == PEER_EVENT_NOTICE) {
            link->noticed = true;
            if (user->notice != NULL)
                user->notice(user->context, event.method, event.params);
        } else if (event.kind == PEER_EVENT_ANSWER && event.number == link->call) {
            link->answered = true;
            link->error = event.error;
            link->result = event.result != NULL ? json_clone(event.result) : NULL;
        } else if (event.kind == PEER_EVENT_ENDED && link->error.code == ERR_NONE) {
            link->error = event.error;
        }
        peer_event_done(&event);
    }
}

/* Reads all that is there now. */
static void read_stream(struct host_link *link)
{
    char data[READ_SIZE];
    ssize_t len;

    while (!link->eof && !has_answer(link) && peer_state(link->peer) != PEER_ENDED) {
        len = read(transport_fd(link->transport), data, sizeof(data));
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (len <= 0) {
            link->eof = true;
            link->eof_at = clock_steady_ms();
            return;
        }
        link->progress_at = clock_steady_ms();
        peer_feed(link->peer, data, (size_t)len);
        handle_events(link);
    }
}

/* Whoever uses this ignores SIGPIPE: macOS has no flag for send() that does. */
static void write_stream(struct host_link *link)
{
    const char *data;
    size_t len;
    ssize_t done;

    while (data = peer_output(link->peer, &len), len > 0) {
        done = write(transport_fd(link->transport), data, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return; /* full, or ended: then the read finds out */
        peer_wrote(link->peer, (size_t)done);
    }
}

/* Ends the peer once both ways of hearing of the end have had their say. */
static void handle_end(struct host_link *link)
{
    bool late = link->eof && clock_steady_ms() - link->eof_at >= END_PATIENCE_MS;

    if (peer_state(link->peer) == PEER_ENDED || !(link->told || late))
        return;
    if (link->told && !link->eof)
        read_stream(link);
    if (has_answer(link))
        return; /* what came behind it is read in the next pass */
    if (link->reason.code != ERR_NONE)
        err_wrap(&link->reason, "%s", link->name);
    peer_close(link->peer, &link->reason);
    handle_events(link);
}

static bool interrupted(const struct host_link *link)
{
    struct pollfd fd = {.fd = link->options.user.interrupt_fd, .events = POLLIN};

    return fd.fd >= 0 && poll(&fd, 1, 0) > 0;
}

static int poll_time(struct host_link *link, int64_t left_ms)
{
    int64_t due = peer_tick(link->peer, clock_steady_ms());

    if (due >= 0 && (left_ms < 0 || due < left_ms))
        left_ms = due;
    if (link->eof && !link->told && (left_ms < 0 || left_ms > END_PATIENCE_MS))
        left_ms = END_PATIENCE_MS;
    return left_ms < 0 ? -1 : left_ms > 60000 ? 60000 : (int)left_ms;
}

/* One pass: waits at most left_ms (-1: no limit) for something, then handles all of it. */
static int pass(struct host_link *link, int64_t left_ms, struct err *err)
{
    struct pollfd fds[3] = {
        {.fd = link->eof ? -1 : transport_fd(link->transport), .events = POLLIN},
        {.fd = link->told ? -1 : transport_event_fd(link->transport), .events = POLLIN},
        {.fd = link->options.user.interrupt_fd, .events = POLLIN},
    };
    int timeout = poll_time(link, left_ms);
    size_t waiting;

    link->moved = false;
    handle_events(link); /* what an answer left for later, and what the tick did */
    write_stream(link);
    peer_output(link->peer, &waiting);
    if (waiting > 0)
        fds[0].events |= POLLOUT;
    if (link->moved || peer_state(link->peer) == PEER_ENDED)
        return 0;
    if (poll(fds, 3, timeout) < 0 && errno != EINTR)
        return err_set(err, ERR_FAILED, "poll: %s", strerror(errno));
    if (interrupted(link))
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    peer_tick(link->peer, clock_steady_ms());
    handle_transport(link);
    read_stream(link);
    handle_end(link);
    write_stream(link);
    return 0;
}

static int ended(const struct host_link *link, struct err *err)
{
    *err = link->error;
    return -(int)err->code;
}

static int give_up(struct host_link *link, const char *what, struct err *err)
{
    err_set(err, ERR_UNREACHABLE, "%s: %s", link->name, what);
    err_next(err, "try again, or raise connection.timeout");
    transport_cancel(link->transport);
    peer_close(link->peer, err);
    handle_events(link);
    return -(int)err->code;
}

int host_link_open(struct host_link *link, struct err *err)
{
    int rc;

    while (peer_state(link->peer) != PEER_READY) {
        int64_t left = link->progress_at + link->options.timeout_ms - clock_steady_ms();

        if (peer_state(link->peer) == PEER_ENDED)
            return ended(link, err);
        if (left <= 0)
            return give_up(link,
                           peer_state(link->peer) == PEER_CONNECTING
                               ? "nothing was heard of a runner in time"
                               : "the runner did not get ready in time",
                           err);
        if ((rc = pass(link, left, err)) < 0) {
            transport_cancel(link->transport);
            return rc;
        }
    }
    return 0;
}

static int wait_answer(struct host_link *link, struct err *err)
{
    int64_t end = clock_steady_ms() + link->options.timeout_ms;
    int rc;

    while (!link->answered) {
        int64_t left = end - clock_steady_ms();

        if (left <= 0) {
            give_up(link, "no answer in time", err);
            break;
        }
        if ((rc = pass(link, left, err)) < 0) {
            peer_forget(link->peer, link->call);
            return rc;
        }
    }
    return 0;
}

int host_link_call(struct host_link *link, const char *method, struct json *params,
                   struct json **ret_result, struct err *err)
{
    int rc;

    link->answered = false;
    link->error.code = ERR_NONE;
    json_drop(link->result);
    link->result = NULL;
    rc = peer_request(link->peer, method, params, &link->call, err);
    if (rc == 0)
        rc = wait_answer(link, err);
    link->call = 0;
    if (rc < 0)
        return rc;
    if (link->error.code != ERR_NONE)
        return ended(link, err);
    if (ret_result != NULL) {
        *ret_result = link->result;
        link->result = NULL;
    }
    return 0;
}

void host_link_notify(struct host_link *link, const char *method, struct json *params)
{
    peer_notice(link->peer, method, params);
    write_stream(link);
}

int host_link_wait(struct host_link *link, int64_t timeout_ms, struct err *err)
{
    int64_t end = clock_steady_ms() + timeout_ms;
    int rc;

    link->noticed = false;
    link->error.code = ERR_NONE;
    while (!link->noticed) {
        int64_t left = timeout_ms < 0 ? -1 : end - clock_steady_ms();

        if (peer_state(link->peer) == PEER_ENDED)
            break;
        if (timeout_ms >= 0 && left <= 0)
            return 0;
        if ((rc = pass(link, left, err)) < 0)
            return rc;
    }
    if (link->noticed || peer_state(link->peer) != PEER_ENDED)
        return 0;
    if (link->error.code == ERR_NONE)
        err_set(&link->error, ERR_UNREACHABLE, "%s: the connection was lost", link->name);
    return ended(link, err);
}
