#include "tui/cli/submit.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"
#include "protocol/wire.h"
#include "tui/cli/follow.h"

#include <math.h>
#include <stdlib.h>

struct json *submit_params(const struct outbox_entry *entry)
{
    struct json *params = cli_params("task", entry->id);
    char time[STR_TIME_SIZE];

    json_put_text(params, "prompt", entry->prompt);
    if (entry->session != NULL)
        json_put_text(params, "session", entry->session);
    else
        json_put_text(params, "project", entry->project);
    if (entry->fork)
        json_put_bool(params, "fork", true);
    if (entry->steer)
        json_put_bool(params, "steer", true);
    if (entry->name != NULL)
        json_put_text(params, "name", entry->name);
    if (entry->model != NULL)
        json_put_text(params, "model", entry->model);
    if (entry->permission_mode != NULL)
        json_put_text(params, "permission_mode", entry->permission_mode);
    if (entry->at >= 0) {
        str_time(entry->at, time);
        json_put_text(params, "at", time);
    }
    if (entry->timeout_ms >= 0)
        json_put_int(params, "timeout_ms", entry->timeout_ms);
    if (!isnan(entry->max_budget_usd))
        json_put(params, "max_budget_usd", json_new_real(entry->max_budget_usd));
    return params;
}

/* What becomes of the row when the host did not say that it has it. One that was `sending` before
 * may have arrived then, whatever is said now. */
static int settle(struct cli *cli, const struct outbox_entry *entry, const struct err *err)
{
    if (entry->state == OUTBOX_ENTRY_UNSENT && err->code != ERR_UNCONFIRMED &&
        err->code != ERR_INTERRUPTED)
        outbox_table_unsent(cli->outbox, entry->id, err->what, NULL);
    else
        outbox_table_note(cli->outbox, entry->id, err->what, NULL);
    return -(int)err->code;
}

int submit_entry(struct cli *cli, const struct outbox_entry *entry, struct task *ret_task,
                 struct err *err)
{
    bool has_it = entry->state == OUTBOX_ENTRY_SENT;
    struct json *answer;
    int rc = has_it ? 0 : outbox_table_sending(cli->outbox, entry->id, err);

    if (rc < 0)
        return rc;
    rc = host_link_call(cli->link, "task/submit", submit_params(entry), &answer, err);
    if (rc < 0)
        return has_it ? rc : settle(cli, entry, err);
    rc = has_it ? 0 : outbox_table_sent(cli->outbox, entry->id, err);
    if (rc == 0)
        rc = cli_read_task(cli, answer, ret_task, err);
    json_drop(answer);
    return rc;
}

static void fill_entry(struct cli *cli, struct outbox_entry *entry)
{
    char id[UUID_SIZE];

    random_uuid(id);
    if (entry->id == NULL)
        entry->id = mem_dup(id);
    mem_set(&entry->host, cli->host.name);
    entry->created_at = clock_wall_ms();
    entry->state = OUTBOX_ENTRY_UNSENT;
}

/* True for what comes right by itself or at the host, with this prompt as it is. */
static bool may_wait(enum err_code code)
{
    return code == ERR_UNREACHABLE || code == ERR_STORAGE || code == ERR_AUTH || code == ERR_RUNNER;
}

static int state_of(struct cli *cli, const char *id)
{
    struct outbox_entry entry;
    int state;

    if (outbox_table_get(cli->outbox, id, &entry, NULL) < 0)
        return OUTBOX_ENTRY_SENDING;
    state = entry.state;
    outbox_entry_done(&entry);
    return state;
}

/* After a failure: the new row goes away when the host has it not and nobody wished to keep it. */
static int keep_or_forget(struct cli *cli, struct outbox_entry *entry, bool keep, struct err *err)
{
    entry->state = state_of(cli, entry->id);
    if (entry->state == OUTBOX_ENTRY_SENDING) {
        err_next(err, "it may have arrived and is kept: %s outbox flush", cli->name);
        return -(int)err->code;
    }
    if (!keep) {
        outbox_table_forget(cli->outbox, entry->id, NULL);
        return -(int)err->code;
    }
    outbox_table_note(cli->outbox, entry->id, err->what, NULL);
    mem_set(&entry->note, err->what);
    if (err->code == ERR_UNREACHABLE || err->code == ERR_STORAGE)
        return 1;
    return err_next(err, "it is kept in the outbox: %s outbox", cli->name);
}

int submit_new(struct cli *cli, struct outbox_entry *entry, bool queue, struct task *ret_task,
               struct err *err)
{
    bool known = false;
    int rc;

    fill_entry(cli, entry);
    if ((rc = cli_open_outbox(cli, err)) < 0 ||
        (rc = outbox_table_add(cli->outbox, entry, &known, err)) < 0)
        return rc;
    rc = cli_connect(cli, err);
    if (rc == 0)
        rc = submit_entry(cli, entry, ret_task, err);
    if (rc == 0 || entry->state == OUTBOX_ENTRY_SENT)
        return rc;
    return keep_or_forget(cli, entry, known || (queue && may_wait(err->code)), err);
}

static int report_queued(struct cli *cli, const struct outbox_entry *entry, const struct err *why)
{
    if (cli->json) {
        output_json(wire_object(outbox_entry_fields, entry));
        return 0;
    }
    output_line(stdout, OUTPUT_PLAIN, "%s kept in the outbox: %s", uuid_short(entry->id),
                why->what);
    output_line(stdout, OUTPUT_DIM, "send it with: %s outbox flush", cli->name);
    return 0;
}

static void report_sent(const struct task *task)
{
    output_line(stdout, OUTPUT_PLAIN, "%s sent to %s%s%s", uuid_short(task->task), task->host,
                task->session != NULL ? ", session " : "",
                task->session != NULL ? uuid_short(task->session) : "");
    if (task->reason != NULL)
        output_line(stdout, OUTPUT_DIM, "%s: %s", task_state_words[task->state], task->reason);
}

int submit_report(struct cli *cli, const struct outbox_entry *entry, bool queued, bool wait,
                  struct task *task, struct err *err)
{
    struct follow_wish wish = {.task = task->task, .session = task->session};

    if (queued)
        return report_queued(cli, entry, err);
    if (wait)
        return follow_task(cli, &wish, err);
    if (cli->json)
        output_json(wire_object(task_fields, task));
    else
        report_sent(task);
    return 0;
}
