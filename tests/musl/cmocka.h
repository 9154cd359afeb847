/*
 * As much of cmocka as the unit tests of the pure floors use, so that they run with a C library for
 * which no distribution packages cmocka. A failed assertion ends the program: one is enough to
 * know.
 */
#ifndef CCR_TESTS_MUSL_CMOCKA_H
#define CCR_TESTS_MUSL_CMOCKA_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
    int (*setup)(void **state);
    int (*teardown)(void **state);
};

#define cmocka_unit_test(f) \
    {                       \
#f, f, NULL, NULL   \
    }
#define cmocka_unit_test_setup_teardown(f, s, t) \
    {                                            \
#f, f, s, t                              \
    }
#define cmocka_unit_test_setup(f, s) \
    {                                \
#f, f, s, NULL               \
    }
#define cmocka_unit_test_teardown(f, t) \
    {                                   \
#f, f, NULL, t                  \
    }

#define fail_msg(...)                                                              \
    (fprintf(stderr, "%s:%d: ", __FILE__, __LINE__), fprintf(stderr, __VA_ARGS__), \
     fputc('\n', stderr), exit(1))
#define fail()             fail_msg("failed")
#define print_message(...) ((void)printf(__VA_ARGS__))
#define print_error(...)   ((void)fprintf(stderr, __VA_ARGS__))
#define skip()             longjmp(skipped_test, 1)

#define assert_true(x)  ((x) ? (void)0 : fail_msg("not true: %s", #x))
#define assert_false(x) ((x) ? fail_msg("true: %s", #x) : (void)0)

#define assert_null(p)                   assert_true((const void *)(p) == NULL)
#define assert_non_null(p)               assert_true((const void *)(p) != NULL)
#define assert_ptr_equal(a, b)           assert_true((const void *)(a) == (const void *)(b))
#define assert_ptr_not_equal(a, b)       assert_true((const void *)(a) != (const void *)(b))
#define assert_int_equal(a, b)           assert_true((intmax_t)(a) == (intmax_t)(b))
#define assert_int_not_equal(a, b)       assert_true((intmax_t)(a) != (intmax_t)(b))
#define assert_string_equal(a, b)        assert_true(strcmp(a, b) == 0)
#define assert_string_not_equal(a, b)    assert_true(strcmp(a, b) != 0)
#define assert_memory_equal(a, b, n)     assert_true(memcmp(a, b, n) == 0)
#define assert_memory_not_equal(a, b, n) assert_true(memcmp(a, b, n) != 0)
#define assert_in_range(x, low, high) \
    assert_true((uintmax_t)(x) >= (uintmax_t)(low) && (uintmax_t)(x) <= (uintmax_t)(high))

#define cmocka_run_group_tests(tests, setup, teardown) \
    run_group(tests, sizeof(tests) / sizeof((tests)[0]), setup, teardown)

static jmp_buf skipped_test;

/* Runs a test, back here after skip(). */
static inline void run_one(const struct CMUnitTest *test, void **state)
{
    if (setjmp(skipped_test) == 0)
        test->run(state);
    else
        printf("skipped: ");
}

static inline int run_group(const struct CMUnitTest *tests, size_t count,
                            int (*setup)(void **state), int (*teardown)(void **state))
{
    void *group = NULL;

    if (setup != NULL && setup(&group) != 0)
        return 1;
    for (size_t i = 0; i < count; i++) {
        void *state = group;

        if (tests[i].setup != NULL && tests[i].setup(&state) != 0)
            return 1;
        run_one(&tests[i], &state);
        if (tests[i].teardown != NULL && tests[i].teardown(&state) != 0)
            return 1;
        printf("ok %s\n", tests[i].name);
    }
    return teardown != NULL && teardown(&group) != 0 ? 1 : 0;
}

#endif
