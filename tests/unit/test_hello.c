#include "protocol/hello.h"

#include "tests/support/mutate.h"
#include "tests/support/unit.h"

static void the_hosts_line_is_read_back(void **state)
{
    struct hello hello = {.protocol = 1, .build = "0.1.0+7"}, back;
    char line[HELLO_LINE_MAX];

    (void)state;
    hello_print_host(&hello, line);
    assert_string_equal(line, "ccr-remote 1 0.1.0+7\n");
    line[strlen(line) - 1] = '\0';
    assert_true(hello_parse_host(line, &back));
    assert_int_equal(back.protocol, 1);
    assert_string_equal(back.build, "0.1.0+7");
    assert_int_equal(back.scope, SCOPE_FULL);
    assert_string_equal(back.name, "");
}

static void a_newer_host_may_add_fields(void **state)
{
    struct hello back;

    (void)state;
    assert_true(hello_parse_host("ccr-remote 12 1.2.3+4 more of it", &back));
    assert_int_equal(back.protocol, 12);
    assert_string_equal(back.build, "1.2.3+4");
}

static void noise_is_no_hosts_line(void **state)
{
    static const char *const noise[] = {
        "",
        "Welcome to Debian",
        "ccr-remote",
        "ccr-remote 1",
        "ccr-remote 1 ",
        "ccr-remote: command not found",
        "ccr-remote1 0.1.0+7",
        "ccr-remote  1 0.1.0+7",
        "ccr-remote 1  0.1.0+7",
        " ccr-remote 1 0.1.0+7",
        "ccr-remote -1 0.1.0+7",
        "ccr-remote +1 0.1.0+7",
        "ccr-remote 1x 0.1.0+7",
        "ccr-remote 1.0 0.1.0+7",
        "ccr-remote 12345678901 0.1.0+7",
        "ccr-remote 2 tasks are running",
        "ccr-remote\t1\t0.1.0+7",
        "ccr-remote 1 0.1.0+7\x1b[31m",
        "ccr-remote 1 0.1.0+7\t",
        "ccr 1 0.1.0+7 full laptop",
    };
    struct hello back;

    (void)state;
    for (size_t i = 0; i < COUNT(noise); i++)
        if (hello_parse_host(noise[i], &back))
            fail_msg("taken for a host's line: %s", noise[i]);
}

static void a_build_is_at_most_63_characters(void **state)
{
    char line[200];
    struct hello back;

    (void)state;
    snprintf(line, sizeof(line), "ccr-remote 1 0%062d", 0);
    assert_true(hello_parse_host(line, &back));
    assert_int_equal(strlen(back.build), 63);
    snprintf(line, sizeof(line), "ccr-remote 1 0%063d", 0);
    assert_false(hello_parse_host(line, &back));
}

static void the_clients_line_is_read_back_for_every_scope(void **state)
{
    (void)state;
    for (int scope = SCOPE_READ; scope <= SCOPE_FULL; scope++) {
        struct hello hello = {1, "0.1.0+7", (enum scope)scope, "lap_top-1.lan"}, back;
        char line[HELLO_LINE_MAX];
        struct err err;

        hello_print_client(&hello, line);
        line[strlen(line) - 1] = '\0';
        assert_int_equal(hello_parse_client(line, &back, &err), 0);
        assert_int_equal(back.protocol, 1);
        assert_string_equal(back.build, "0.1.0+7");
        assert_int_equal(back.scope, scope);
        assert_string_equal(back.name, "lap_top-1.lan");
    }
}

static void the_longest_line_fits_and_is_read_back(void **state)
{
    struct hello hello = {.protocol = 999999999, .scope = SCOPE_ANSWER}, back;
    char line[HELLO_LINE_MAX];
    struct err err;

    (void)state;
    memset(hello.build, '9', HELLO_BUILD_SIZE - 1);
    memset(hello.name, 'n', HELLO_NAME_SIZE - 1);
    hello_print_client(&hello, line);
    assert_int_equal(line[strlen(line) - 1], '\n');
    line[strlen(line) - 1] = '\0';
    assert_int_equal(hello_parse_client(line, &back, &err), 0);
    assert_string_equal(back.build, hello.build);
    assert_string_equal(back.name, hello.name);
}

static void wrong_client_lines_are_refused_with_a_reason(void **state)
{
    static const char *const bad[] = {
        "",
        "{\"jsonrpc\":\"2.0\"}",
        "ccr",
        "ccr 1 0.1.0+7",
        "ccr 1 0.1.0+7 full",
        "ccr 1 0.1.0+7 full ",
        "ccr 1 0.1.0+7 full laptop ",
        "ccr 1 0.1.0+7 full laptop more",
        "ccr 1 0.1.0+7 full lap/top",
        "ccr 1 0.1.0+7 full lap\x1btop",
        "ccr 1 0.1.0+7 root laptop",
        "ccr 1 0.1.0+7 FULL laptop",
        "ccr  1 0.1.0+7 full laptop",
        "ccr 1 0.1.0+7 full  laptop",
        "ccr -1 0.1.0+7 full laptop",
        "ccr x 0.1.0+7 full laptop",
        "ccr-remote 1 0.1.0+7",
        "ccr 1 0.1.0+7 full 12345678901234567890123456789012345678901234567890123456789012345",
    };
    struct hello back;
    struct err err;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (hello_parse_client(bad[i], &back, &err) != -ERR_INVALID)
            fail_msg("taken for a client's line: %s", bad[i]);
        assert_true(err.what[0] != '\0');
    }
    hello_parse_client("ccr 1 0.1.0+7 root laptop", &back, &err);
    assert_non_null(strstr(err.what, "root"));
}

static void builds_are_ordered_by_number(void **state)
{
    static const char *const rising[] = {"rubbish", "0.1.0",   "0.1.0+0",  "0.1.0+7", "0.1.0+10",
                                         "0.1.1+1", "0.2.0+1", "0.10.0+1", "1.0.0+1", "10.0.0+1"};

    (void)state;
    for (size_t a = 0; a < COUNT(rising); a++)
        for (size_t b = 0; b < COUNT(rising); b++) {
            int order = hello_compare(rising[a], rising[b]);

            assert_int_equal((order > 0) - (order < 0), (a > b) - (a < b));
        }
    assert_int_equal(hello_compare("", "x"), 0);
}

static void any_text_makes_a_name_for_the_line(void **state)
{
    char name[HELLO_NAME_SIZE], text[200];

    (void)state;
    hello_clean_name("anna@lap top\n", name);
    assert_string_equal(name, "anna-lap-top-");
    hello_clean_name("", name);
    assert_string_equal(name, "-");
    hello_clean_name("a.B_9-z", name);
    assert_string_equal(name, "a.B_9-z");
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    hello_clean_name(text, name);
    assert_int_equal(strlen(name), HELLO_NAME_SIZE - 1);
}

/* A line that is taken is one that prints as it was read. */
static void prints_as_it_was_read(const char *line, size_t len)
{
    char printed[HELLO_LINE_MAX];
    struct hello hello;
    struct err err;

    if (strlen(line) != len)
        return;
    if (hello_parse_client(line, &hello, &err) == 0 && line[4] != '0') {
        hello_print_client(&hello, printed);
        assert_memory_equal(printed, line, len);
    }
    if (hello_parse_host(line, &hello) && line[11] != '0') {
        hello_print_host(&hello, printed);
        assert_memory_equal(printed, line, strlen(printed) - 1);
    }
}

static void damaged_lines_are_refused_or_read_as_they_stand(void **state)
{
    (void)state;
    mutate("ccr 1 0.1.0+7 full laptop", 25, prints_as_it_was_read);
    mutate("ccr-remote 1 0.1.0+7", 20, prints_as_it_was_read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hosts_line_is_read_back),
        cmocka_unit_test(a_newer_host_may_add_fields),
        cmocka_unit_test(noise_is_no_hosts_line),
        cmocka_unit_test(a_build_is_at_most_63_characters),
        cmocka_unit_test(the_clients_line_is_read_back_for_every_scope),
        cmocka_unit_test(the_longest_line_fits_and_is_read_back),
        cmocka_unit_test(wrong_client_lines_are_refused_with_a_reason),
        cmocka_unit_test(builds_are_ordered_by_number),
        cmocka_unit_test(any_text_makes_a_name_for_the_line),
        cmocka_unit_test(damaged_lines_are_refused_or_read_as_they_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
