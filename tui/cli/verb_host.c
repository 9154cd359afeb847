#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/settings.h"
#include "protocol/wire.h"
#include "tui/cli/terminal.h"
#include "tui/net/route.h"
#include "tui/store/outbox_table.h"

#include <stdlib.h>
#include <string.h>

#define HOSTS_MAX 500

static int set_member(struct cli *cli, const char *name, const char *member, const char *value,
                      bool check_only, struct err *err)
{
    char *key;
    int rc;

    if (value == NULL)
        return 0;
    key = mem_printf("host.%s.%s", name, member);
    rc = check_only ? setting_check(setting_find(key), key, value, err)
                    : config_set(cli->config, key, value, err);
    free(key);
    return rc;
}

/* Checks, or sets, all that was said of the host. */
static int set_members(struct cli *cli, const struct args *args, bool check_only, struct err *err)
{
    static const char *const members[] = {"port", "identity", "known-hosts",
                                          "jump", "runner",   NULL};
    int rc = set_member(cli, args->words[0], "address", args->words[1], check_only, err);

    for (size_t i = 0; rc == 0 && members[i] != NULL; i++)
        rc = set_member(cli, args->words[0], members[i], args_value(args, members[i]), check_only,
                        err);
    return rc;
}

static int check_new(struct cli *cli, const char *name, const char *address, struct err *err)
{
    struct host host;
    bool known;

    if (!host_name_valid(name)) {
        err_set(err, ERR_INVALID, "%.80s: not a host's name", name);
        return err_next(err, "use letters, digits, '.', '_' and '-'; at most 64");
    }
    if (str_equal(name, HOST_LOCAL))
        return err_set(err, ERR_INVALID, "%s is this machine and needs no profile", name);
    if (address[0] == '-' || strpbrk(address, " \t\r\n'\"\\;&|<>$`") != NULL ||
        strlen(address) > 255)
        return err_set(err, ERR_INVALID, "%.80s: not an address", address),
               err_next(err, "give [user@]name, as for ssh");
    known = cli_profile(cli, name, &host, NULL) == 0;
    if (!known)
        return 0;
    host_done(&host);
    err_set(err, ERR_CONFLICT, "host %s is there already", name);
    return err_next(err, "%s host remove %s, or set host.%s.address", cli->name, name, name);
}

int run_host_add(struct cli *cli, const struct args *args, struct err *err)
{
    const char *name = args->words[0];
    int rc;

    if ((rc = check_new(cli, name, args->words[1], err)) < 0 ||
        (rc = set_members(cli, args, true, err)) < 0 ||
        (rc = set_members(cli, args, false, err)) < 0)
        return rc;
    output_line(stdout, OUTPUT_PLAIN, "%s added; try: %s doctor %s", name, cli->name, name);
    return 0;
}

struct names {
    char *names[HOSTS_MAX];
    size_t count;
};

static void note_name(void *context, const char *key, const char *value)
{
    struct names *all = context;
    const char *last = strrchr(key, '.');
    char *name;

    (void)value;
    if (!str_starts(key, "host.") || last <= key + 5 || all->count == HOSTS_MAX)
        return;
    name = mem_dup_n(key + 5, (size_t)(last - key) - 5);
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->names[i], name) == 0) {
            free(name);
            return;
        }
    all->names[all->count++] = name;
}

static void print_host(const struct cli *cli, const struct host *host)
{
    if (cli->json) {
        output_json(wire_object(host_fields, host));
        return;
    }
    output_line(stdout, OUTPUT_PLAIN, "%-12s %s%s%s%s", host->name,
                host->address != NULL               ? host->address
                : str_equal(host->name, HOST_LOCAL) ? "this machine"
                                                    : "a command",
                host->jump != NULL ? ", through " : "", host->jump != NULL ? host->jump : "",
                host->runner != NULL ? ", its own runner command" : "");
}

int run_host_list(struct cli *cli, const struct args *args, struct err *err)
{
    struct names all = {.count = 0};

    (void)args;
    (void)err;
    all.names[all.count++] = mem_dup(HOST_LOCAL);
    config_each(cli->config, note_name, &all);
    for (size_t i = 0; i < all.count; i++) {
        struct host host;

        if (cli_profile(cli, all.names[i], &host, NULL) == 0) {
            print_host(cli, &host);
            host_done(&host);
        }
        free(all.names[i]);
    }
    return 0;
}

int run_host_trust(struct cli *cli, const struct args *args, struct err *err)
{
    struct route_options options = {
        .argv0 = cli->program->argv0, .client = cli->name, .interactive = terminal_can_ask()};
    struct host host;
    int rc;

    if (!str_starts(args->words[1], "SHA256:")) {
        err_set(err, ERR_INVALID, "%.80s: not a fingerprint", args->words[1]);
        return err_next(err, "on the host: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    }
    if ((rc = cli_profile(cli, args->words[0], &host, err)) < 0)
        return rc;
    rc = route_trust(&host, &options, args->words[1], err);
    host_done(&host);
    if (rc == 0)
        output_line(stdout, OUTPUT_PLAIN, "the key of %s is trusted", args->words[0]);
    return rc;
}

int run_host_remove(struct cli *cli, const struct args *args, struct err *err)
{
    const char *name = args->words[0];
    struct outbox_entry *entries;
    struct host host;
    char *section;
    size_t count;
    int rc;

    if ((rc = cli_profile(cli, name, &host, err)) < 0)
        return rc;
    host_done(&host);
    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_list(cli->outbox, name, false, &entries, &count, err)) < 0)
        return rc;
    for (size_t i = 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    free(entries);
    if (count > 0) {
        err_set(err, ERR_CONFLICT, "%d prompts for %s are in the outbox", (int)count, name);
        return err_next(err, "send, move or drop them: %s outbox", cli->name);
    }
    section = mem_printf("host.%s", name);
    rc = config_remove_section(cli->config, section, err);
    free(section);
    if (rc == 0)
        output_line(stdout, OUTPUT_PLAIN, "%s removed", name);
    return rc;
}
