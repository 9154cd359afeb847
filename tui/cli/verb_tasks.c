#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/sys/clock.h"
#include "protocol/wire.h"

static void print_one(const struct cli *cli, const struct json *json)
{
    struct task task;

    if (cli_read_task(cli, json, &task, NULL) < 0)
        return;
    if (cli->json)
        output_json(wire_object(task_fields, &task));
    else
        print_task_row(&task, clock_wall_ms());
    task_done(&task);
}

int run_tasks(struct cli *cli, const struct args *args, struct err *err)
{
    const char *state = args_value(args, "state");
    struct json *params = json_new_object(), *answer;
    const struct json *tasks;
    long limit, offset;
    int rc;

    if ((rc = args_number(args, "limit", 1, 500, 50, &limit, err)) < 0 ||
        (rc = args_number(args, "offset", 0, 1000000, 0, &offset, err)) < 0)
        goto fail;
    if (state != NULL && field_word_of(task_state_words, state) < 0) {
        err_set(err, ERR_INVALID, "--state %.40s: no such state", state);
        rc = err_next(err, "queued, delayed, running, waiting, completed, failed, cancelled or "
                           "interrupted");
        goto fail;
    }
    if ((rc = cli_pick_host(cli, args->host, err)) < 0)
        goto fail;
    if (state != NULL)
        json_put_text(params, "state", state);
    json_put_int(params, "limit", limit);
    json_put_int(params, "offset", offset);
    if ((rc = cli_query(cli, "task/list", params, &answer, err)) < 0)
        return rc;
    tasks = json_get(answer, "tasks");
    for (size_t i = 0; i < json_count(tasks); i++)
        print_one(cli, json_at(tasks, i));
    if (!cli->json && json_count(tasks) == 0)
        output_line(stderr, OUTPUT_DIM, "no tasks");
    json_drop(answer);
    return 0;
fail:
    json_drop(params);
    return rc;
}
