#include "remote/serve.h"

#include "remote/door.h"
#include "remote/launch.h"

#include "protocol/base/mem.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define START_MS     15000 /* how long a daemon may take until it listens */
#define RETRY_MS     20
#define FIRST_MS     60000 /* how long a client may take for its first line */
#define SILENT_MS    60000 /* without a byte from the client, the link is taken for dead */
#define PUMP_BYTES   (64 * 1024)
#define HAND_OVER_MS 10000 /* how long an older daemon may take to leave */

/* One direction: bytes read and not yet written. */
struct lane {
    int from, to;
    char data[PUMP_BYTES];
    size_t start, end;
    bool over;
};

static int connect_once(const char *state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *path = door_path(state);
    int fd = -1;

    if (strlen(path) < sizeof(address.sun_path)) {
        memcpy(address.sun_path, path, strlen(path) + 1);
        fd = socket(AF_UNIX, SOCK_STREAM, 0);
    }
    free(path);
    if (fd >= 0 && (fd_set_cloexec(fd, true) != 0 ||
                    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0))
        fd_close(&fd);
    return fd;
}

/* Connects, starting a daemon when nobody listens; losers of that race find the winner's. */
static int connect_daemon(const struct serve *serve, struct err *err)
{
    int64_t until = clock_steady_ms() + START_MS;
    bool started = false;

    for (;;) {
        int fd = connect_once(serve->state);

        if (fd >= 0)
            return fd;
        if (!started && launch_daemon(serve->self, serve->state, err) < 0)
            return -1;
        started = true;
        if (clock_steady_ms() >= until)
            break;
        poll(NULL, 0, RETRY_MS);
    }
    launch_reason(serve->state, err);
    return -1;
}

/* Reads one short line, byte by byte, so that nothing behind it is taken. */
static int read_line(int fd, char *line, size_t size, int timeout_ms)
{
    int64_t until = clock_steady_ms() + timeout_ms;

    for (size_t len = 0; len < size;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int64_t left = until - clock_steady_ms();
        ssize_t n;

        if (left <= 0)
            return -1;
        if (poll(&ready, 1, (int)left) <= 0)
            continue;
        n = read(fd, line + len, 1);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n <= 0)
            return -1;
        if (line[len] == '\n') {
            line[len] = '\0';
            return 0;
        }
        len++;
    }
    return -1;
}

/* Says who connects and hears how the daemon's build stands to ours; -1: try again. */
static int introduce(int fd, const struct hello *hello, int timeout_ms, bool *ret_older,
                     struct err *err)
{
    char line[HELLO_LINE_MAX];

    hello_print_client(hello, line);
    if (fd_write_all(fd, line, strlen(line)) != 0 ||
        read_line(fd, line, sizeof(line), timeout_ms) != 0)
        return -1;
    *ret_older = strcmp(line, "older") == 0;
    if (*ret_older)
        return -1;
    if (strcmp(line, "ready") != 0 && strcmp(line, "newer") != 0)
        return err_set(err, ERR_RUNNER, "the daemon answered %.64s", line);
    return 0;
}

static int reach_daemon(const struct serve *serve, const struct hello *hello, struct err *err)
{
    int64_t until = clock_steady_ms() + HAND_OVER_MS, left;
    bool older = false;

    while ((left = until - clock_steady_ms()) > 0) {
        int fd = connect_daemon(serve, err), rc;

        if (fd < 0)
            return -1;
        rc = introduce(fd, hello, (int)left, &older, err);
        if (rc == 0)
            return fd;
        fd_close(&fd);
        if (rc < -1)
            return -1;
        poll(NULL, 0, RETRY_MS);
    }
    err_set(err, ERR_RUNNER,
            older ? "an older daemon did not hand over" : "the daemon does not answer");
    err_next(err, "ccr doctor names it");
    return -1;
}

/* Moves what can be moved; false on an error of the descriptor that is written. */
static bool move(struct lane *lane, short from, short to)
{
    ssize_t n;

    if (lane->start == lane->end && (from & (POLLIN | POLLHUP | POLLERR)) != 0 && !lane->over) {
        n = read(lane->from, lane->data, sizeof(lane->data));
        if (n > 0) {
            lane->start = 0;
            lane->end = (size_t)n;
            to |= POLLOUT;
        } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
            lane->over = true;
        }
    }
    if (lane->start < lane->end && (to & (POLLOUT | POLLERR | POLLHUP)) != 0) {
        n = write(lane->to, lane->data + lane->start, lane->end - lane->start);
        if (n > 0)
            lane->start += (size_t)n;
        else if (errno != EINTR && errno != EAGAIN)
            return false;
    }
    return true;
}

static bool empty(const struct lane *lane)
{
    return lane->start == lane->end;
}

/* Until the daemon ends, the client ends, or the client has been silent for too long. */
static void pump(int daemon)
{
    static struct lane in, out;
    int64_t heard = clock_steady_ms();

    in = (struct lane){.from = STDIN_FILENO, .to = daemon};
    out = (struct lane){.from = daemon, .to = STDOUT_FILENO};
    fd_set_nonblocking(STDIN_FILENO, true);
    fd_set_nonblocking(STDOUT_FILENO, true);
    fd_set_nonblocking(daemon, true);
    while (!(in.over && empty(&in)) && !(out.over && empty(&out))) {
        struct pollfd fds[4] = {
            {.fd = empty(&in) && !in.over ? in.from : -1, .events = POLLIN},
            {.fd = empty(&in) ? -1 : in.to, .events = POLLOUT},
            {.fd = empty(&out) && !out.over ? out.from : -1, .events = POLLIN},
            {.fd = empty(&out) ? -1 : out.to, .events = POLLOUT},
        };
        int64_t left = heard + SILENT_MS - clock_steady_ms();

        if (left <= 0 || (poll(fds, 4, (int)left) < 0 && errno != EINTR))
            return;
        if (fds[0].revents != 0)
            heard = clock_steady_ms();
        if (!move(&in, fds[0].revents, fds[1].revents) ||
            !move(&out, fds[2].revents, fds[3].revents))
            return;
    }
}

int serve_run(const struct serve *serve, struct err *err)
{
    struct hello ours = {.protocol = HELLO_PROTOCOL}, client;
    char line[HELLO_LINE_MAX];
    int fd;

    signal(SIGPIPE, SIG_IGN);
    snprintf(ours.build, sizeof(ours.build), "%s", serve->build);
    hello_print_host(&ours, line);
    if (fd_write_all(STDOUT_FILENO, line, strlen(line)) != 0)
        return 0;
    if (read_line(STDIN_FILENO, line, sizeof(line), FIRST_MS) != 0)
        return 0;
    if (hello_parse_client(line, &client, err) < 0)
        return -(int)err->code;
    snprintf(client.build, sizeof(client.build), "%s", serve->build);
    if (client.scope > serve->scope)
        client.scope = serve->scope;
    if (serve->name != NULL)
        hello_clean_name(serve->name, client.name);
    fd = reach_daemon(serve, &client, err);
    if (fd < 0)
        return -(int)err->code;
    pump(fd);
    fd_close(&fd);
    return 0;
}
