#include "remote/agent/evidence.h"

#include "tests/support/unit.h"

#define BITS 8

static struct evidence of_bits(unsigned bits)
{
    return (struct evidence){
        .has_line = bits & 1,
        .same_boot = bits & 2,
        .fed = bits & 4,
        .exit_seen = bits & 8,
        .stalled = bits & 16,
        .began = bits & 32,
        .echoed = bits & 64,
        .in_transcript = bits & 128,
    };
}

/* The contract in its own words, not in the code's. */
static bool may_go_again(const struct evidence *e)
{
    bool never_written = !e->has_line;
    bool never_read = e->same_boot && !e->fed;
    bool nothing_came_of_it = e->same_boot && e->fed && e->exit_seen && !e->stalled && !e->began &&
                              !e->echoed && !e->in_transcript;

    return never_written || never_read || nothing_came_of_it;
}

static void every_combination_is_judged_as_the_table_says(void **state)
{
    int again = 0;

    (void)state;
    for (unsigned bits = 0; bits < 1U << BITS; bits++) {
        struct evidence evidence = of_bits(bits);
        bool expected = may_go_again(&evidence);

        again += expected;
        if ((evidence_judge(&evidence) == VERDICT_AGAIN) != expected)
            fail_msg("evidence %#x is judged wrongly", bits);
    }
    assert_int_equal(again, 128 + 32 + 1);
}

static void after_a_reboot_no_line_goes_again(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 1U << BITS; bits++) {
        struct evidence evidence = of_bits(bits);

        evidence.has_line = true;
        evidence.same_boot = false;
        assert_int_equal(evidence_judge(&evidence), VERDICT_INTERRUPTED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_is_judged_as_the_table_says),
        cmocka_unit_test(after_a_reboot_no_line_goes_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
