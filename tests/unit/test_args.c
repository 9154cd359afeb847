/* The words of a command line, and the texts on it. */
#include "protocol/base/str.h"
#include "tests/support/unit.h"
#include "tui/cli/args.h"
#include "tui/cli/text.h"

#include <time.h>

#define WORDS_MAX 20

/* Parses words that are separated by single spaces; "''" is an empty one. */
static int parse(const char *line, struct args *ret_args, struct err *err)
{
    static char text[400];
    static char *argv[WORDS_MAX];
    char *rest = text;
    int argc = 0;

    strncpy(text, line, sizeof(text) - 1);
    argv[argc++] = (char *)"ccr";
    for (char *word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
        argv[argc++] = strcmp(word, "''") == 0 ? (char *)"" : word;
    return args_parse(argc, argv, ret_args, err);
}

static void options_stand_before_after_and_between(void **state)
{
    static const char *const lines[] = {
        "-H mini prompt --model m -C /p --wait text",
        "prompt text --wait --host=mini -C/p --model m",
        "prompt --wait -Hmini text --model=m --folder /p",
        "--host mini prompt -C /p --model m --wait -- text",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct args args;
        struct err err;

        if (parse(lines[i], &args, &err) < 0)
            fail_msg("%s: %s", lines[i], err.what);
        assert_string_equal(args.verb->name, "prompt");
        assert_string_equal(args.host, "mini");
        assert_string_equal(args_value(&args, "model"), "m");
        assert_string_equal(args_value(&args, "folder"), "/p");
        assert_true(args_given(&args, "wait"));
        assert_false(args_given(&args, "queue"));
        assert_int_equal(args.count, 1);
        assert_string_equal(args.words[0], "text");
    }
}

static void two_words_make_a_verb_before_one_does(void **state)
{
    struct args args;
    struct err err;

    (void)state;
    assert_int_equal(parse("outbox drop abcdef", &args, &err), 0);
    assert_string_equal(args.verb->name, "outbox drop");
    assert_string_equal(args.words[0], "abcdef");
    assert_int_equal(parse("outbox", &args, &err), 0);
    assert_string_equal(args.verb->name, "outbox");
    assert_int_equal(parse("outbox -H mini", &args, &err), 0);
    assert_int_equal(parse("host", &args, &err), -ERR_INVALID);
    assert_int_equal(parse("prompt drop", &args, &err), 0);
    assert_string_equal(args.words[0], "drop");
}

static void a_lone_hyphen_and_what_follows_two_are_words(void **state)
{
    struct args args;
    struct err err;

    (void)state;
    assert_int_equal(parse("prompt -", &args, &err), 0);
    assert_string_equal(args.words[0], "-");
    assert_int_equal(parse("prompt -- --wait", &args, &err), 0);
    assert_string_equal(args.words[0], "--wait");
    assert_false(args_given(&args, "wait"));
    assert_int_equal(parse("prompt ''", &args, &err), 0);
    assert_string_equal(args.words[0], "");
}

static void wrong_words_are_named(void **state)
{
    static const char *const table[][2] = {
        {"prompt --mood x", "--mood"},   {"prompt --wait=1 x", "--wait"},
        {"prompt x --model", "--model"}, {"prompt -wx y", "-w"},
        {"prompt -vh y", "-vh"},         {"host list -H mini", "-H"},
        {"-H mini host list", "-H"},     {"tasks one", "one"},
        {"reply abcdef", "reply"},       {"promt x", "promt"},
        {"answer a b c d", "\"d\""},     {"--wait prompt x", "--wait"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct args args;
        struct err err;

        assert_int_equal(parse(table[i][0], &args, &err), -ERR_INVALID);
        if (strstr(err.what, table[i][1]) == NULL || err.next[0] == '\0')
            fail_msg("%s: \"%s\"; \"%s\"", table[i][0], err.what, err.next);
    }
}

static void help_needs_no_words(void **state)
{
    struct args args;
    struct err err;

    (void)state;
    assert_int_equal(parse("reply --help", &args, &err), 0);
    assert_true(args.help);
    assert_int_equal(parse("-v --version", &args, &err), 0);
    assert_true(args.version && args.verbose && args.verb == NULL);
}

static void the_table_of_verbs_is_whole(void **state)
{
    (void)state;
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        int count = 0;

        assert_non_null(verb->run);
        assert_non_null(verb->arguments);
        assert_true(verb->brief != NULL && !str_ends(verb->brief, "."));
        assert_true(verb->min <= verb->max && verb->max < ARGS_WORDS_MAX);
        for (; verb_option(verb, count) != NULL; count++)
            for (int i = 0; i < count; i++)
                assert_string_not_equal(verb_option(verb, i)->name, verb_option(verb, count)->name);
        assert_true(count <= VERB_OPTIONS_MAX);
    }
}

static void a_time_is_rfc_3339_or_a_clock_or_a_span(void **state)
{
    int64_t now = 1800000000000, then;
    struct err err;

    (void)state;
    assert_int_equal(text_time("+2h", now, &then, &err), 0);
    assert_int_equal(then, now + 7200 * 1000);
    assert_int_equal(text_time("2030-01-01T00:00:00+01:00", now, &then, &err), 0);
    assert_int_equal(then, 1893452400000);
    for (int hour = 0; hour < 24; hour += 23) {
        char word[8];
        time_t seconds;
        struct tm tm;

        snprintf(word, sizeof(word), "%02d:30", hour);
        assert_int_equal(text_time(word, now, &then, &err), 0);
        assert_true(then > now && then <= now + 25 * 3600 * 1000);
        seconds = then / 1000;
        localtime_r(&seconds, &tm);
        assert_int_equal(tm.tm_hour, hour);
        assert_int_equal(tm.tm_min, 30);
    }
    assert_int_equal(text_time("2020-01-01T00:00:00Z", now, &then, &err), -ERR_INVALID);
    assert_int_equal(text_time("24:00", now, &then, &err), -ERR_INVALID);
    assert_int_equal(text_time("8:00", now, &then, &err), -ERR_INVALID);
    assert_int_equal(text_time("+", now, &then, &err), -ERR_INVALID);
    assert_int_equal(text_time("", now, &then, &err), -ERR_INVALID);
}

static void a_prompt_is_repaired_or_refused(void **state)
{
    char *text, *big = calloc(1, TEXT_PROMPT_MAX + 2);
    struct err err;
    int repaired;

    (void)state;
    assert_int_equal(text_prompt("a\xc3(", &text, &repaired, &err), 0);
    assert_string_equal(text, "a\xef\xbf\xbd(");
    assert_int_equal(repaired, 1);
    free(text);
    assert_int_equal(text_prompt(" \n", &text, &repaired, &err), -ERR_INVALID);
    memset(big, 'x', TEXT_PROMPT_MAX);
    assert_int_equal(text_prompt(big, &text, &repaired, &err), 0);
    free(text);
    big[TEXT_PROMPT_MAX] = 'x';
    assert_int_equal(text_prompt(big, &text, &repaired, &err), -ERR_TOO_LARGE);
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_before_after_and_between),
        cmocka_unit_test(two_words_make_a_verb_before_one_does),
        cmocka_unit_test(a_lone_hyphen_and_what_follows_two_are_words),
        cmocka_unit_test(wrong_words_are_named),
        cmocka_unit_test(help_needs_no_words),
        cmocka_unit_test(the_table_of_verbs_is_whole),
        cmocka_unit_test(a_time_is_rfc_3339_or_a_clock_or_a_span),
        cmocka_unit_test(a_prompt_is_repaired_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
