#include "tui/net/ssh/connect.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/sockopt.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define ADDRESSES_MAX 8 /* more are not tried; FEED_GUARDS has room for them all */
#define STAGGER_MS    250

struct race {
    struct feed *feed;
    const struct target *target;
    const struct addrinfo *order[ADDRESSES_MAX];
    size_t count, next; /* order[next] is tried next */
    int each_ms;
    struct pollfd pending[ADDRESSES_MAX]; /* fd -1: lost or not started */
    int64_t deadline[ADDRESSES_MAX];
    int64_t start_next; /* when the next address gets its turn */
    int last_error;
};

/* The resolver's order, but with the two families in turn. */
static void order_addresses(struct race *race, const struct addrinfo *found)
{
    const struct addrinfo *same = found, *other = found;

    while (race->count < ADDRESSES_MAX && (same != NULL || other != NULL)) {
        while (same != NULL && same->ai_family != found->ai_family)
            same = same->ai_next;
        while (other != NULL && other->ai_family == found->ai_family)
            other = other->ai_next;
        if (same != NULL) {
            race->order[race->count++] = same;
            same = same->ai_next;
        }
        if (other != NULL && race->count < ADDRESSES_MAX) {
            race->order[race->count++] = other;
            other = other->ai_next;
        }
    }
}

static void tell_step(struct race *race, const struct addrinfo *address)
{
    char number[64];

    if (getnameinfo(address->ai_addr, address->ai_addrlen, number, sizeof(number), NULL, 0,
                    NI_NUMERICHOST) == 0)
        feed_step(race->feed, "connecting to %s port %d", number, race->target->port);
}

static void drop(struct race *race, size_t i, int error)
{
    feed_unguard(race->feed, race->pending[i].fd);
    fd_close(&race->pending[i].fd);
    race->last_error = error;
    race->start_next = 0;
}

static void start(struct race *race)
{
    size_t i = race->next++;
    const struct addrinfo *address = race->order[i];
    int fd = sockopt_socket(address->ai_family);

    race->pending[i].fd = fd;
    race->pending[i].events = POLLOUT;
    race->deadline[i] = clock_steady_ms() + race->each_ms;
    race->start_next = clock_steady_ms() + STAGGER_MS;
    if (fd < 0) {
        race->last_error = errno;
        race->start_next = 0;
        return;
    }
    tell_step(race, address);
    feed_guard(race->feed, fd);
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0 && errno != EINPROGRESS)
        drop(race, i, errno);
    else if (feed_cancelled(race->feed)) /* it may have come before there was a connection */
        drop(race, i, ECANCELED);
}

/* Milliseconds until something is due; -1 when nothing is under way any more. */
static int next_due(const struct race *race)
{
    int64_t due = INT64_MAX, left;

    for (size_t i = 0; i < race->next; i++)
        if (race->pending[i].fd >= 0 && race->deadline[i] < due)
            due = race->deadline[i];
    if (race->next < race->count && race->start_next < due)
        due = race->start_next;
    if (due == INT64_MAX)
        return -1;
    left = due - clock_steady_ms();
    return left > 0 ? (int)left : 0;
}

/* The socket that won, or -1; losers are dropped. */
static int look(struct race *race)
{
    for (size_t i = 0; i < race->next; i++) {
        int error = 0, fd = race->pending[i].fd;
        socklen_t len = sizeof(error);

        if (fd < 0)
            continue;
        if (race->pending[i].revents == 0) {
            if (clock_steady_ms() >= race->deadline[i])
                drop(race, i, ETIMEDOUT);
            continue;
        }
        if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
            error = errno;
        if (error == 0 && (race->pending[i].revents & (POLLHUP | POLLERR)) == 0) {
            race->pending[i].fd = -1;
            return fd;
        }
        drop(race, i, error != 0 ? error : ECONNABORTED);
    }
    return -1;
}

static int run_race(struct race *race, int *ret_fd)
{
    int due, winner = -1;

    while (winner < 0 && !feed_cancelled(race->feed)) {
        if (race->next < race->count && clock_steady_ms() >= race->start_next)
            start(race);
        due = next_due(race);
        if (due < 0)
            break;
        if (poll(race->pending, race->next, due) >= 0)
            winner = look(race);
    }
    for (size_t i = 0; i < race->next; i++)
        if (race->pending[i].fd >= 0)
            drop(race, i, race->last_error);
    *ret_fd = winner;
    return winner >= 0 ? 0 : -1;
}

static int resolve(const struct target *target, struct addrinfo **ret_found, struct err *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    char port[16];
    int rc;

    snprintf(port, sizeof(port), "%d", target->port);
    rc = getaddrinfo(target->name, port, &hints, ret_found);
    if (rc == 0)
        return 0;
    err_set(err, ERR_UNREACHABLE, "%s: the name does not resolve: %s", target->name,
            rc == EAI_SYSTEM ? strerror(errno) : gai_strerror(rc));
    return err_next(err, "check the address and this machine's network");
}

int connect_to(struct feed *feed, const struct target *target, int each_ms, int *ret_fd,
               struct err *err)
{
    struct race race = {.feed = feed, .target = target, .each_ms = each_ms};
    struct addrinfo *found;
    int rc;

    feed_step(feed, "looking up %s", target->name);
    rc = resolve(target, &found, err);
    if (rc < 0)
        return rc;
    order_addresses(&race, found);
    rc = run_race(&race, ret_fd);
    freeaddrinfo(found);
    if (rc == 0) {
        sockopt_tune(*ret_fd);
        return 0;
    }
    if (feed_cancelled(feed))
        return err_set(err, ERR_INTERRUPTED, "cancelled");
    err_set(err, ERR_UNREACHABLE, "%s: %s", target->label,
            race.last_error == ECONNREFUSED ? "nothing listens there (connection refused)"
            : race.last_error == ETIMEDOUT  ? "no answer (time-out)"
                                            : strerror(race.last_error));
    return err_next(err, race.last_error == ECONNREFUSED
                             ? "is the SSH server running, and is this its port?"
                             : "is the host up, and the network between?");
}
