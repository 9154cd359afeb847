#include "tui/cli/print.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"

#include <stdlib.h>
#include <string.h>

#define RULE_MAX     4096
#define QUESTION_MAX 64 /* questions and options shown of one ask */

/* Where a grant is written, in words. */
static const char *place_of(const char *destination)
{
    static const char *const places[][2] = {
        {"session", "for this session"},
        {"localSettings", "in the project's .claude/settings.local.json"},
        {"projectSettings", "in the project's .claude/settings.json"},
        {"userSettings", "in the user's settings, for all projects"},
        {"cliArg", "for this run"},
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (str_equal(places[i][0], destination))
            return places[i][1];
    return destination != NULL ? destination : "";
}

static const char *text_of(const struct json *object, const char *name)
{
    const char *text = json_get_text(object, name);

    return text != NULL ? text : "";
}

static void append_rules(struct buf *out, const struct json *rules)
{
    for (size_t i = 0; i < json_count(rules); i++) {
        const struct json *rule = json_at(rules, i);
        const char *content = json_get_text(rule, "ruleContent");

        buf_printf(out, "%s%s", i > 0 ? ", " : "", text_of(rule, "toolName"));
        if (content != NULL)
            buf_printf(out, "(%s)", content);
    }
}

static void append_texts(struct buf *out, const struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const char *text = json_text(json_at(list, i));

        buf_printf(out, "%s%s", i > 0 ? ", " : "", text != NULL ? text : "");
    }
}

char *print_rule(const struct json *suggestion)
{
    const char *type = text_of(suggestion, "type");
    struct buf out;

    buf_init(&out, RULE_MAX);
    if (strcmp(type, "addRules") == 0) {
        buf_printf(&out, "%s ", text_of(suggestion, "behavior"));
        append_rules(&out, json_get(suggestion, "rules"));
    } else if (strcmp(type, "setMode") == 0) {
        buf_printf(&out, "permission mode %s", text_of(suggestion, "mode"));
    } else if (strcmp(type, "addDirectories") == 0) {
        buf_append_text(&out, "let it work in ");
        append_texts(&out, json_get(suggestion, "directories"));
    } else {
        json_print(suggestion, &out);
    }
    buf_printf(&out, " %s", place_of(json_get_text(suggestion, "destination")));
    return buf_take(&out);
}

static void print_rules(const struct ask *ask)
{
    struct json *list = ask->suggestions != NULL
                            ? json_parse(ask->suggestions, strlen(ask->suggestions), NULL)
                            : NULL;

    for (size_t i = 0; i < json_count(list) && i < QUESTION_MAX; i++) {
        char *rule = print_rule(json_at(list, i));

        output_line(stdout, OUTPUT_DIM, "  always=%d  %s", (int)i + 1, rule);
        free(rule);
    }
    json_drop(list);
}

static void print_question(const struct json *question)
{
    const struct json *options = json_get(question, "options");

    printf("  ");
    output_text(stdout, text_of(question, "question"), OUTPUT_PLAIN, "  ");
    putchar('\n');
    for (size_t i = 0; i < json_count(options) && i < QUESTION_MAX; i++) {
        const struct json *option = json_at(options, i);

        output_line(stdout, OUTPUT_PLAIN, "    %d  %s%s%s", (int)i + 1, text_of(option, "label"),
                    json_get_text(option, "description") != NULL ? ": " : "",
                    text_of(option, "description"));
    }
}

/* The questions or the plan of an ask of those kinds. */
static void print_content(const struct ask *ask)
{
    struct json *input =
        ask->input != NULL ? json_parse(ask->input, strlen(ask->input), NULL) : NULL;
    const struct json *questions = json_get(input, "questions");
    const char *plan = json_get_text(input, "plan");

    for (size_t i = 0; i < json_count(questions) && i < QUESTION_MAX; i++)
        print_question(json_at(questions, i));
    if (ask->kind == ASK_PLAN && plan != NULL) {
        printf("  ");
        output_text(stdout, plan, OUTPUT_PLAIN, "  ");
        putchar('\n');
    }
    json_drop(input);
}

static const char *ways_to_answer(int kind)
{
    switch (kind) {
    case ASK_QUESTION:
        return "--text TEXT|deny";
    case ASK_PLAN:
        return "allow|deny|--text TEXT";
    default:
        return "allow|always|deny";
    }
}

void print_ask(const struct cli *cli, const struct ask *ask, int64_t now_ms)
{
    char ago[OUTPUT_AGO_SIZE];
    struct buf command;

    output_ago(now_ms, ask->created_at, ago);
    output_line(stdout, OUTPUT_WAITS, "%s %s %s %s", uuid_short(ask->ask),
                ask->tool != NULL ? ask->tool : ask_kind_words[ask->kind], ago,
                ask->state != ASK_PENDING ? ask_state_words[ask->state] : "");
    if (ask->summary != NULL) {
        printf("  ");
        output_text(stdout, ask->summary, OUTPUT_PLAIN, "  ");
        putchar('\n');
    }
    print_content(ask);
    print_rules(ask);
    if (ask->state != ASK_PENDING)
        return;
    buf_init(&command, 512);
    cli_command(cli, &command, ask->host, "answer %s %s", uuid_short(ask->ask),
                ways_to_answer(ask->kind));
    output_line(stdout, OUTPUT_DIM, "  %s", buf_text(&command));
    buf_done(&command);
}
