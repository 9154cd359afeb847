#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"

static void print_one(const struct cli *cli, const struct json *json)
{
    struct session session;

    if (wire_parse(session_fields, json, &session, NULL) < 0)
        return;
    mem_set(&session.host, cli->host.name);
    if (session.session == NULL)
        session.session = mem_dup("");
    if (cli->json)
        output_json(wire_object(session_fields, &session));
    else
        print_session_row(&session, clock_wall_ms());
    session_done(&session);
}

int run_sessions(struct cli *cli, const struct args *args, struct err *err)
{
    const char *project = args_value(args, "project");
    struct json *params, *answer;
    const struct json *sessions;
    long limit, offset;
    int rc;

    if ((rc = args_number(args, "limit", 1, 500, 50, &limit, err)) < 0 ||
        (rc = args_number(args, "offset", 0, 1000000, 0, &offset, err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0)
        return rc;
    params = json_new_object();
    if (project != NULL)
        json_put_text(params, "project", project);
    json_put_int(params, "limit", limit);
    json_put_int(params, "offset", offset);
    if ((rc = cli_query(cli, "session/list", params, &answer, err)) < 0)
        return rc;
    sessions = json_get(answer, "sessions");
    for (size_t i = 0; i < json_count(sessions); i++)
        print_one(cli, json_at(sessions, i));
    if (!cli->json && json_count(sessions) == 0)
        output_line(stderr, OUTPUT_DIM, "no sessions");
    json_drop(answer);
    return 0;
}
