#include "tui/cli/run.h"
#include "tui/cli/submit.h"
#include "tui/cli/terminal.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"

#include <stdlib.h>

static const char *word_of(const struct outbox_entry *entry)
{
    if (entry->state == OUTBOX_ENTRY_SENT)
        return "sent";
    if (entry->state == OUTBOX_ENTRY_SENDING)
        return entry->dropping ? "may have arrived, dropping" : "may have arrived";
    return "unsent";
}

static void print_entry(const struct cli *cli, const struct outbox_entry *entry)
{
    char ago[OUTPUT_AGO_SIZE];

    if (cli->json) {
        output_json(wire_object(outbox_entry_fields, entry));
        return;
    }
    output_ago(clock_wall_ms(), entry->created_at, ago);
    output_line(stdout, entry->state == OUTBOX_ENTRY_SENDING ? OUTPUT_WAITS : OUTPUT_PLAIN,
                "%s %s %s, %s: %s", uuid_short(entry->id), entry->host, word_of(entry), ago,
                entry->prompt);
    if (entry->note != NULL)
        output_line(stdout, OUTPUT_DIM, "       %s", entry->note);
}

static void free_list(struct outbox_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    free(entries);
}

int run_outbox(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry *entries;
    size_t count;
    int rc;

    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_list(cli->outbox, args->host, args_given(args, "all"), &entries, &count,
                                err)) < 0)
        return rc;
    for (size_t i = 0; i < count; i++)
        print_entry(cli, &entries[i]);
    if (!cli->json && count == 0)
        output_line(stderr, OUTPUT_DIM, "the outbox is empty");
    free_list(entries, count);
    return 0;
}

/* Tells the host that a prompt that may have arrived is not wanted; then the row may go. A host
 * that never saw it remembers to refuse it; one that has it cancels it. */
static int cancel_there(struct cli *cli, const struct outbox_entry *entry, struct err *err)
{
    struct json *answer;
    int rc = cli_query(cli, "task/cancel", cli_params("task", entry->id), &answer, err);

    if (rc == -ERR_CONFLICT) /* it is over there already: nothing is left to cancel */
        rc = 0;
    else if (rc < 0)
        return rc;
    else
        json_drop(answer);
    return outbox_table_forget(cli->outbox, entry->id, err);
}

static int flush_entry(struct cli *cli, const struct outbox_entry *entry, struct err *err)
{
    struct task task;
    int rc;

    if (entry->dropping) {
        rc = cancel_there(cli, entry, err);
        if (rc == 0 && !cli->json)
            output_line(stdout, OUTPUT_PLAIN, "%s dropped on %s", uuid_short(entry->id),
                        entry->host);
        return rc;
    }
    rc = submit_entry(cli, entry, &task, err);
    if (rc < 0)
        return rc;
    if (cli->json)
        output_json(wire_object(task_fields, &task));
    else
        output_line(stdout, OUTPUT_PLAIN, "%s sent to %s", uuid_short(entry->id), entry->host);
    task_done(&task);
    return 0;
}

/* True for errors after which the other rows of this host need not be tried. */
static bool ends_host(enum err_code code)
{
    return code == ERR_UNREACHABLE || code == ERR_AUTH || code == ERR_RUNNER ||
           code == ERR_UNCONFIRMED || code == ERR_NOT_FOUND;
}

/* Sends one host's rows, the oldest first. *status keeps the first failure's exit status. */
static int flush_host(struct cli *cli, const struct outbox_entry *entries, size_t count,
                      const char *host, int *status, struct err *err)
{
    int rc = cli_pick_host(cli, host, err);

    if (rc == 0)
        rc = cli_connect(cli, err);
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(entries[i].host, host))
            continue;
        if (cli->link != NULL)
            rc = flush_entry(cli, &entries[i], err);
        else
            outbox_table_note(cli->outbox, entries[i].id, err->what, NULL);
        if (rc == -ERR_INTERRUPTED)
            return rc;
        if (rc == 0)
            continue;
        if (*status == 0)
            *status = err_exit_status(err->code);
        if (cli->link != NULL)
            err_wrap(err, "%s", uuid_short(entries[i].id));
        if (cli->link != NULL && !ends_host(err->code)) {
            output_error(cli->name, err);
            continue;
        }
        output_error(cli->name, err);
        return 0;
    }
    return 0;
}

int run_outbox_flush(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry *entries;
    size_t count;
    int status = 0, rc;

    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_list(cli->outbox, args->host, false, &entries, &count, err)) < 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        bool first = true;

        for (size_t k = 0; k < i; k++)
            first = first && !str_equal(entries[k].host, entries[i].host);
        if (first)
            rc = flush_host(cli, entries, count, entries[i].host, &status, err);
    }
    free_list(entries, count);
    return rc < 0 ? rc : status;
}

static int drop_sending(struct cli *cli, const struct outbox_entry *entry, struct err *err)
{
    int rc;

    if ((rc = outbox_table_dropping(cli->outbox, entry->id, err)) < 0 ||
        (rc = cli_pick_host(cli, entry->host, err)) < 0)
        return rc;
    rc = cancel_there(cli, entry, err);
    if (rc == 0)
        output_line(stdout, OUTPUT_PLAIN, "%s dropped, on %s too", uuid_short(entry->id),
                    entry->host);
    else
        err_next(err, "it may have arrived; it is dropped once %s answers: %s outbox flush",
                 entry->host, cli->name);
    return rc;
}

int run_outbox_drop(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry entry;
    int rc;

    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_get(cli->outbox, args->words[0], &entry, err)) < 0)
        return rc;
    if (entry.state == OUTBOX_ENTRY_SENT) {
        rc = err_set(err, ERR_CONFLICT, "%s: %s has it", uuid_short(entry.id), entry.host);
        err_next(err, "%s cancel %s", cli->name, uuid_short(entry.id));
    } else if (entry.state == OUTBOX_ENTRY_SENDING) {
        rc = drop_sending(cli, &entry, err);
    } else if ((rc = outbox_table_drop(cli->outbox, entry.id, err)) == 0) {
        output_line(stdout, OUTPUT_PLAIN, "%s dropped", uuid_short(entry.id));
    }
    outbox_entry_done(&entry);
    return rc;
}

/* A prompt that may have arrived may run on both hosts: only the user may say so. */
static int may_move(const struct cli *cli, const struct args *args,
                    const struct outbox_entry *entry, struct err *err)
{
    char *question;
    bool yes;

    if (entry->state != OUTBOX_ENTRY_SENDING || args_given(args, "yes"))
        return 0;
    question = mem_printf("%s may have arrived on %s and may then run on both. Move it? [y/N]",
                          uuid_short(entry->id), entry->host);
    yes = terminal_confirm(question);
    free(question);
    if (yes)
        return 0;
    err_set(err, ERR_CONFLICT, "%s may have arrived on %s: not moved", uuid_short(entry->id),
            entry->host);
    return err_next(err, "%s outbox drop %s, or move it with --yes", cli->name,
                    uuid_short(entry->id));
}

int run_outbox_move(struct cli *cli, const struct args *args, struct err *err)
{
    struct outbox_entry entry;
    struct host host;
    int rc;

    if ((rc = cli_profile(cli, args->words[1], &host, err)) < 0)
        return rc;
    host_done(&host);
    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_get(cli->outbox, args->words[0], &entry, err)) < 0)
        return rc;
    rc = may_move(cli, args, &entry, err);
    if (rc == 0)
        rc = outbox_table_move(cli->outbox, entry.id, args->words[1],
                               entry.state == OUTBOX_ENTRY_SENDING, err);
    if (rc == 0)
        output_line(stdout, OUTPUT_PLAIN, "%s moved to %s; send it with: %s outbox flush",
                    uuid_short(entry.id), args->words[1], cli->name);
    outbox_entry_done(&entry);
    return rc;
}
