#include "tui/net/ssh/ssh.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/auth.h"
#include "tui/net/ssh/channel.h"
#include "tui/net/ssh/connection.h"
#include "tui/net/ssh/pump.h"
#include "tui/net/ssh/session.h"
#include "tui/net/ssh/trust.h"

#include <stdlib.h>

#define STACK_SIZE (512 * 1024) /* libssh needs over 64 KiB; musl's default is 128 */

struct work {
    struct feed *feed;
    struct connection *connection;
    int pair;
};

static int run_stages(struct connection *connection, int pair, struct err *err)
{
    int rc = session_start(connection, err);

    if (rc == 0)
        rc = trust_check(connection, err);
    if (rc == 0)
        rc = auth_login(connection, err);
    if (rc == 0)
        rc = channel_start(connection, err);
    if (rc < 0)
        return rc;
    feed_open(connection->feed, connection->hint);
    pump_run(connection, pair);
    return channel_explain(connection, err);
}

static void *run(void *data)
{
    struct work *work = data;
    struct err err = {.code = ERR_NONE};

    feed_guard(work->feed, work->pair); /* a cancelled thread does not wait for a reader */
    run_stages(work->connection, work->pair, &err);
    connection_free(work->connection);
    feed_unguard(work->feed, work->pair);
    fd_close(&work->pair);
    feed_end(work->feed, &err);
    feed_leave(work->feed);
    free(work);
    return NULL;
}

static bool ssh_next(void *data, struct transport_event *ret_event)
{
    return feed_next(data, ret_event);
}

static void ssh_answer(void *data, const char *text)
{
    feed_answer(data, text);
}

static void ssh_cancel(void *data)
{
    feed_cancel(data);
}

static void ssh_free_feed(void *data)
{
    feed_close(data);
}

static const struct transport_ops ssh_ops = {
    .next = ssh_next, .answer = ssh_answer, .cancel = ssh_cancel, .free = ssh_free_feed};

struct transport *transport_ssh_new(const struct host *host, const struct ssh_options *options,
                                    struct err *err)
{
    struct work *work = mem_new(1, sizeof(*work));
    int pair[2] = {-1, -1};
    struct feed *feed = work->feed = feed_new(err);

    if (feed == NULL)
        goto fail;
    work->connection = connection_new(host, options, feed, err);
    if (work->connection == NULL)
        goto fail;
    if (fd_socketpair(pair) != 0 || fd_set_nonblocking(pair[0], true) != 0 ||
        fd_set_nonblocking(pair[1], true) != 0) {
        err_set(err, ERR_FAILED, "no descriptors left for a connection");
        goto fail;
    }
    work->pair = pair[1];
    if (feed_start_thread(run, work, STACK_SIZE, err) < 0)
        goto fail;
    return transport_new(&ssh_ops, feed, pair[0], feed_event_fd(feed));
fail:
    fd_close(&pair[0]);
    fd_close(&pair[1]);
    connection_free(work->connection);
    if (feed != NULL) {
        feed_leave(feed);
        feed_close(feed);
    }
    free(work);
    return NULL;
}

int ssh_host_trust(const struct host *host, const struct ssh_options *options,
                   const char *fingerprint, struct err *err)
{
    struct feed *feed = feed_new(err);
    struct connection *connection;
    int rc;

    if (feed == NULL)
        return -(int)err->code;
    connection = connection_new(host, options, feed, err);
    rc = connection == NULL ? -(int)err->code : session_start(connection, err);
    if (rc == 0)
        rc = trust_fingerprint(connection, fingerprint, err);
    connection_free(connection);
    feed_leave(feed);
    feed_close(feed);
    return rc;
}

const char *ssh_library_version(void)
{
    return ssh_version(0);
}
