#include "tui/model/command.h"

#include "tests/support/unit.h"

static bool known(void *data, enum command_verb verb, const char *word)
{
    (void)data;
    (void)verb;
    return strcmp(word, "abc123") == 0;
}

static int parse(const char *line, struct command *command)
{
    return command_parse(command, line, known, NULL, NULL);
}

static void a_reply_takes_a_known_id_and_the_rest_as_text(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("reply abc123 fix  it", &command), 0);
    assert_string_equal(command.id, "abc123");
    assert_string_equal(command.text, "fix  it");
    command_done(&command);
    assert_int_equal(parse("reply --steer decade is text", &command), 0);
    assert_null(command.id);
    assert_true(command.steer);
    assert_string_equal(command.text, "decade is text");
    command_done(&command);
}

static void a_prompt_may_name_its_folder(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("prompt -C src/x do it", &command), 0);
    assert_string_equal(command.project, "src/x");
    assert_string_equal(command.text, "do it");
    command_done(&command);
}

static void answers_have_exactly_the_shell_s_words(void **state)
{
    static const struct {
        const char *line;
        enum answer_choice choice;
        int number;
        const char *text;
    } good[] = {
        {"answer allow", ANSWER_ALLOW, 0, NULL},
        {"answer abc123 yes", ANSWER_ALLOW, 0, NULL},
        {"answer y", ANSWER_ALLOW, 0, NULL},
        {"answer always", ANSWER_ALWAYS, 0, NULL},
        {"answer always=2", ANSWER_ALWAYS, 2, NULL},
        {"answer deny", ANSWER_DENY, 0, NULL},
        {"answer no use make clean", ANSWER_DENY, 0, "use make clean"},
        {"answer --text the second one", ANSWER_TEXT, 0, "the second one"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct command command;

        assert_int_equal(parse(good[i].line, &command), 0);
        assert_int_equal(command.choice, good[i].choice);
        assert_int_equal(command.number, good[i].number);
        if (good[i].text == NULL)
            assert_null(command.text);
        else
            assert_string_equal(command.text, good[i].text);
        command_done(&command);
    }
}

static void a_mistyped_word_never_becomes_an_answer(void **state)
{
    static const char *const bad[] = {"answer",           "answer alow",     "answer Yes",
                                      "answer yes now",   "answer always=0", "answer always=x",
                                      "answer --text",    "answer --text ",  "answer abc123",
                                      "answer allow deny"};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct command command;

        assert_int_equal(parse(bad[i], &command), -ERR_INVALID);
        command_done(&command);
    }
}

static void too_little_and_too_much_is_wrong(void **state)
{
    static const char *const bad[] = {
        "",          "  ",       "replay x",   "reply",     "reply abc123", "prompt",
        "prompt -C", "quit now", "cancel a b", "retry a b", "hosts all"};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct command command;

        assert_int_equal(parse(bad[i], &command), -ERR_INVALID);
        command_done(&command);
    }
}

static void retry_may_say_again(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("retry --again abc123", &command), 0);
    assert_true(command.again);
    assert_string_equal(command.id, "abc123");
    command_done(&command);
}

static void an_error_names_the_usage(void **state)
{
    struct command command;
    struct err err;

    (void)state;
    assert_int_equal(command_parse(&command, "answer alow", known, NULL, &err), -ERR_INVALID);
    assert_non_null(strstr(err.next, "allow|always"));
    command_done(&command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_takes_a_known_id_and_the_rest_as_text),
        cmocka_unit_test(a_prompt_may_name_its_folder),
        cmocka_unit_test(answers_have_exactly_the_shell_s_words),
        cmocka_unit_test(a_mistyped_word_never_becomes_an_answer),
        cmocka_unit_test(too_little_and_too_much_is_wrong),
        cmocka_unit_test(retry_may_say_again),
        cmocka_unit_test(an_error_names_the_usage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
