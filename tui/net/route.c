#include "tui/net/route.h"

#include "protocol/base/str.h"
#include "protocol/sys/paths.h"
#include "tui/net/exec.h"
#include "tui/net/ssh/ssh.h"

#include <stdlib.h>

bool route_is_local(const struct host *host)
{
    return str_equal(host->name, HOST_LOCAL);
}

static struct transport *open_command(const char *command, struct err *err)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};

    return transport_exec_new(argv, NULL, err);
}

static struct transport *open_local(const char *argv0, struct err *err)
{
    char *program = paths_program(argv0, CCR_REMOTE_NAME, "CCR_REMOTE");
    char *argv[] = {program, (char *)"serve", NULL};
    struct transport *transport;

    if (program == NULL) {
        err_set(err, ERR_RUNNER, "this machine: %s is neither beside %s nor in PATH",
                CCR_REMOTE_NAME, argv0);
        err_next(err, "install it, or name it in CCR_REMOTE");
        return NULL;
    }
    transport = transport_exec_new(argv, NULL, err);
    free(program);
    return transport;
}

struct transport *route_open(const struct host *host, const char *argv0, struct err *err)
{
    struct ssh_options options = {0};

    if (host->address != NULL)
        return transport_ssh_new(host, &options, err);
    if (host->runner != NULL)
        return open_command(host->runner, err);
    if (route_is_local(host))
        return open_local(argv0, err);
    err_set(err, ERR_INVALID, "%s: its profile has neither an address nor a runner", host->name);
    err_next(err, "set host.%s.address", host->name);
    return NULL;
}
