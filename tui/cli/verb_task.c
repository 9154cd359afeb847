#include "tui/cli/follow.h"
#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/sys/clock.h"
#include "protocol/wire.h"

/* Asks for the task of an ending. */
static int get_task(struct cli *cli, const struct args *args, struct task *ret_task,
                    struct err *err)
{
    struct json *answer;
    int rc;

    if ((rc = cli_check_id("a task's id", args->words[0], err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0 ||
        (rc = cli_query(cli, "task/get", cli_params("task", args->words[0]), &answer, err)) < 0)
        return rc;
    rc = cli_read_task(cli, answer, ret_task, err);
    json_drop(answer);
    return rc;
}

int run_task(struct cli *cli, const struct args *args, struct err *err)
{
    struct task task;
    int rc = get_task(cli, args, &task, err);

    if (rc < 0)
        return rc;
    if (args_given(args, "wait")) {
        struct follow_wish wish = {.task = task.task, .session = task.session, .quiet = true};

        rc = follow_task(cli, &wish, err);
    } else if (cli->json) {
        output_json(wire_object(task_fields, &task));
    } else {
        print_task(&task, clock_wall_ms());
    }
    task_done(&task);
    return rc;
}

static int watch_session(struct cli *cli, const struct args *args, struct err *err)
{
    struct follow_wish wish = {.live = args_given(args, "live")};
    struct json *answer;
    const char *session;
    int rc = cli_query(cli, "session/get", cli_params("session", args->words[0]), &answer, err);

    if (rc == -ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, "%s: no task or session ends with %s", cli->host.name,
                       args->words[0]);
    if (rc < 0)
        return rc;
    session = json_get_text(answer, "session");
    wish.session = session != NULL ? session : args->words[0];
    rc = follow_session(cli, &wish, err);
    json_drop(answer);
    return rc;
}

int run_watch(struct cli *cli, const struct args *args, struct err *err)
{
    struct follow_wish wish = {.live = args_given(args, "live")};
    struct task task;
    int rc = get_task(cli, args, &task, err);

    if (rc == -ERR_NOT_FOUND)
        return watch_session(cli, args, err);
    if (rc < 0)
        return rc;
    wish.task = task.task;
    wish.session = task.session;
    rc = follow_task(cli, &wish, err);
    task_done(&task);
    return rc;
}
