#include "tui/net/ssh/session.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/connect.h"
#include "tui/net/ssh/sockopt.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ALGORITHMS_SIZE 512
#define PREFACE_MAX     (64 * 1024) /* lines that a server may send before it names itself */
#define SAMPLE_SIZE     64          /* of what is no SSH, for the error text */
#define SILENCE_MS      1500        /* for an answer to the last question to a silent server */

/* Nothing on this machine but what the caller gave: libssh would read its configuration and
 * known_hosts files by itself. */
static const char nothing[] = "/dev/null";

bool session_alive(struct connection *connection)
{
    return ssh_get_fd(connection->session) >= 0 && !feed_cancelled(connection->feed);
}

bool session_await(struct connection *connection, int64_t ms)
{
    bool pending = (ssh_get_status(connection->session) & SSH_WRITE_PENDING) != 0;
    struct pollfd wait = {.fd = connection->socket,
                          .events = (short)(POLLIN | (pending ? POLLOUT : 0))};

    if (!session_alive(connection) || ms <= 0 || poll(&wait, 1, (int)ms) <= 0)
        return false;
    sockopt_rearm(connection->socket);
    return session_alive(connection);
}

static int session_prepare(struct connection *connection, struct err *err)
{
    ssh_session session = connection->session = ssh_new();
    char algorithms[ALGORITHMS_SIZE];
    const bool no = false;
    const int yes = 1;
    int duplicate;

    if (session == NULL)
        return err_set(err, ERR_FAILED, "libssh cannot start a session");
    duplicate = fcntl(connection->socket, F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0)
        return err_set(err, ERR_FAILED, "no descriptors left for a connection");
    known_hosts_algorithms(&connection->known, algorithms, sizeof(algorithms));
    /* The name is ours to check, so libssh gets one that it has nothing to say about. */
    if (ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_HOST, "localhost") != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_USER, connection->target.user) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_SSH_DIR, nothing) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, nothing) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, nothing) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_HOSTKEYS, algorithms) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_COMPRESSION, "zlib@openssh.com,none") != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_NODELAY, &yes) != SSH_OK ||
        ssh_options_set(session, SSH_OPTIONS_FD, &duplicate) != SSH_OK) {
        connection_failed(connection, err, ERR_FAILED, "libssh refuses an option");
        fd_close(&duplicate);
        return -ERR_FAILED;
    }
    return 0;
}

/* What is there instead of SSH: a name for it, from its first bytes. */
static int not_ssh(struct connection *connection, const char *data, size_t len, struct err *err)
{
    const char *label = connection->target.label;
    struct buf sample;

    buf_init(&sample, SAMPLE_SIZE * 4);
    utf8_printable(&sample, data, len < SAMPLE_SIZE ? len : SAMPLE_SIZE, false);
    if (str_starts(data, "HTTP/") || str_starts(data, "<"))
        err_set(err, ERR_UNREACHABLE, "%s: an HTTP server answers there, not SSH", label);
    else
        err_set(err, ERR_UNREACHABLE, "%s: what answers there is no SSH server: \"%s\"", label,
                buf_text(&sample));
    buf_done(&sample);
    return err_next(err, "set host.%s.port to the port of its SSH server", connection->host.name);
}

/* Looks at what came before libssh does: a line that does not begin with "SSH-" is allowed
 * before the server's name (RFC 4253, section 4.2), but many of them are no SSH server.
 * *greeted: the rest is for libssh. */
static int look_at_greeting(struct connection *connection, size_t *skipped, bool *greeted,
                            struct err *err)
{
    char data[512];
    ssize_t n = recv(connection->socket, data, sizeof(data) - 1, MSG_PEEK);
    const char *end;

    if (n <= 0) {
        *greeted = true; /* libssh sees the end or the error */
        return 0;
    }
    data[n] = '\0';
    if (strncmp(data, "SSH-", n < 4 ? (size_t)n : 4) == 0) {
        *greeted = true;
        return 0;
    }
    end = memchr(data, '\n', (size_t)n);
    if (str_starts(data, "HTTP/") || *skipped + (size_t)n > PREFACE_MAX ||
        (end == NULL && n == sizeof(data) - 1))
        return not_ssh(connection, data, (size_t)n, err);
    n = recv(connection->socket, data, end != NULL ? (size_t)(end - data) + 1 : (size_t)n, 0);
    *skipped += n > 0 ? (size_t)n : 0;
    return 0;
}

/* The server said nothing in all the time it had. What speaks only when spoken to answers
 * to our name and an empty line; it is told apart for the error text, the attempt is over. */
static int silent(struct connection *connection, struct err *err)
{
    static const char hello[] = "SSH-2.0-ccr\r\n\r\n";
    struct pollfd wait = {.fd = connection->socket, .events = POLLIN};
    char data[256];
    ssize_t n = 0;

    if (send(connection->socket, hello, strlen(hello), 0) > 0 && poll(&wait, 1, SILENCE_MS) == 1)
        n = recv(connection->socket, data, sizeof(data) - 1, 0);
    if (n > 0) {
        data[n] = '\0';
        return not_ssh(connection, data, (size_t)n, err);
    }
    err_set(err, ERR_UNREACHABLE, "%s: connected, but it said nothing in %d s",
            connection->target.label, (connection->options.answer_ms + 999) / 1000);
    return err_next(err, "is that the port of an SSH server, and is the host not overloaded?");
}

/* libssh's words for its own refusal are at times overwritten by those of the socket that it
 * closes then; that the server did not close it tells the two apart. */
static bool closed_by_server(struct connection *connection)
{
    struct pollfd wait = {.fd = connection->socket, .events = POLLIN};
    char byte;

    return poll(&wait, 1, 0) == 1 && recv(connection->socket, &byte, 1, MSG_PEEK) <= 0;
}

static int handshake_failed(struct connection *connection, struct err *err)
{
    const char *words = ssh_get_error(connection->session);
    bool no_match = strstr(words, "no match for method") != NULL;

    if (feed_cancelled(connection->feed))
        return connection_failed(connection, err, ERR_INTERRUPTED, "");
    if (ssh_get_serverbanner(connection->session) == NULL && strstr(words, "banner") == NULL) {
        connection_failed(connection, err, ERR_UNREACHABLE,
                          "the connection was closed before the server named itself");
        return err_next(err, "is that the port of an SSH server, and may this machine use it?");
    }
    if (no_match || (strstr(words, "Socket error") != NULL && !closed_by_server(connection))) {
        err_set(err, ERR_UNREACHABLE, "%s: no algorithm in common%s%.200s",
                connection->target.label, no_match ? ": " : "", no_match ? words : "");
        return err_next(err, "the SSH server there is too old, or allows too little");
    }
    connection_failed(connection, err, ERR_UNREACHABLE, "the key exchange failed");
    return err_next(err, "see the SSH server's log there");
}

static int handshake_late(struct connection *connection, struct err *err)
{
    if (!session_alive(connection))
        return handshake_failed(connection, err);
    err_set(err, ERR_UNREACHABLE, "%s: time-out in the key exchange", connection->target.label);
    return err_next(err, "is the host overloaded, or the network between?");
}

/* Until the server has named itself. libssh's own name goes out with the first call, before
 * the server's is here; what comes in is looked at before libssh sees it. */
static int greet(struct connection *connection, int64_t deadline, struct err *err)
{
    bool greeted = false;
    size_t skipped = 0;
    int rc = ssh_connect(connection->session);

    while (rc == SSH_AGAIN && ssh_get_status(connection->session) & SSH_WRITE_PENDING &&
           session_await(connection, deadline - clock_steady_ms()))
        rc = ssh_connect(connection->session);
    while (!greeted && ssh_get_serverbanner(connection->session) == NULL) {
        if (!session_await(connection, deadline - clock_steady_ms()))
            return session_alive(connection) ? silent(connection, err)
                                             : handshake_failed(connection, err);
        if (look_at_greeting(connection, &skipped, &greeted, err) < 0)
            return -(int)err->code;
    }
    return 0;
}

static int handshake(struct connection *connection, struct err *err)
{
    int64_t deadline = clock_steady_ms() + connection->options.answer_ms;
    int rc;

    ssh_set_blocking(connection->session, 0);
    if (greet(connection, deadline, err) < 0)
        return -(int)err->code;
    while ((rc = ssh_connect(connection->session)) == SSH_AGAIN)
        if (!session_await(connection, deadline - clock_steady_ms()))
            return handshake_late(connection, err);
    return rc == SSH_OK ? 0 : handshake_failed(connection, err);
}

int session_start(struct connection *connection, struct err *err)
{
    const struct target *target = &connection->target;
    int rc;

    if (connection->known_file != NULL &&
        (rc = known_hosts_read(&connection->known, connection->known_file, target->known,
                               target->name, err)) < 0)
        return rc;
    if (connection->options.known_hosts != NULL &&
        (rc = known_hosts_read(&connection->known, connection->options.known_hosts, target->known,
                               target->name, err)) < 0)
        return rc;
    rc = connect_to(connection->feed, target, connection->options.connect_ms, &connection->socket,
                    err);
    if (rc == 0)
        rc = session_prepare(connection, err);
    if (rc == 0)
        rc = handshake(connection, err);
    return rc;
}
