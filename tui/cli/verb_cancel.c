#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/base/uuid.h"
#include "protocol/data/session.h"
#include "protocol/wire.h"

/* A request with one id, whose answer is a task. */
static int change_task(struct cli *cli, const struct args *args, const char *method,
                       struct json *params, struct err *err)
{
    struct json *answer = NULL;
    struct task task;
    int rc;

    if ((rc = cli_check_id("a task's id", args->words[0], err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0) {
        json_drop(params);
        return rc;
    }
    json_put_text(params, "task", args->words[0]);
    if ((rc = cli_act(cli, method, params, "say it again", &answer, err)) < 0)
        return rc;
    rc = cli_read_task(cli, answer, &task, err);
    json_drop(answer);
    if (rc < 0)
        return rc;
    if (cli->json)
        output_json(wire_object(task_fields, &task));
    else
        output_line(stdout, OUTPUT_PLAIN, "%s %s%s%s", uuid_short(task.task),
                    task_state_words[task.state], task.reason != NULL ? ": " : "",
                    task.reason != NULL ? task.reason : "");
    task_done(&task);
    return 0;
}

int run_cancel(struct cli *cli, const struct args *args, struct err *err)
{
    return change_task(cli, args, "task/cancel", json_new_object(), err);
}

int run_retry(struct cli *cli, const struct args *args, struct err *err)
{
    struct json *params = json_new_object();

    if (args_given(args, "again"))
        json_put_bool(params, "again", true);
    return change_task(cli, args, "task/retry", params, err);
}

static int change_session(struct cli *cli, const struct args *args, const char *method,
                          struct json **ret_answer, struct err *err)
{
    int rc;

    if ((rc = cli_check_id("a session's id", args->words[0], err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0)
        return rc;
    return cli_act(cli, method, cli_params("session", args->words[0]), "say it again", ret_answer,
                   err);
}

int run_interrupt(struct cli *cli, const struct args *args, struct err *err)
{
    struct session session;
    struct json *answer;
    int rc = change_session(cli, args, "session/interrupt", &answer, err);

    if (rc < 0)
        return rc;
    if (cli->json) {
        output_json(answer);
        return 0;
    }
    if (wire_parse(session_fields, answer, &session, NULL) == 0) {
        output_line(stdout, OUTPUT_PLAIN, "session %s is %s",
                    uuid_short(session.session != NULL ? session.session : args->words[0]),
                    session_state_words[session.state]);
        session_done(&session);
    }
    json_drop(answer);
    return 0;
}

int run_release(struct cli *cli, const struct args *args, struct err *err)
{
    struct json *answer;
    const char *command;
    int rc = change_session(cli, args, "session/release", &answer, err);

    if (rc < 0)
        return rc;
    if (cli->json) {
        output_json(answer);
        return 0;
    }
    command = json_get_text(answer, "command");
    output_text(stdout, command != NULL ? command : "released", OUTPUT_PLAIN, "");
    putchar('\n');
    json_drop(answer);
    return 0;
}
