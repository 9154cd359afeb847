#include "protocol/base/utf8.h"

#include "protocol/base/err.h"
#include "tests/support/unit.h"

#define BAD "\xef\xbf\xbd"

static const char *const ill_formed[] = {
    "\x80",             /* a continuation without a beginning */
    "\xc3",             /* a beginning without an end */
    "\xe2\x82",         /* a character cut short */
    "\xc0\xaf",         /* longer than needed */
    "\xe0\x80\xaf",     /* the same in three bytes */
    "\xed\xa0\x80",     /* a surrogate */
    "\xf4\x90\x80\x80", /* past the last code point */
    "\xff",
};

static void well_formed_text_is_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid("", 0));
    assert_true(utf8_valid("a\0b", 3));
    assert_true(utf8_valid("\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80", 9));
    assert_true(utf8_valid(BAD, 3));
    assert_true(utf8_valid("\xf4\x8f\xbf\xbf", 4));
}

static void ill_formed_text_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(ill_formed); i++)
        assert_false(utf8_valid(ill_formed[i], strlen(ill_formed[i])));
}

static void a_character_cut_at_the_end_is_not_read_past(void **state)
{
    char *exact = malloc(2);

    (void)state;
    memcpy(exact, "\xe4\xb8", 2);
    assert_false(utf8_valid(exact, 2));
    free(exact);
}

static void each_ill_formed_byte_is_replaced_and_counted(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 100);
    assert_int_equal(utf8_repair(&out, "a\xffz\xed\xa0\x80", 6), 4);
    assert_string_equal(buf_text(&out), "a" BAD "z" BAD BAD BAD);
    assert_true(utf8_valid(out.data, out.len));
    buf_done(&out);
    assert_int_equal(utf8_repair(&out, "\xc3\xa9" BAD, 5), 0);
    assert_string_equal(buf_text(&out), "\xc3\xa9" BAD);
    buf_done(&out);
}

static void a_repair_stops_at_the_maximum_and_leaves_what_fitted(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 4);
    assert_int_equal(utf8_repair(&out, "a\xff\xff", 3), -ERR_TOO_LARGE);
    assert_string_equal(buf_text(&out), "a" BAD);
    buf_done(&out);
}

static void decoding_steps_over_anything(void **state)
{
    int32_t point = 0;

    (void)state;
    assert_int_equal(utf8_decode("", 0, &point), 0);
    assert_int_equal(utf8_decode("a", 1, &point), 1);
    assert_int_equal(point, 'a');
    assert_int_equal(utf8_decode("\0", 1, &point), 1);
    assert_int_equal(point, 0);
    assert_int_equal(utf8_decode("\xf0\x9f\x98\x80x", 5, &point), 4);
    assert_int_equal(point, 0x1F600);
    for (size_t i = 0; i < COUNT(ill_formed); i++) {
        assert_int_equal(utf8_decode(ill_formed[i], strlen(ill_formed[i]), &point), 1);
        assert_int_equal(point, 0xFFFD);
    }
}

static void a_cluster_is_what_people_see_as_one_character(void **state)
{
    static const struct {
        const char *text;
        size_t len;
        int columns;
    } want[] = {
        {"ab", 1, 1},
        {"e\xcc\x81x", 3, 1},                                     /* e and a combining acute */
        {"\xe4\xb8\xad\xe4\xb8\xad", 3, 2},                       /* a wide character */
        {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x92\xbbx", 11, 2}, /* joined by ZWJ */
        {"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaax", 8, 2},              /* a flag is a pair of letters */
        {"\xf0\x9f\x87\xa9x", 4, 1},                              /* half a flag */
        {"\xcc\x81", 2, 0},                                       /* a mark without a letter */
        {"\xff\xff", 1, 1},
    };
    int columns;

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(utf8_cluster(want[i].text, strlen(want[i].text), &columns), want[i].len);
        assert_int_equal(columns, want[i].columns);
    }
    assert_int_equal(utf8_cluster("", 0, &columns), 0);
    assert_int_equal(columns, 0);
}

static void columns_add_up_over_clusters(void **state)
{
    (void)state;
    assert_int_equal(utf8_columns("", 0), 0);
    assert_int_equal(utf8_columns("abc", 3), 3);
    assert_int_equal(utf8_columns("a\xe4\xb8\xad\xcc\x81z", 7), 4);
    assert_int_equal(utf8_columns("\xff\xff", 2), 2);
}

static void what_fits_never_halves_a_character(void **state)
{
    const char *text = "a\xe4\xb8\xad\xe4\xb8\xad"
                       "e\xcc\x81z"; /* columns 1 2 2 1 1 */
    static const size_t want[] = {0, 1, 1, 4, 4, 7, 10, 11, 11};

    (void)state;
    for (size_t columns = 0; columns < COUNT(want); columns++)
        assert_int_equal(utf8_fit(text, strlen(text), columns), want[columns]);
    assert_int_equal(utf8_fit("", 0, 5), 0);
}

static void a_cut_never_halves_a_character(void **state)
{
    const char *text = "a\xc3\xa9\xf0\x9f\x98\x80z"; /* begins at 0 1 3 7 */
    static const size_t want[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};

    (void)state;
    for (size_t max = 0; max < COUNT(want); max++)
        assert_int_equal(utf8_cut(text, strlen(text), max), want[max]);
}

static void a_cut_of_a_text_that_ends_in_the_middle_of_a_character_takes_it_for_one(void **state)
{
    (void)state;
    assert_int_equal(utf8_cut("a\xf0\x9f\x98", 4, 3), 1);
    assert_int_equal(utf8_cut("a\xf0\x9f\x98", 4, 2), 1);
}

static void a_cut_of_rubbish_keeps_most_of_it(void **state)
{
    (void)state;
    assert_int_equal(utf8_cut("\x80\x80\x80\x80\x80\x80\x80\x80", 8, 6), 6);
    assert_int_equal(utf8_cut("\xff\x80\x80\x80\x80\x80", 6, 5), 5);
}

static void shows(const char *text, size_t len, bool keep_lines, const char *want)
{
    struct buf out;

    buf_init(&out, 1000);
    assert_int_equal(utf8_printable(&out, text, len, keep_lines), 0);
    assert_string_equal(buf_text(&out), want);
    buf_done(&out);
}

static void controls_become_pictures(void **state)
{
    (void)state;
    shows("\x1b[31mred", 8, true, "\xe2\x90\x9b[31mred");
    shows("a\0b", 3, true,
          "a\xe2\x90\x80"
          "b");
    shows("\a\b\x7f", 3, true, "\xe2\x90\x87\xe2\x90\x88\xe2\x90\xa1");
    shows("\xc2\x9b"
          "2J",
          4, true, "<U+009B>2J");
    shows("\xc2\x85", 2, true, "<U+0085>");
    shows("\xc2\xa0", 2, true, "\xc2\xa0");
}

static void hidden_and_reordering_characters_are_shown(void **state)
{
    (void)state;
    shows("a\xe2\x80\xae"
          "b",
          5, true, "a<U+202E>b");
    shows("\xe2\x81\xa6\xe2\x81\xa9", 6, true, "<U+2066><U+2069>");
    shows("\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf", 9, true, "<U+200B><U+200D><U+FEFF>");
    shows("\xd8\x9c", 2, true, "<U+061C>");
    shows("\xf3\xa0\x81\x81", 4, true, "<U+E0041>");
    shows("\xe2\x80\xa8\xe2\x80\xa9", 6, true, "<U+2028><U+2029>");
}

static void ill_formed_bytes_are_shown(void **state)
{
    (void)state;
    shows("a\xff\xc3", 3, true, "a" BAD BAD);
    shows("\x9b", 1, true, BAD);
}

static void lines_stay_when_they_may(void **state)
{
    (void)state;
    shows("a\nb", 3, true, "a\nb");
    shows("a\r\nb", 4, true, "a\nb");
    shows("a\rb", 3, true,
          "a\xe2\x90\x8d"
          "b");
    shows("a\r", 2, true, "a\xe2\x90\x8d");
    shows("a\nb", 3, false,
          "a\xe2\x90\x8a"
          "b");
    shows("a\r\nb", 4, false,
          "a\xe2\x90\x8d\xe2\x90\x8a"
          "b");
}

static void tabs_reach_the_next_stop(void **state)
{
    (void)state;
    shows("\tx", 2, true, "        x");
    shows("abc\tx", 5, true, "abc     x");
    shows("abcdefgh\tx", 10, true, "abcdefgh        x");
    shows("\xe4\xb8\xad\tx", 5, true, "\xe4\xb8\xad      x");
    shows("ab\n\tx", 5, true, "ab\n        x");
}

static void nothing_printable_moves_a_terminal(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 100);
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            char pair[2] = {(char)first, (char)second};

            buf_truncate(&out, 0);
            assert_int_equal(utf8_printable(&out, pair, 2, false), 0);
            assert_true(utf8_valid(out.data, out.len));
            for (size_t i = 0; i < out.len; i++)
                assert_true((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7f);
        }
    buf_done(&out);
}

static void a_full_buffer_ends_it(void **state)
{
    static const char *const text[] = {"abcd", "\t", "\xe2\x80\xae", "\x1b\x1b", "\xff\xff"};
    struct buf out;

    (void)state;
    for (size_t i = 0; i < COUNT(text); i++) {
        buf_init(&out, 3);
        assert_int_equal(utf8_printable(&out, text[i], strlen(text[i]), true), -ERR_TOO_LARGE);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(ill_formed_text_is_not),
        cmocka_unit_test(a_character_cut_at_the_end_is_not_read_past),
        cmocka_unit_test(each_ill_formed_byte_is_replaced_and_counted),
        cmocka_unit_test(a_repair_stops_at_the_maximum_and_leaves_what_fitted),
        cmocka_unit_test(decoding_steps_over_anything),
        cmocka_unit_test(a_cluster_is_what_people_see_as_one_character),
        cmocka_unit_test(columns_add_up_over_clusters),
        cmocka_unit_test(what_fits_never_halves_a_character),
        cmocka_unit_test(a_cut_never_halves_a_character),
        cmocka_unit_test(a_cut_of_a_text_that_ends_in_the_middle_of_a_character_takes_it_for_one),
        cmocka_unit_test(a_cut_of_rubbish_keeps_most_of_it),
        cmocka_unit_test(controls_become_pictures),
        cmocka_unit_test(hidden_and_reordering_characters_are_shown),
        cmocka_unit_test(ill_formed_bytes_are_shown),
        cmocka_unit_test(lines_stay_when_they_may),
        cmocka_unit_test(tabs_reach_the_next_stop),
        cmocka_unit_test(nothing_printable_moves_a_terminal),
        cmocka_unit_test(a_full_buffer_ends_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
