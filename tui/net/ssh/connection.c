#include "tui/net/ssh/connection.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/fd.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECT_MS 10000
#define ANSWER_MS  15000

static void options_copy(struct ssh_options *to, const struct ssh_options *from)
{
    *to = *from;
    to->home = mem_dup(from->home);
    to->user = mem_dup(from->user);
    to->agent = mem_dup(from->agent);
    to->known_hosts = mem_dup(from->known_hosts);
    to->runner = mem_dup(from->runner);
    to->client = mem_dup(from->client);
    to->command = mem_dup(from->command);
    to->hint = mem_dup(from->hint);
    if (to->connect_ms <= 0)
        to->connect_ms = CONNECT_MS;
    if (to->answer_ms <= 0)
        to->answer_ms = ANSWER_MS;
}

static void options_done(struct ssh_options *options)
{
    free((char *)options->home);
    free((char *)options->user);
    free((char *)options->agent);
    free((char *)options->known_hosts);
    free((char *)options->runner);
    free((char *)options->client);
    free((char *)options->command);
    free((char *)options->hint);
}

struct connection *connection_new(const struct host *host, const struct ssh_options *options,
                                  struct feed *feed, struct err *err)
{
    struct connection *connection = mem_new(1, sizeof(*connection));

    connection->socket = connection->exit_status = -1;
    connection->feed = feed;
    field_copy(host_fields, &connection->host, host);
    options_copy(&connection->options, options);
    if (host->jump != NULL) {
        err_set(err, ERR_INVALID, "host %s: a jump cannot be made with libssh", host->name);
        goto fail;
    }
    if (target_init(&connection->target, host, options->user, err) < 0)
        goto fail;
    connection->known_file = target_path(
        options->home, host->known_hosts != NULL ? host->known_hosts : "~/.ssh/known_hosts");
    return connection;
fail:
    connection_free(connection);
    return NULL;
}

/* libssh closes the descriptor it was given when the connection breaks and leaves it open
 * otherwise. By then the number may belong to another thread, so it is closed here only
 * while it still is our socket, which the duplicate that we kept can tell. */
static void close_duplicate(int duplicate, int socket)
{
    struct stat ours, theirs;

    if (duplicate >= 0 && fstat(socket, &ours) == 0 && fstat(duplicate, &theirs) == 0 &&
        ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino)
        close(duplicate);
}

static void close_session(struct connection *connection)
{
    int duplicate;

    if (connection->session == NULL)
        return;
    if (connection->channel != NULL)
        ssh_channel_free(connection->channel);
    duplicate = ssh_get_fd(connection->session);
    ssh_disconnect(connection->session);
    ssh_free(connection->session);
    close_duplicate(duplicate, connection->socket);
}

void connection_free(struct connection *connection)
{
    if (connection == NULL)
        return;
    close_session(connection);
    if (connection->socket >= 0)
        feed_unguard(connection->feed, connection->socket);
    fd_close(&connection->socket);
    known_hosts_done(&connection->known);
    target_done(&connection->target);
    options_done(&connection->options);
    host_done(&connection->host);
    free(connection->known_file);
    mem_wipe(connection, sizeof(*connection));
    free(connection);
}

int connection_failed(struct connection *connection, struct err *err, enum err_code code,
                      const char *what)
{
    const char *words = connection->session != NULL ? ssh_get_error(connection->session) : "";

    if (feed_cancelled(connection->feed))
        return err_set(err, ERR_INTERRUPTED, "cancelled");
    return err_set(err, code, "%s: %s%s%.200s", connection->target.label, what,
                   words[0] != '\0' ? ": " : "", words);
}
