#include "remote/agent/command.h"

#include "tests/support/unit.h"

#include <math.h>

static char claude[] = "/opt/claude", flag[] = "--flag";
static char *const program[] = {claude, flag, NULL};

/* The value behind an option, NULL when it is not there. */
static const char *value_of(char **argv, const char *option)
{
    for (size_t i = 0; argv[i] != NULL; i++)
        if (strcmp(argv[i], option) == 0)
            return argv[i + 1] != NULL ? argv[i + 1] : "";
    return NULL;
}

static struct command plain(enum command_start start)
{
    return (struct command){.program = program,
                            .start = start,
                            .session = "new",
                            .origin = "old",
                            .max_budget_usd = (double)NAN};
}

static void a_new_session_gets_its_id(void **state)
{
    struct command command = plain(COMMAND_NEW);
    char **argv = command_build(&command);

    (void)state;
    assert_string_equal(argv[0], "/opt/claude");
    assert_string_equal(argv[1], "--flag");
    assert_string_equal(value_of(argv, "--session-id"), "new");
    assert_null(value_of(argv, "--resume"));
    assert_null(value_of(argv, "--max-budget-usd"));
    assert_string_equal(value_of(argv, "--permission-mode"), "default");
    command_free(argv);
}

static void a_known_session_is_resumed(void **state)
{
    struct command command = plain(COMMAND_RESUME);
    char **argv = command_build(&command);

    (void)state;
    assert_string_equal(value_of(argv, "--resume"), "new");
    assert_null(value_of(argv, "--session-id"));
    command_free(argv);
}

static void a_fork_names_both(void **state)
{
    struct command command = plain(COMMAND_FORK);
    char **argv = command_build(&command);

    (void)state;
    assert_string_equal(value_of(argv, "--resume"), "old");
    assert_string_equal(value_of(argv, "--session-id"), "new");
    assert_non_null(value_of(argv, "--fork-session"));
    command_free(argv);
}

static void what_the_task_asks_for_is_passed_on(void **state)
{
    struct command command = plain(COMMAND_NEW);
    char **argv;

    (void)state;
    command.model = "m";
    command.permission_mode = "plan";
    command.max_budget_usd = 0.25;
    argv = command_build(&command);
    assert_string_equal(value_of(argv, "--model"), "m");
    assert_string_equal(value_of(argv, "--permission-mode"), "plan");
    assert_string_equal(value_of(argv, "--max-budget-usd"), "0.250000");
    command_free(argv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_session_gets_its_id),
        cmocka_unit_test(a_known_session_is_resumed),
        cmocka_unit_test(a_fork_names_both),
        cmocka_unit_test(what_the_task_asks_for_is_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
