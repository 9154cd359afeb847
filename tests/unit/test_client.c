#include "remote/daemon/clear.h"

#include "remote/daemon/client.h"

#include "tests/support/unit.h"

static void only_the_command_alone_is_one(void **state)
{
    static const char *const are[] = {"/clear", "/reset", "/new", " /clear\n", "\t/new "};
    static const char *const are_not[] = {
        "", "/", "/clea", "/clearly", "/clear x", "please /clear", "/Clear", "/new\nline"};

    (void)state;
    for (size_t i = 0; i < COUNT(are); i++)
        assert_true(clear_is(are[i]));
    for (size_t i = 0; i < COUNT(are_not); i++)
        assert_false(clear_is(are_not[i]));
}

static void a_client_that_is_silent_or_stuck_for_a_minute_is_dead(void **state)
{
    struct client client = {.heard_at = 1000, .stuck_since = -1};

    (void)state;
    assert_false(client_is_dead(&client, 61000));
    assert_true(client_is_dead(&client, 61001));
    client = (struct client){.heard_at = 90000, .stuck_since = 1000};
    assert_false(client_is_dead(&client, 61000));
    assert_true(client_is_dead(&client, 61001));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_command_alone_is_one),
        cmocka_unit_test(a_client_that_is_silent_or_stuck_for_a_minute_is_dead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
