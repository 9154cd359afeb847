#include "tui/app/describe.h"

#include "protocol/base/mem.h"
#include "tests/support/unit.h"

static struct detail detail;

static void make(const char *json)
{
    detail_done(&detail);
    describe_json(&detail, json, -1);
}

static int teardown(void **state)
{
    (void)state;
    detail_done(&detail);
    return 0;
}

static void members_and_elements_have_paths(void **state)
{
    (void)state;
    make("{\"questions\":[{\"question\":\"Which?\",\"multiSelect\":false,"
         "\"options\":[{\"label\":\"a\"},{\"label\":\"b\"}]}],\"n\":3,\"x\":1.5,\"none\":null}");
    assert_string_equal(detail_get(&detail, "questions.0.question"), "Which?");
    assert_string_equal(detail_get(&detail, "questions.0.multiSelect"), "false");
    assert_string_equal(detail_get(&detail, "questions.0.options.1.label"), "b");
    assert_string_equal(detail_get(&detail, "n"), "3");
    assert_string_equal(detail_get(&detail, "x"), "1.5");
    assert_null(detail_get(&detail, "none"));
    assert_false(detail.cut);
}

static void an_array_at_the_top_begins_with_numbers(void **state)
{
    (void)state;
    make("[{\"type\":\"addRules\",\"rules\":[{\"toolName\":\"Bash\"}]}]");
    assert_string_equal(detail_get(&detail, "0.rules.0.toolName"), "Bash");
}

static void an_input_that_was_cut_says_so(void **state)
{
    (void)state;
    detail_done(&detail);
    describe_json(&detail, "\"{\\\"command\\\":\\\"ec\"", 70000);
    assert_string_equal(detail_get(&detail, ""), "{\"command\":\"ec");
    assert_true(detail.cut);
}

static void what_is_no_json_is_kept_as_it_is(void **state)
{
    (void)state;
    make("{\"command\":");
    assert_string_equal(detail_get(&detail, ""), "{\"command\":");
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    make(NULL);
    assert_int_equal(detail.count, 0);
    make("null");
    assert_int_equal(detail.count, 0);
    make("{}");
    assert_int_equal(detail.count, 0);
    assert_false(detail.cut);
}

static void depth_and_size_have_caps(void **state)
{
    char *large, *text = malloc(2 * DETAIL_TEXT_MAX);

    (void)state;
    make("[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]");
    assert_int_equal(detail.count, 0);
    assert_true(detail.cut);
    memset(text, 'x', 2 * DETAIL_TEXT_MAX - 1);
    text[2 * DETAIL_TEXT_MAX - 1] = '\0';
    large = mem_printf("{\"a\":\"%s\",\"b\":1}", text);
    make(large);
    assert_true(detail.cut);
    assert_true(detail.bytes <= DETAIL_TEXT_MAX);
    free(large);
    free(text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
    const struct CMUnitTest tests[] = {
        TEST(members_and_elements_have_paths),
        TEST(an_array_at_the_top_begins_with_numbers),
        TEST(an_input_that_was_cut_says_so),
        TEST(what_is_no_json_is_kept_as_it_is),
        TEST(nothing_is_nothing),
        TEST(depth_and_size_have_caps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
