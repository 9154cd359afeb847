#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"

int run_asks(struct cli *cli, const struct args *args, struct err *err)
{
    struct json *answer;
    const struct json *asks;
    int rc;

    if ((rc = cli_pick_host(cli, args->host, err)) < 0 ||
        (rc = cli_query(cli, "ask/list", cli_params("state", "pending"), &answer, err)) < 0)
        return rc;
    asks = json_get(answer, "asks");
    for (size_t i = 0; i < json_count(asks); i++) {
        struct ask ask;

        if (wire_parse(ask_fields, json_at(asks, i), &ask, NULL) < 0 || ask.ask == NULL)
            continue;
        mem_set(&ask.host, cli->host.name);
        if (cli->json)
            output_json(wire_object(ask_fields, &ask));
        else
            print_ask(cli, &ask, clock_wall_ms());
        ask_done(&ask);
    }
    if (!cli->json && json_count(asks) == 0)
        output_line(stderr, OUTPUT_DIM, "nothing is asked");
    json_drop(answer);
    return 0;
}
