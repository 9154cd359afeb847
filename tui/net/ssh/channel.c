#include "tui/net/ssh/channel.h"

#include "protocol/base/mem.h"
#include "tui/net/ssh/finder.h"

#include <stdlib.h>

#define LINE_SIZE 256

int channel_start(struct connection *connection, struct err *err)
{
    const struct ssh_options *options = &connection->options;
    char *command = options->command != NULL
                        ? mem_dup(options->command)
                        : finder_command(&connection->host, options->runner, err);
    int rc = 0;

    if (command == NULL)
        return -(int)err->code;
    connection->channel = ssh_channel_new(connection->session);
    if (connection->channel == NULL || ssh_channel_open_session(connection->channel) != SSH_OK) {
        rc = connection_failed(connection, err, ERR_UNREACHABLE, "it refuses a session");
        err_next(err, "see MaxSessions and the account's restrictions there");
    } else if (ssh_channel_request_exec(connection->channel, command) != SSH_OK) {
        rc = connection_failed(connection, err, ERR_UNREACHABLE, "it refuses to run a command");
        err_next(err, "see the account's restrictions there");
    }
    free(command);
    return rc;
}

static int explain_not_found(struct connection *connection, struct err *err)
{
    const struct host *host = &connection->host;

    err_set(err, ERR_RUNNER, "%s was not found on %s",
            host->runner != NULL ? host->runner : connection->options.runner, host->name);
    if (host->runner != NULL)
        return err_next(err, "set host.%s.runner to where it is", host->name);
    return err_next(err, "%s host install %s, or set host.%s.runner", connection->options.client,
                    host->name, host->name);
}

int channel_explain(struct connection *connection, struct err *err)
{
    int status = ssh_channel_get_exit_status(connection->channel);
    char line[LINE_SIZE], *who;
    int rc;

    if (!ssh_channel_is_eof(connection->channel) || !ssh_is_connected(connection->session)) {
        if (status < 0) {
            rc = connection_failed(connection, err, ERR_UNREACHABLE, "the connection was lost");
            return err->code == ERR_INTERRUPTED ? rc : err_next(err, "it is tried again by itself");
        }
    }
    tail_last_line(&connection->tail, line, sizeof(line));
    if (status == 127 && (finder_failed(line) || connection->host.runner != NULL))
        return explain_not_found(connection, err);
    who = mem_printf("the runner on %s", connection->host.name);
    rc = tail_explain(&connection->tail, who, status, 0, NULL, err);
    free(who);
    return rc;
}
