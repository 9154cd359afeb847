#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

#define RULE_NUMBER_MAX 100

/* What the words say. */
struct choice {
    const char *word; /* as the protocol has it; NULL: none was made out */
    int64_t rule;     /* of always, from 1 */
    const char *text;
};

static const struct {
    const char *typed, *word;
} words[] = {
    {"allow", "allow"}, {"yes", "allow"}, {"y", "allow"}, {"deny", "deny"},
    {"no", "deny"},     {"n", "deny"},    {NULL, NULL},
};

static int wrong(const char *typed, struct err *err)
{
    err_set(err, ERR_INVALID, "%.60s: not an answer", typed);
    return err_next(err,
                    "allow (yes, y), always, always=N, deny (no, n) [MESSAGE], or --text TEXT");
}

static int read_choice(const struct args *args, struct choice *ret_choice, struct err *err)
{
    const char *typed = args->count > 1 ? args->words[1] : NULL;
    const char *message = args->count > 2 ? args->words[2] : NULL;
    const char *text = args_value(args, "text");

    *ret_choice = (struct choice){.rule = 1};
    if (typed == NULL && text == NULL)
        return wrong("nothing", err);
    if (text != NULL) {
        *ret_choice = (struct choice){.word = "text", .text = text};
        if (typed != NULL)
            return err_set(err, ERR_INVALID, "%.60s and --text exclude each other", typed);
        return str_blank(text) ? err_set(err, ERR_INVALID, "--text is blank") : 0;
    }
    for (size_t i = 0; words[i].typed != NULL; i++)
        if (strcmp(words[i].typed, typed) == 0)
            ret_choice->word = words[i].word;
    if (strcmp(typed, "always") == 0 ||
        (str_starts(typed, "always=") &&
         str_number(typed + 7, 1, RULE_NUMBER_MAX, &ret_choice->rule)))
        ret_choice->word = "always";
    if (ret_choice->word == NULL)
        return wrong(typed, err);
    if (message != NULL && !str_equal(ret_choice->word, "deny"))
        return err_set(err, ERR_INVALID, "%s takes no message; only deny does", typed);
    ret_choice->text = message;
    return 0;
}

static int get_ask(struct cli *cli, const char *id, struct ask *ret_ask, struct err *err)
{
    struct json *answer;
    int rc = cli_query(cli, "ask/get", cli_params("ask", id), &answer, err);

    if (rc < 0)
        return rc;
    rc = wire_parse(ask_fields, answer, ret_ask, err);
    json_drop(answer);
    if (rc == 0 && ret_ask->ask == NULL) {
        ask_done(ret_ask);
        rc = err_set(err, ERR_RUNNER, "%s: an ask without an id", cli->host.name);
    }
    return rc;
}

/* Says what `always` will grant before it is granted. */
static int show_rule(const struct ask *ask, int64_t number, struct err *err)
{
    struct json *list = ask->suggestions != NULL
                            ? json_parse(ask->suggestions, strlen(ask->suggestions), NULL)
                            : NULL;
    size_t count = json_count(list);
    char *rule;

    if (count < (size_t)number) {
        json_drop(list);
        err_set(err, ERR_INVALID, "ask %s offers %d rules to grant always, not %d",
                uuid_short(ask->ask), (int)count, (int)number);
        return err_next(err, count == 0 ? "answer allow or deny" : "choose another number");
    }
    rule = print_rule(json_at(list, (size_t)number - 1));
    output_line(stderr, OUTPUT_PLAIN, "granting always: %s", rule);
    free(rule);
    json_drop(list);
    return 0;
}

static struct json *answer_params(const struct ask *ask, const struct choice *choice)
{
    struct json *params = cli_params("ask", ask->ask);

    json_put_text(params, "choice", choice->word);
    if (str_equal(choice->word, "always"))
        json_put_int(params, "rule", choice->rule);
    if (choice->text != NULL)
        json_put_text(params, "text", choice->text);
    return params;
}

static int give_answer(struct cli *cli, const struct ask *ask, const struct choice *choice,
                       struct err *err)
{
    struct json *answer;
    struct ask now;
    int rc = cli_act(cli, "ask/answer", answer_params(ask, choice), "look at: asks", &answer, err);

    if (rc < 0)
        return rc;
    rc = wire_parse(ask_fields, answer, &now, NULL);
    json_drop(answer);
    if (rc < 0)
        return err_set(err, ERR_RUNNER, "%s: its answer cannot be read", cli->host.name);
    mem_set(&now.host, cli->host.name);
    if (cli->json)
        output_json(wire_object(ask_fields, &now));
    else
        output_line(stdout, OUTPUT_PLAIN, "%s %s%s%s", uuid_short(ask->ask),
                    ask_state_words[now.state], now.answer != NULL ? ": " : "",
                    now.answer != NULL ? now.answer : "");
    ask_done(&now);
    return 0;
}

int run_answer(struct cli *cli, const struct args *args, struct err *err)
{
    struct choice choice;
    struct ask ask;
    int rc;

    if ((rc = cli_check_id("an ask's id", args->words[0], err)) < 0 ||
        (rc = read_choice(args, &choice, err)) < 0 ||
        (rc = cli_pick_host(cli, args->host, err)) < 0 ||
        (rc = get_ask(cli, args->words[0], &ask, err)) < 0)
        return rc;
    if (str_equal(choice.word, "always"))
        rc = show_rule(&ask, choice.rule, err);
    if (rc == 0)
        rc = give_answer(cli, &ask, &choice, err);
    ask_done(&ask);
    return rc;
}
