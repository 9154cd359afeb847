#include "remote/agent/answer.h"

#include "remote/agent/input.h"

#include "tests/support/unit.h"

#define SUGGESTIONS                                           \
    "[{\"type\":\"setMode\",\"mode\":\"bypassPermissions\"}," \
    "{\"type\":\"addRules\",\"rules\":[{\"toolName\":\"Bash\",\"ruleContent\":\"ls\"}]}]"
#define QUESTIONS                                                                       \
    "{\"questions\":[{\"question\":\"Colour?\",\"options\":[{\"label\":\"Red\"},"       \
    "{\"label\":\"Blue\"}]},{\"question\":\"Sizes?\",\"multiSelect\":true,\"options\":" \
    "[{\"label\":\"S\"},{\"label\":\"M\"}]}]}"

struct answered {
    int rc;
    char *line, *said;
};

static struct answered answer(int kind, struct answer_choice choice)
{
    struct ask ask = {.kind = kind,
                      .input = (char *)(kind == ASK_QUESTION ? QUESTIONS : "{\"command\":\"ls\"}"),
                      .suggestions = (char *)(kind == ASK_PERMISSION ? SUGGESTIONS : NULL)};
    struct err err;
    struct answered answered = {0};
    struct buf out;

    buf_init(&out, INPUT_LINE_MAX);
    answered.rc = answer_line(&out, &ask, "r", &choice, &answered.said, &err);
    answered.line = buf_take(&out);
    return answered;
}

static void done(struct answered *answered)
{
    free(answered->line);
    free(answered->said);
}

static void a_word_means_what_it_says_or_nothing(void **state)
{
    static const struct {
        int kind;
        struct answer_choice choice;
        int rc;
        const char *said, *part;
    } cases[] = {
        {ASK_PERMISSION, {.word = "allow"}, 0, "allowed", "\"behavior\":\"allow\""},
        {ASK_PERMISSION, {.word = "deny"}, 0, "denied: The user denied this.", "\"deny\""},
        {ASK_PERMISSION, {.word = "deny", .text = "no"}, 0, "denied: no", "\"no\""},
        {ASK_PERMISSION, {.word = "text", .text = "no"}, 0, "denied: no", "\"deny\""},
        {ASK_PERMISSION, {.word = "text", .text = " "}, -ERR_INVALID, NULL, NULL},
        {ASK_PERMISSION, {.word = "text"}, -ERR_INVALID, NULL, NULL},
        {ASK_PERMISSION, {.word = "always"}, 0, "always: Bash(ls)", "\"ruleContent\":\"ls\""},
        {ASK_PERMISSION, {.word = "always", .rule = 2}, 0, "always: Bash(ls)", "addRules"},
        {ASK_PERMISSION, {.word = "always", .rule = 1}, -ERR_POLICY, NULL, NULL},
        {ASK_PERMISSION,
         {.word = "always", .rule = 1, .allow_bypass = true},
         0,
         "always: mode bypassPermissions",
         "setMode"},
        {ASK_PERMISSION, {.word = "always", .rule = 3}, -ERR_INVALID, NULL, NULL},
        {ASK_PERMISSION, {.word = "allwo"}, -ERR_INVALID, NULL, NULL},
        {ASK_PERMISSION, {.word = ""}, -ERR_INVALID, NULL, NULL},
        {ASK_PERMISSION, {.word = "deny", .text = "\xff"}, -ERR_INVALID, NULL, NULL},
        {ASK_PLAN, {.word = "allow"}, 0, "allowed", "\"allow\""},
        {ASK_PLAN, {.word = "always"}, 0, "always: mode acceptEdits", "acceptEdits"},
        {ASK_PLAN, {.word = "text", .text = "dig"}, 0, "denied: dig", "\"dig\""},
        {ASK_QUESTION, {.word = "allow"}, -ERR_INVALID, NULL, NULL},
        {ASK_QUESTION, {.word = "always"}, -ERR_INVALID, NULL, NULL},
        {ASK_QUESTION, {.word = "deny"}, 0, "denied: The user denied this.", "\"deny\""},
        {ASK_QUESTION, {.word = "text", .text = "2\n1,2"}, 0, NULL, "\"Colour?\":\"Blue\""},
        {ASK_QUESTION, {.word = "text", .text = "2\n1,2"}, 0, NULL, "\"Sizes?\":\"S, M\""},
        {ASK_QUESTION, {.word = "text", .text = "Green\n3"}, 0, NULL, "\"Colour?\":\"Green\""},
        {ASK_QUESTION, {.word = "text", .text = "1"}, 0, NULL, "\"Colour?\":\"Red\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answered answered = answer(cases[i].kind, cases[i].choice);

        if (answered.rc != cases[i].rc)
            fail_msg("case %zu: %d", i, answered.rc);
        if (cases[i].said != NULL)
            assert_string_equal(answered.said, cases[i].said);
        if (cases[i].part != NULL && strstr(answered.line, cases[i].part) == NULL)
            fail_msg("case %zu: no %s in %s", i, cases[i].part, answered.line);
        done(&answered);
    }
}

static void an_answer_that_is_too_long_is_refused(void **state)
{
    char *text = calloc(1, ANSWER_TEXT_MAX + 2);
    struct answered answered;

    (void)state;
    memset(text, 'x', ANSWER_TEXT_MAX + 1);
    answered = answer(ASK_PERMISSION, (struct answer_choice){.word = "deny", .text = text});
    assert_int_equal(answered.rc, -ERR_TOO_LARGE);
    done(&answered);
    free(text);
}

static void a_grant_is_described_without_control_characters(void **state)
{
    char *text =
        answer_describe("{\"type\":\"addDirectories\",\"directories\":[\"/a\\u001b[2J\"]}");

    (void)state;
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "folder /a"));
    free(text);
    text = answer_describe("no json");
    assert_string_equal(text, "?");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_means_what_it_says_or_nothing),
        cmocka_unit_test(an_answer_that_is_too_long_is_refused),
        cmocka_unit_test(a_grant_is_described_without_control_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
