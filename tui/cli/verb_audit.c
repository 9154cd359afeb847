#include "tui/cli/run.h"

#include "protocol/base/str.h"

static const char *text_of(const struct json *entry, const char *name)
{
    const char *text = json_get_text(entry, name);

    return text != NULL ? text : "-";
}

int run_audit(struct cli *cli, const struct args *args, struct err *err)
{
    struct json *params, *answer;
    const struct json *entries;
    long limit, offset;
    int rc;

    if ((rc = args_number(args, "limit", 1, 500, 50, &limit, err)) < 0 ||
        (rc = args_number(args, "offset", 0, 1000000, 0, &offset, err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0)
        return rc;
    params = json_new_object();
    json_put_int(params, "limit", limit);
    json_put_int(params, "offset", offset);
    if ((rc = cli_query(cli, "audit/list", params, &answer, err)) < 0)
        return rc;
    entries = json_get(answer, "entries");
    for (size_t i = 0; i < json_count(entries); i++) {
        const struct json *entry = json_at(entries, i);

        if (cli->json)
            output_json(json_clone(entry));
        else
            output_line(stdout, OUTPUT_PLAIN, "%s %s (%s) %s %s: %s", text_of(entry, "at"),
                        text_of(entry, "who"), text_of(entry, "scope"), text_of(entry, "method"),
                        text_of(entry, "target"), text_of(entry, "outcome"));
    }
    json_drop(answer);
    return 0;
}
