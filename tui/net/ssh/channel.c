#include "tui/net/ssh/channel.h"

#include "protocol/base/mem.h"
#include "tui/net/ssh/finder.h"
#include "tui/net/ssh/session.h"

#include <stdio.h>
#include <stdlib.h>

#define LINE_SIZE 256

static void note_status(ssh_session session, ssh_channel channel, int status, void *data)
{
    struct connection *connection = data;

    (void)session;
    (void)channel;
    connection->exited = true;
    connection->exit_status = status;
}

static void note_signal(ssh_session session, ssh_channel channel, const char *signal, int core,
                        const char *message, const char *language, void *data)
{
    struct connection *connection = data;

    (void)session;
    (void)channel;
    (void)core;
    (void)message;
    (void)language;
    connection->exited = true;
    snprintf(connection->exit_signal, sizeof(connection->exit_signal), "%s", signal);
}

static int watch_exit(struct connection *connection)
{
    connection->callbacks = (struct ssh_channel_callbacks_struct){
        .userdata = connection,
        .channel_exit_status_function = note_status,
        .channel_exit_signal_function = note_signal,
    };
    ssh_callbacks_init(&connection->callbacks);
    return ssh_set_channel_callbacks(connection->channel, &connection->callbacks);
}

static bool again(struct connection *connection, int rc)
{
    return rc == SSH_AGAIN && session_await(connection, connection->options.answer_ms);
}

static int run_command(struct connection *connection, const char *command, struct err *err)
{
    int rc = SSH_ERROR;

    connection->channel = ssh_channel_new(connection->session);
    if (connection->channel != NULL && watch_exit(connection) == SSH_OK)
        do
            rc = ssh_channel_open_session(connection->channel);
        while (again(connection, rc));
    if (rc != SSH_OK) {
        connection_failed(connection, err, ERR_UNREACHABLE,
                          rc == SSH_AGAIN ? "no answer when a session was asked for"
                                          : "it refuses a session");
        return err_next(err, "see MaxSessions and the account's restrictions there");
    }
    do
        rc = ssh_channel_request_exec(connection->channel, command);
    while (again(connection, rc));
    if (rc == SSH_OK)
        return 0;
    connection_failed(connection, err, ERR_UNREACHABLE,
                      rc == SSH_AGAIN ? "no answer when a command was sent"
                                      : "it refuses to run a command");
    return err_next(err, "see the account's restrictions there");
}

int channel_start(struct connection *connection, struct err *err)
{
    const struct ssh_options *options = &connection->options;
    char *command = options->command != NULL
                        ? mem_dup(options->command)
                        : finder_command(&connection->host, options->runner, err);
    int rc = command != NULL ? run_command(connection, command, err) : -(int)err->code;

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
    int status = connection->exit_status;
    char line[LINE_SIZE], *who;
    int rc;

    if (!connection->exited) {
        rc = connection_failed(connection, err, ERR_UNREACHABLE, "the connection was lost");
        return err->code == ERR_INTERRUPTED ? rc : err_next(err, "it is tried again by itself");
    }
    tail_last_line(&connection->tail, line, sizeof(line));
    if (status == 127 && (finder_failed(line) || connection->host.runner != NULL))
        return explain_not_found(connection, err);
    who = mem_printf("the runner on %s", connection->host.name);
    rc = tail_explain(&connection->tail, who, status, connection->exit_signal, NULL, err);
    free(who);
    return rc;
}
