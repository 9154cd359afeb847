#include "protocol/base/err.h"

#include "tests/support/unit.h"

static void setting_fills_the_text_and_returns_the_code(void **state)
{
    struct err err = {.next = "old"};

    (void)state;
    assert_int_equal(err_set(&err, ERR_CONFLICT, "task %d is there", 7), -ERR_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_string_equal(err.what, "task 7 is there");
    assert_string_equal(err.next, "");
}

static void nobody_has_to_take_the_text(void **state)
{
    (void)state;
    assert_int_equal(err_set(NULL, ERR_STORAGE, "x"), -ERR_STORAGE);
    assert_int_equal(err_next(NULL, "x"), -ERR_FAILED);
    assert_int_equal(err_wrap(NULL, "x"), -ERR_FAILED);
}

static void the_next_step_is_added(void **state)
{
    struct err err;

    (void)state;
    err_set(&err, ERR_AUTH, "refused");
    assert_int_equal(err_next(&err, "run %s", "ssh-add"), -ERR_AUTH);
    assert_string_equal(err.what, "refused");
    assert_string_equal(err.next, "run ssh-add");
}

static void wrapping_puts_the_context_before(void **state)
{
    struct err err;

    (void)state;
    err_set(&err, ERR_NOT_FOUND, "no such file");
    err_next(&err, "make it");
    assert_int_equal(err_wrap(&err, "host %s", "anna"), -ERR_NOT_FOUND);
    assert_string_equal(err.what, "host anna: no such file");
    assert_string_equal(err.next, "make it");
}

static void long_texts_are_cut_at_their_size(void **state)
{
    char text[2 * ERR_WHAT_SIZE];
    struct err err;

    (void)state;
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    err_set(&err, ERR_FAILED, "%s", text);
    err_next(&err, "%s", text);
    assert_int_equal(strlen(err.what), ERR_WHAT_SIZE - 1);
    assert_int_equal(strlen(err.next), ERR_NEXT_SIZE - 1);
    err_wrap(&err, "where");
    assert_int_equal(strlen(err.what), ERR_WHAT_SIZE - 1);
    assert_memory_equal(err.what, "where: xxx", 10);
    err_wrap(&err, "%s", text);
    assert_int_equal(strlen(err.what), ERR_WHAT_SIZE - 1);
}

static void a_context_of_every_length_fits(void **state)
{
    char context[ERR_WHAT_SIZE + 8];
    struct err err;

    (void)state;
    for (size_t len = 0; len < sizeof(context); len++) {
        memset(context, 'c', len);
        context[len] = '\0';
        err_set(&err, ERR_FAILED, "inner");
        err_wrap(&err, "%s", context);
        assert_true(strlen(err.what) < ERR_WHAT_SIZE);
    }
}

static void every_name_leads_back_to_its_code(void **state)
{
    (void)state;
    for (int code = ERR_NONE; code <= ERR_INTERRUPTED; code++)
        assert_int_equal(err_code_of(err_name((enum err_code)code)), code);
}

static void what_this_build_does_not_know_is_a_failure(void **state)
{
    (void)state;
    assert_int_equal(err_code_of("from the future"), ERR_FAILED);
    assert_int_equal(err_code_of(""), ERR_FAILED);
    assert_int_equal(err_code_of(NULL), ERR_FAILED);
    assert_string_equal(err_name((enum err_code)999), "failed");
    assert_int_equal(err_exit_status((enum err_code)999), 1);
}

static void exit_statuses_are_the_documented_ones(void **state)
{
    static const struct {
        enum err_code code;
        int status;
    } want[] = {
        {ERR_NONE, 0},        {ERR_FAILED, 1},        {ERR_INVALID, 2},     {ERR_TOO_LARGE, 2},
        {ERR_UNREACHABLE, 3}, {ERR_AUTH, 4},          {ERR_NOT_FOUND, 5},   {ERR_RUNNER, 6},
        {ERR_METHOD, 6},      {ERR_POLICY, 7},        {ERR_UNCONFIRMED, 8}, {ERR_CONFLICT, 9},
        {ERR_STORAGE, 9},     {ERR_INTERRUPTED, 130},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(err_exit_status(want[i].code), want[i].status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_fills_the_text_and_returns_the_code),
        cmocka_unit_test(nobody_has_to_take_the_text),
        cmocka_unit_test(the_next_step_is_added),
        cmocka_unit_test(wrapping_puts_the_context_before),
        cmocka_unit_test(long_texts_are_cut_at_their_size),
        cmocka_unit_test(a_context_of_every_length_fits),
        cmocka_unit_test(every_name_leads_back_to_its_code),
        cmocka_unit_test(what_this_build_does_not_know_is_a_failure),
        cmocka_unit_test(exit_statuses_are_the_documented_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
