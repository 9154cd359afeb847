#include "tui/cli/run.h"
#include "tui/cli/submit.h"
#include "tui/cli/text.h"
#include "tui/net/route.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/paths.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder on this machine, absolute. One that is not there is left to the runner to refuse. */
static int local_folder(const char *folder, char **ret_folder, struct err *err)
{
    char here[PATH_MAX], *path;

    if (folder != NULL && folder[0] == '/') {
        *ret_folder = mem_dup(folder);
        return 0;
    }
    if (getcwd(here, sizeof(here)) == NULL)
        return err_set(err, ERR_FAILED, "the current folder: %s", strerror(errno));
    path = folder != NULL ? paths_join(here, folder) : mem_dup(here);
    *ret_folder = realpath(path, here) != NULL ? mem_dup(here) : mem_dup(path);
    free(path);
    return 0;
}

/* Where a new session works: here, for this machine; on another one what was said counts there,
 * from the home of the user there on. */
static int find_project(const struct cli *cli, const char *folder, char **ret_folder,
                        struct err *err)
{
    if (route_is_local(&cli->host) && !(folder != NULL && folder[0] == '~'))
        return local_folder(folder, ret_folder, err);
    if (folder == NULL || folder[0] == '/' || folder[0] == '~')
        *ret_folder = mem_dup(folder != NULL ? folder : "~");
    else
        *ret_folder = paths_join("~", folder);
    return 0;
}

static int take_id(const char *id, struct outbox_entry *entry, struct err *err)
{
    if (id == NULL)
        return 0;
    if (!uuid_valid(id)) {
        err_set(err, ERR_INVALID, "--id %.60s: not a UUID", id);
        return err_next(err, "leave it out to have one made");
    }
    entry->id = mem_dup(id);
    for (char *c = entry->id; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return 0;
}

static int take_text(const char *word, struct outbox_entry *entry, struct err *err)
{
    int repaired, rc = text_prompt(word, &entry->prompt, &repaired, err);

    if (rc == 0 && repaired > 0)
        output_line(stderr, OUTPUT_PLAIN,
                    "warning: %d bytes of the prompt were no UTF-8 and became U+FFFD", repaired);
    return rc;
}

static int take_limits(const struct args *args, struct outbox_entry *entry, struct err *err)
{
    const char *at = args_value(args, "at"), *timeout = args_value(args, "timeout");
    const char *budget = args_value(args, "max-budget-usd");
    char *end;

    if (at != NULL && text_time(at, clock_wall_ms(), &entry->at, err) < 0)
        return -ERR_INVALID;
    if (timeout != NULL && (!str_span(timeout, &entry->timeout_ms) || entry->timeout_ms == 0)) {
        err_set(err, ERR_INVALID, "--timeout %.40s: not a span of time", timeout);
        return err_next(err, "give 90s, 15m or 2h");
    }
    if (budget == NULL)
        return 0;
    errno = 0;
    entry->max_budget_usd = strtod(budget, &end);
    if (errno != 0 || end == budget || *end != '\0' || !isfinite(entry->max_budget_usd) ||
        entry->max_budget_usd <= 0)
        return err_set(err, ERR_INVALID, "--max-budget-usd %.40s: not an amount over 0", budget);
    return 0;
}

/* An option's value, else the configuration's; a text of the caller's. */
static char *option_or_setting(const struct cli *cli, const struct args *args, const char *option,
                               const char *setting)
{
    const char *given = args_value(args, option);

    return given != NULL ? mem_dup(given) : config_text(cli->config, setting);
}

static int send_it(struct cli *cli, const struct args *args, struct outbox_entry *entry,
                   struct err *err)
{
    struct task task;
    int rc;

    task_init(&task);
    rc = submit_new(cli, entry, args_given(args, "queue"), &task, err);
    if (rc >= 0)
        rc = submit_report(cli, entry, rc == 1, args_given(args, "wait"), &task, err);
    task_done(&task);
    return rc;
}

int run_prompt(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry entry;
    int rc;

    outbox_entry_init(&entry);
    if ((rc = take_id(args_value(args, "id"), &entry, err)) < 0 ||
        (rc = take_limits(args, &entry, err)) < 0 ||
        (rc = take_text(args->words[0], &entry, err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0 ||
        (rc = find_project(cli, args_value(args, "folder"), &entry.project, err)) < 0)
        goto done;
    entry.name = mem_dup(args_value(args, "name"));
    entry.model = option_or_setting(cli, args, "model", "default.model");
    entry.permission_mode =
        option_or_setting(cli, args, "permission-mode", "default.permission-mode");
    rc = send_it(cli, args, &entry, err);
done:
    outbox_entry_done(&entry);
    return rc;
}

int run_reply(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry entry;
    int rc;

    outbox_entry_init(&entry);
    if ((rc = cli_check_id("a session's id", args->words[0], err)) < 0 ||
        (rc = take_id(args_value(args, "id"), &entry, err)) < 0 ||
        (rc = take_text(args->words[1], &entry, err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0)
        goto done;
    entry.session = mem_dup(args->words[0]);
    entry.fork = args_given(args, "fork");
    entry.steer = args_given(args, "steer");
    if (entry.fork && entry.steer)
        rc = err_set(err, ERR_INVALID, "--fork and --steer exclude each other");
    else
        rc = send_it(cli, args, &entry, err);
done:
    outbox_entry_done(&entry);
    return rc;
}
