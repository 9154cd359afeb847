#include "protocol/base/mem.h"

#include "tests/support/unit.h"

static void new_memory_is_zeroed_and_there_even_for_nothing(void **state)
{
    unsigned char *data = mem_new(100, 3);
    void *nothing = mem_new(0, 0);

    (void)state;
    for (int i = 0; i < 300; i++)
        assert_int_equal(data[i], 0);
    assert_non_null(nothing);
    free(nothing);
    free(data);
}

static void resizing_keeps_the_content(void **state)
{
    char *data = mem_resize(NULL, 4, 1);

    (void)state;
    memcpy(data, "abc", 4);
    data = mem_resize(data, 1000, 10);
    assert_string_equal(data, "abc");
    data = mem_resize(data, 0, 10);
    assert_non_null(data);
    free(data);
}

static void copies_are_the_callers(void **state)
{
    char *copy = mem_dup("text"), *part = mem_dup_n("a\0bcd", 3);

    (void)state;
    assert_string_equal(copy, "text");
    assert_memory_equal(part, "a\0b", 4);
    assert_null(mem_dup(NULL));
    free(copy);
    free(part);
}

static void a_field_can_be_set_cleared_and_set_to_itself(void **state)
{
    char *field = NULL;

    (void)state;
    mem_set(&field, "one");
    assert_string_equal(field, "one");
    mem_set(&field, field);
    assert_string_equal(field, "one");
    mem_set(&field, field + 1);
    assert_string_equal(field, "ne");
    mem_set(&field, NULL);
    assert_null(field);
}

static void a_formatted_text_has_any_length(void **state)
{
    char *text = mem_printf("%5000d", 1), *empty = mem_printf("%s", "");

    (void)state;
    assert_int_equal(strlen(text), 5000);
    assert_int_equal(text[4999], '1');
    assert_string_equal(empty, "");
    free(text);
    free(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zeroed_and_there_even_for_nothing),
        cmocka_unit_test(resizing_keeps_the_content),
        cmocka_unit_test(copies_are_the_callers),
        cmocka_unit_test(a_field_can_be_set_cleared_and_set_to_itself),
        cmocka_unit_test(a_formatted_text_has_any_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
