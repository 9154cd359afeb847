#include "tui/net/ssh/pump.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/session.h"
#include "tui/net/ssh/sockopt.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define CHUNK_SIZE (32 * 1024)
#define LAST_WORDS 5000 /* ms from the end of the output to the exit status */

struct chunk {
    size_t from, to;
    char data[CHUNK_SIZE];
};

struct pump {
    struct connection *connection;
    int pair;
    struct chunk up;   /* read from the pair, not yet taken by libssh */
    struct chunk down; /* read from the channel, not yet taken by the pair */
    bool up_ended;     /* the loop sends no more */
    bool eof_sent;
    bool down_ended; /* the server sends no more */
    bool lost;       /* the connection is gone; what came before is still to be delivered */
    bool broken;     /* the session or the pair is gone */
};

static bool chunk_empty(const struct chunk *chunk)
{
    return chunk->from == chunk->to;
}

/* True when libssh would take bytes without putting them on a pile. */
static bool channel_writable(const struct pump *pump)
{
    return (ssh_get_status(pump->connection->session) & SSH_WRITE_PENDING) == 0 &&
           ssh_channel_window_size(pump->connection->channel) > 0;
}

static bool pull_errors(struct pump *pump)
{
    struct connection *connection = pump->connection;
    char errors[2048];
    int n = ssh_channel_read_nonblocking(connection->channel, errors, sizeof(errors), 1);

    if (n > 0)
        tail_add(&connection->tail, errors, (size_t)n);
    return n > 0;
}

/* Something that libssh has read. It is asked until it has no more: it sleeps through what it
 * keeps. */
static bool pull_channel(struct pump *pump)
{
    struct connection *connection = pump->connection;
    int n;

    if (!chunk_empty(&pump->down) || pump->down_ended)
        return false;
    n = ssh_channel_read_nonblocking(connection->channel, pump->down.data, CHUNK_SIZE, 0);
    pump->down.from = 0;
    pump->down.to = n > 0 ? (size_t)n : 0;
    if (n > 0)
        return true;
    if (n == SSH_EOF || ssh_channel_is_eof(connection->channel) ||
        ssh_channel_is_closed(connection->channel))
        pump->down_ended = true;
    else if (n == SSH_ERROR || !session_alive(connection))
        pump->broken = true;
    return false;
}

static bool push_pair(struct pump *pump)
{
    struct chunk *down = &pump->down;
    ssize_t n;

    if (chunk_empty(down))
        return false;
    n = write(pump->pair, down->data + down->from, down->to - down->from);
    if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        pump->broken = true;
    if (n > 0)
        down->from += (size_t)n;
    return n > 0;
}

static bool pull_pair(struct pump *pump)
{
    size_t room = ssh_channel_window_size(pump->connection->channel);
    ssize_t n;

    if (pump->up_ended || !chunk_empty(&pump->up) || !channel_writable(pump))
        return false;
    n = read(pump->pair, pump->up.data, room < CHUNK_SIZE ? room : CHUNK_SIZE);
    if (n < 0)
        return false;
    pump->up_ended = n == 0;
    pump->up.from = 0;
    pump->up.to = (size_t)n;
    return n > 0;
}

static bool push_channel(struct pump *pump)
{
    struct chunk *up = &pump->up;
    int n;

    if (chunk_empty(up)) {
        if (pump->up_ended && !pump->eof_sent && channel_writable(pump))
            pump->eof_sent = ssh_channel_send_eof(pump->connection->channel) == SSH_OK;
        return false;
    }
    if (!channel_writable(pump))
        return false;
    n = ssh_channel_write(pump->connection->channel, up->data + up->from,
                          (uint32_t)(up->to - up->from));
    if (n == SSH_ERROR && !ssh_channel_is_closed(pump->connection->channel))
        pump->broken = true;
    else if (n == SSH_ERROR)
        up->from = up->to; /* the command left without reading it */
    if (n > 0)
        up->from += (size_t)n;
    return n > 0;
}

/* Waits for what would let any of the four moves go on. */
static void pump_wait(struct pump *pump)
{
    struct connection *connection = pump->connection;
    struct pollfd wait[2] = {{.fd = connection->socket}, {.fd = pump->pair}};

    if (pump->lost && !chunk_empty(&pump->down))
        wait[0].fd = -1;
    if (chunk_empty(&pump->down))
        wait[0].events |= POLLIN;
    else
        wait[1].events |= POLLOUT;
    if (ssh_get_status(connection->session) & SSH_WRITE_PENDING)
        wait[0].events |= POLLOUT;
    if (!pump->up_ended && chunk_empty(&pump->up) && channel_writable(pump))
        wait[1].events |= POLLIN;
    poll(wait, 2, -1);
    pump->lost = (wait[0].revents & (POLLHUP | POLLERR)) != 0 || pump->lost;
    if (wait[0].revents & POLLOUT)
        ssh_blocking_flush(connection->session, 0);
    if (wait[1].revents & POLLHUP && (wait[1].revents & POLLIN) == 0)
        pump->broken = true;
    sockopt_rearm(connection->socket);
}

/* The exit status comes after the output, where the channel's own calls take in nothing more. */
static void await_exit(struct connection *connection)
{
    int64_t deadline = clock_steady_ms() + LAST_WORDS, left;
    ssh_event event = ssh_event_new();

    if (event == NULL || ssh_event_add_session(event, connection->session) != SSH_OK)
        goto fail;
    while (!connection->exited && !ssh_channel_is_closed(connection->channel) &&
           session_alive(connection) && (left = deadline - clock_steady_ms()) > 0)
        if (ssh_event_dopoll(event, (int)left) == SSH_ERROR)
            break;
    ssh_event_remove_session(event, connection->session);
fail:
    if (event != NULL)
        ssh_event_free(event);
}

void pump_run(struct connection *connection, int pair)
{
    struct pump pump = {.connection = connection, .pair = pair};

    fd_set_nonblocking(connection->socket, true);
    while (!pump.broken && !(pump.down_ended && chunk_empty(&pump.down))) {
        bool moved = pull_errors(&pump);

        moved |= pull_channel(&pump);
        moved |= push_pair(&pump);
        moved |= pull_pair(&pump);
        moved |= push_channel(&pump);
        if (!moved && !pump.broken && !(pump.down_ended && chunk_empty(&pump.down)))
            pump_wait(&pump);
    }
    if (!pump.broken)
        await_exit(connection);
}
