#include "remote/shim/pump.h"

#include "remote/shim/fds.h"
#include "remote/shim/wake.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POLL_WAKE, POLL_POKE, POLL_IN, POLL_OUT, POLL_LOG, POLL_COUNT };

static int64_t pump_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void flow_init(struct flow *flow, int *fd, char *bytes, size_t size,
                      ssize_t (*put)(struct spool *, const char *, size_t))
{
    memset(flow, 0, sizeof(*flow));
    flow->fd = fd;
    flow->bytes = bytes;
    flow->size = size;
    flow->put = put;
}

static bool flow_stuck(const struct flow *flow)
{
    return flow->from < flow->to;
}

static void flow_write(struct flow *flow, struct spool *spool)
{
    while (flow_stuck(flow)) {
        ssize_t n = flow->put(spool, flow->bytes + flow->from, flow->to - flow->from);

        if (n < 0)
            return;
        flow->from += (size_t)n;
    }
}

/* Reads once, into an empty buffer. Returns the number of bytes; the descriptor closes at the end.
 */
static size_t flow_read(struct flow *flow, struct spool *spool)
{
    ssize_t n = read(*flow->fd, flow->bytes, flow->size);

    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
        fds_close(flow->fd);
    if (n <= 0)
        return 0;
    flow->from = 0;
    flow->to = (size_t)n;
    flow_write(flow, spool);
    return (size_t)n;
}

void pump_init(struct pump *pump, struct spool *spool, struct agent *agent, int wake)
{
    memset(pump, 0, sizeof(*pump));
    pump->spool = spool;
    pump->agent = agent;
    pump->wake = wake;
    pump->retry_at = pump->quiet_at = -1;
    flow_init(&pump->out, &agent->out, pump->out_bytes, sizeof(pump->out_bytes), spool_append);
    flow_init(&pump->log, &agent->err, pump->log_bytes, sizeof(pump->log_bytes), spool_log);
}

static void pump_deafen(struct pump *pump)
{
    fds_close(&pump->agent->in);
    pump->unmarked = false;
}

/* What is in the folder cannot be fed: the agent is let go, and the run's ending will say why. */
static void pump_fail(struct pump *pump, const char *what, const char *text)
{
    char note[ENDING_SIZE];

    ending_failed(&pump->failure, what, text);
    snprintf(note, sizeof(note), "ccr-shim: %s: %s", what, text);
    spool_note(pump->spool, note);
    pump_deafen(pump);
    agent_interrupt(pump->agent);
}

/* Looks for the next whole line. Returns true with one; *ret_all: nothing at all is left. */
static bool pump_find(struct pump *pump, bool *ret_all)
{
    char text[80];

    *ret_all = false;
    for (;;) {
        ssize_t n =
            spool_read(pump->spool, pump->in_bytes, sizeof(pump->in_bytes), pump->feed.next);

        if (n < 0) {
            pump_fail(pump, "in.ndjson", strerror((int)-n));
            return false;
        }
        if (n == 0) {
            *ret_all = pump->feed.next == pump->feed.start;
            return false;
        }
        switch (feed_scan(&pump->feed, pump->in_bytes, (size_t)n)) {
        case FEED_MORE:
            break;
        case FEED_HOLE:
            return false;
        case FEED_LINE:
            return true;
        case FEED_LONG:
            snprintf(text, sizeof(text), "the line at byte %" PRIu64 " is longer than 1 MiB",
                     pump->feed.start);
            pump_fail(pump, "in.ndjson", text);
            return false;
        }
    }
}

/* Puts the found line's rest into the pipe. Returns true once it is in whole. */
static bool pump_send(struct pump *pump)
{
    while (pump->sent < pump->feed.end) {
        uint64_t rest = pump->feed.end - pump->sent;
        size_t size = rest < sizeof(pump->in_bytes) ? (size_t)rest : sizeof(pump->in_bytes);
        ssize_t n = spool_read(pump->spool, pump->in_bytes, size, pump->sent);

        if (n <= 0) {
            pump_fail(pump, "in.ndjson", n < 0 ? strerror((int)-n) : "it became shorter");
            return false;
        }
        n = write(pump->agent->in, pump->in_bytes, (size_t)n);
        if (n > 0)
            pump->sent += (uint64_t)n;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return false;
        else if (errno != EINTR) {
            pump_deafen(pump);
            return false;
        }
    }
    return true;
}

static void pump_feed(struct pump *pump)
{
    bool all = false;

    while (pump->agent->in >= 0) {
        if (!feed_has_line(&pump->feed) && !pump_find(pump, &all))
            break;
        if (pump->marked < pump->feed.end) {
            pump->unmarked = spool_feed(pump->spool, pump->feed.end) < 0;
            if (pump->unmarked)
                return;
            pump->marked = pump->feed.end;
        }
        if (!pump_send(pump))
            return;
        feed_pass(&pump->feed);
    }
    if (pump->eof && all)
        pump_deafen(pump);
}

static void pump_look(struct pump *pump)
{
    /* Before in.ndjson is read to its end: the daemon's last line came before its eof. */
    pump->eof = pump->eof || spool_eof(pump->spool);
    pump_feed(pump);
}

static void pump_drain(struct pump *pump, struct flow *flow)
{
    size_t n = flow_read(flow, pump->spool);

    if (!pump->agent->ended || n == 0)
        return;
    pump->drained += n;
    pump->quiet_at = pump_now() + PUMP_QUIET_MS;
}

static void pump_ended(struct pump *pump)
{
    pump_deafen(pump);
    pump->spool->out_max = 0;
    pump->quiet_at = pump_now() + PUMP_QUIET_MS;
    if (pump->retry_at >= 0)
        pump->retry_at = pump_now();
}

static void pump_signals(struct pump *pump)
{
    unsigned came = wake_take();

    if ((came & WAKE_CHILD) && !pump->agent->ended && agent_reap(pump->agent))
        pump_ended(pump);
    if (came & WAKE_STOP)
        agent_interrupt(pump->agent);
}

static bool pump_stuck(const struct pump *pump)
{
    return flow_stuck(&pump->out) || flow_stuck(&pump->log) || pump->unmarked;
}

/* Tries again what could not be written when that is due, and keeps `stall` true. */
static void pump_retry(struct pump *pump)
{
    if (pump->retry_at >= 0) {
        if (pump_now() < pump->retry_at)
            return;
        pump->retry_at = -1;
        flow_write(&pump->out, pump->spool);
        flow_write(&pump->log, pump->spool);
        if (pump->unmarked)
            pump_feed(pump);
        /* Bytes that waited here were no silence of the pipe. */
        if (pump->agent->ended)
            pump->quiet_at = pump_now() + PUMP_QUIET_MS;
    }
    if (pump_stuck(pump) != pump->spool->stalled)
        spool_stall(pump->spool, !pump->spool->stalled);
    if (pump_stuck(pump) || pump->spool->stalled)
        pump->retry_at = pump_now() + PUMP_RETRY_MS;
}

static bool pump_done(struct pump *pump)
{
    const char *held = "ccr-shim: the agent has ended, a child of its holds its output open; "
                       "what that prints from now on is lost";

    if (!pump->agent->ended || pump_stuck(pump))
        return false;
    if (pump->agent->out < 0 && pump->agent->err < 0)
        return true;
    if (pump_now() < pump->quiet_at && pump->drained < PUMP_DRAIN_MAX)
        return false;
    spool_note(pump->spool, held);
    return true;
}

static int pump_timeout(const struct pump *pump)
{
    int64_t due = -1, now;

    if (pump->retry_at >= 0)
        due = pump->retry_at;
    if (pump->quiet_at >= 0 && !pump_stuck(pump) && (due < 0 || pump->quiet_at < due))
        due = pump->quiet_at;
    if (due < 0)
        return -1;
    now = pump_now();
    return due > now ? (int)(due - now) : 0;
}

static void pump_wait(struct pump *pump, struct pollfd fds[POLL_COUNT])
{
    bool sending = feed_has_line(&pump->feed) && !pump->unmarked;

    memset(fds, 0, sizeof(*fds) * POLL_COUNT);
    fds[POLL_WAKE].fd = pump->wake;
    fds[POLL_POKE].fd = pump->spool->poke;
    /* A pipe whose reader is gone is always ready, so it is asked about only with a line to send.
     */
    fds[POLL_IN].fd = sending ? pump->agent->in : -1;
    fds[POLL_OUT].fd = flow_stuck(&pump->out) ? -1 : pump->agent->out;
    fds[POLL_LOG].fd = flow_stuck(&pump->log) ? -1 : pump->agent->err;
    for (int i = 0; i < POLL_COUNT; i++)
        fds[i].events = i == POLL_IN ? POLLOUT : POLLIN;
    if (poll(fds, POLL_COUNT, pump_timeout(pump)) < 0)
        for (int i = 0; i < POLL_COUNT; i++)
            fds[i].revents = 0;
}

void pump_run(struct pump *pump, struct ending *ret_ending)
{
    struct pollfd fds[POLL_COUNT];

    pump_look(pump);
    pump_retry(pump);
    while (!pump_done(pump)) {
        pump_wait(pump, fds);
        if (fds[POLL_OUT].revents)
            pump_drain(pump, &pump->out);
        if (fds[POLL_LOG].revents)
            pump_drain(pump, &pump->log);
        if (fds[POLL_POKE].revents) {
            spool_poked(pump->spool);
            pump_look(pump);
        }
        if (fds[POLL_IN].revents)
            pump_feed(pump);
        /* Not only when the pipe says so: a signal that cut poll short is in the notes as well. */
        pump_signals(pump);
        pump_retry(pump);
    }
    if (pump->failure.line[0])
        *ret_ending = pump->failure;
    else
        ending_status(ret_ending, pump->agent->status);
}
