#include "tui/net/route.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/paths.h"
#include "tui/net/exec.h"
#include "tui/net/ssh/finder.h"
#include "tui/net/ssh/ssh.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#define SSH_WORDS_MAX 24

bool route_is_local(const struct host *host)
{
    return str_equal(host->name, HOST_LOCAL);
}

static struct transport *open_command(const char *runner, struct err *err)
{
    char *command = mem_printf("%s serve", runner);
    const char *const argv[] = {"sh", "-c", command, NULL};
    struct transport *transport = transport_exec_new(argv, NULL, err);

    free(command);
    return transport;
}

static struct transport *open_local(const char *argv0, struct err *err)
{
    char *program = paths_program(argv0, CCR_REMOTE_NAME, "CCR_REMOTE");
    const char *const argv[] = {program, "serve", NULL};
    struct transport *transport;

    if (program == NULL) {
        err_set(err, ERR_RUNNER, "this machine: %s is neither beside %s nor in PATH",
                CCR_REMOTE_NAME, argv0);
        err_next(err, "install it, or name it in CCR_REMOTE");
        return NULL;
    }
    transport = transport_exec_new(argv, "install it, or name it in CCR_REMOTE", err);
    free(program);
    return transport;
}

/* Through the user's own ssh, which has no terminal there and so cannot ask. */
static struct transport *open_jump(const struct host *host, struct err *err)
{
    const char *argv[SSH_WORDS_MAX] = {"ssh", "-T", "-o", "BatchMode=yes", "-J", host->jump};
    char *command = finder_command(host, CCR_REMOTE_NAME, err), *known_hosts = NULL, *port = NULL;
    struct transport *transport = NULL;
    size_t count = 6;

    if (command == NULL)
        return NULL;
    if (host->jump[0] == '-' || host->address[0] == '-') {
        err_set(err, ERR_INVALID, "%s: an address may not begin with '-'", host->name);
        goto done;
    }
    if (host->port > 0) {
        port = mem_printf("%d", (int)host->port);
        argv[count++] = "-p";
        argv[count++] = port;
    }
    if (host->identity != NULL) {
        argv[count++] = "-i";
        argv[count++] = host->identity;
    }
    if (host->known_hosts != NULL) {
        known_hosts = mem_printf("UserKnownHostsFile=%s", host->known_hosts);
        argv[count++] = "-o";
        argv[count++] = known_hosts;
    }
    argv[count++] = "--";
    argv[count++] = host->address;
    argv[count++] = command;
    argv[count] = NULL;
    transport =
        transport_exec_new(argv, "install OpenSSH's client; hosts with a jump need it", err);
done:
    free(command);
    free(known_hosts);
    free(port);
    return transport;
}

/* The caller frees home and user. */
static void fill_ssh(const struct route_options *options, char **home, char **user,
                     struct ssh_options *ret_ssh)
{
    const struct passwd *entry = getpwuid(getuid());

    *home = paths_home();
    *user = mem_dup(entry != NULL ? entry->pw_name : getenv("USER"));
    *ret_ssh = (struct ssh_options){
        .interactive = options->interactive,
        .home = *home,
        .user = *user,
        .agent = getenv("SSH_AUTH_SOCK"),
        .known_hosts = CCR_SSH_KNOWN_HOSTS,
        .runner = CCR_REMOTE_NAME,
        .client = options->client,
        .hint = options->hint,
    };
}

static struct transport *open_ssh(const struct host *host, const struct route_options *options,
                                  struct err *err)
{
    struct transport *transport;
    struct ssh_options ssh;
    char *home, *user;

    fill_ssh(options, &home, &user, &ssh);
    transport = transport_ssh_new(host, &ssh, err);
    free(home);
    free(user);
    return transport;
}

struct transport *route_open(const struct host *host, const struct route_options *options,
                             struct err *err)
{
    if (host->address != NULL && host->jump != NULL)
        return open_jump(host, err);
    if (host->address != NULL)
        return open_ssh(host, options, err);
    if (host->runner != NULL)
        return open_command(host->runner, err);
    if (route_is_local(host))
        return open_local(options->argv0, err);
    err_set(err, ERR_INVALID, "%s: its profile has neither an address nor a runner", host->name);
    err_next(err, "set host.%s.address", host->name);
    return NULL;
}

int route_trust(const struct host *host, const struct route_options *options,
                const char *fingerprint, struct err *err)
{
    struct ssh_options ssh;
    char *home, *user;
    int rc;

    if (host->address == NULL)
        return err_set(err, ERR_INVALID, "%s is not reached by SSH", host->name);
    if (host->jump != NULL) {
        err_set(err, ERR_INVALID, "%s is reached through %s, by your ssh", host->name, host->jump);
        return err_next(err, "connect once with ssh -J %s %s", host->jump, host->address);
    }
    fill_ssh(options, &home, &user, &ssh);
    rc = ssh_host_trust(host, &ssh, fingerprint, err);
    free(home);
    free(user);
    return rc;
}
