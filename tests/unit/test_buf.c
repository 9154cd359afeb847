#include "protocol/base/buf.h"

#include "protocol/base/err.h"
#include "tests/support/unit.h"

static void a_new_buffer_is_empty_text(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 10);
    assert_int_equal(buf.len, 0);
    assert_string_equal(buf_text(&buf), "");
    buf_done(&buf);
}

static void appends_add_up_and_end_in_a_nul(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 100);
    assert_int_equal(buf_append(&buf, "ab", 2), 0);
    assert_int_equal(buf_append_text(&buf, "cd"), 0);
    assert_int_equal(buf_append_char(&buf, 'e'), 0);
    assert_int_equal(buf_printf(&buf, "%d-%s", 7, "f"), 0);
    assert_int_equal(buf_append(&buf, NULL, 0), 0);
    assert_string_equal(buf_text(&buf), "abcde7-f");
    assert_int_equal(buf.len, 8);
    buf_done(&buf);
}

static void a_nul_inside_is_content(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 100);
    assert_int_equal(buf_append(&buf, "a\0b", 3), 0);
    assert_int_equal(buf.len, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    buf_done(&buf);
}

static void the_maximum_is_reached_and_never_passed(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 4);
    assert_int_equal(buf_append(&buf, "abcd", 4), 0);
    assert_int_equal(buf_append(&buf, "e", 1), -ERR_TOO_LARGE);
    assert_int_equal(buf_append_char(&buf, 'e'), -ERR_TOO_LARGE);
    assert_int_equal(buf_printf(&buf, "%d", 1), -ERR_TOO_LARGE);
    assert_null(buf_reserve(&buf, 1));
    assert_null(buf_reserve(&buf, SIZE_MAX));
    assert_non_null(buf_reserve(&buf, 0));
    assert_string_equal(buf_text(&buf), "abcd");
    buf_done(&buf);
}

static void an_append_that_does_not_fit_changes_nothing(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 4);
    buf_append_text(&buf, "ab");
    assert_int_equal(buf_append_text(&buf, "cde"), -ERR_TOO_LARGE);
    assert_int_equal(buf_printf(&buf, "%s", "cde"), -ERR_TOO_LARGE);
    assert_string_equal(buf_text(&buf), "ab");
    assert_int_equal(buf_append_text(&buf, "cd"), 0);
    assert_string_equal(buf_text(&buf), "abcd");
    buf_done(&buf);
}

static void it_grows_over_every_size_without_losing_a_byte(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(buf_append_char(&buf, (char)('a' + i % 26)), 0);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(buf.data[i], 'a' + i % 26);
    assert_int_equal(buf.data[5000], '\0');
    buf_done(&buf);
}

static void what_was_reserved_counts_only_once_grown(void **state)
{
    struct buf buf;
    char *room;

    (void)state;
    buf_init(&buf, 100);
    buf_append_text(&buf, "ab");
    room = buf_reserve(&buf, 10);
    memcpy(room, "cdefgh", 6);
    assert_int_equal(buf.len, 2);
    buf_grow(&buf, 3);
    assert_string_equal(buf_text(&buf), "abcde");
    buf_done(&buf);
}

static void consuming_drops_the_beginning(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 100);
    buf_consume(&buf, 3);
    buf_append_text(&buf, "abcdef");
    buf_consume(&buf, 0);
    assert_string_equal(buf_text(&buf), "abcdef");
    buf_consume(&buf, 2);
    assert_string_equal(buf_text(&buf), "cdef");
    buf_consume(&buf, 4);
    assert_string_equal(buf_text(&buf), "");
    buf_append_text(&buf, "xy");
    buf_consume(&buf, 99);
    assert_int_equal(buf.len, 0);
    buf_done(&buf);
}

static void truncating_cuts_and_never_lengthens(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 100);
    buf_truncate(&buf, 0);
    buf_append_text(&buf, "abcdef");
    buf_truncate(&buf, 9);
    assert_string_equal(buf_text(&buf), "abcdef");
    buf_truncate(&buf, 2);
    assert_string_equal(buf_text(&buf), "ab");
    assert_int_equal(buf.len, 2);
    buf_done(&buf);
}

static void taking_gives_the_text_away(void **state)
{
    struct buf buf;
    char *text;

    (void)state;
    buf_init(&buf, 8);
    text = buf_take(&buf);
    assert_string_equal(text, "");
    free(text);
    buf_append_text(&buf, "abc");
    text = buf_take(&buf);
    assert_string_equal(text, "abc");
    free(text);
    assert_string_equal(buf_text(&buf), "");
    assert_int_equal(buf_append_text(&buf, "12345678"), 0);
    assert_int_equal(buf_append_char(&buf, '9'), -ERR_TOO_LARGE);
    buf_done(&buf);
}

static void a_buffer_is_usable_after_done(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 8);
    buf_append_text(&buf, "abc");
    buf_done(&buf);
    assert_string_equal(buf_text(&buf), "");
    assert_int_equal(buf_append_text(&buf, "d"), 0);
    assert_string_equal(buf_text(&buf), "d");
    buf_done(&buf);
    buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_buffer_is_empty_text),
        cmocka_unit_test(appends_add_up_and_end_in_a_nul),
        cmocka_unit_test(a_nul_inside_is_content),
        cmocka_unit_test(the_maximum_is_reached_and_never_passed),
        cmocka_unit_test(an_append_that_does_not_fit_changes_nothing),
        cmocka_unit_test(it_grows_over_every_size_without_losing_a_byte),
        cmocka_unit_test(what_was_reserved_counts_only_once_grown),
        cmocka_unit_test(consuming_drops_the_beginning),
        cmocka_unit_test(truncating_cuts_and_never_lengthens),
        cmocka_unit_test(taking_gives_the_text_away),
        cmocka_unit_test(a_buffer_is_usable_after_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
