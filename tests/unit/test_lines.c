#include "tui/view/lines.h"

#include "tests/support/unit.h"
#include "tui/view/diff.h"

/* The text wrapped at that width, one line each, joined with "|". */
static char *wrapped(const char *text, int width, const char *first, const char *rest)
{
    struct lines lines;
    struct buf out;

    lines_init(&lines, width);
    buf_init(&out, 1 << 20);
    lines_add_text(&lines, text, style_plain);
    lines_end(&lines, first, rest, style_plain);
    for (size_t i = 0; i < lines.count; i++) {
        char *line = lines_text(&lines, i);

        assert_true(surface_columns(line, strlen(line)) <= width);
        buf_printf(&out, "%s%s", i > 0 ? "|" : "", line);
        free(line);
    }
    lines_done(&lines);
    return buf_take(&out);
}

static void assert_wrapped(const char *text, int width, const char *expected)
{
    char *came = wrapped(text, width, "", "");

    assert_string_equal(came, expected);
    free(came);
}

static void words_go_to_the_next_line_whole(void **state)
{
    (void)state;
    assert_wrapped("one two three", 7, "one two|three");
    assert_wrapped("one two three", 8, "one two|three");
    assert_wrapped("one  two", 4, "one|two");
    assert_wrapped("fits", 4, "fits");
    assert_wrapped("", 4, "");
}

static void a_word_longer_than_a_line_is_cut(void **state)
{
    (void)state;
    assert_wrapped("abcdefghij", 4, "abcd|efgh|ij");
    assert_wrapped("a bcdefghij", 4, "a|bcde|fghi|j");
    assert_wrapped("abc", 1, "a|b|c");
}

static void scripts_without_spaces_break_between_wide_characters(void **state)
{
    (void)state;
    assert_wrapped("\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2", 5,
                   "\xe6\xbc\xa2\xe5\xad\x97|\xe6\xbc\xa2");
    assert_wrapped("ab\xe6\xbc\xa2\xe5\xad\x97", 4, "ab\xe6\xbc\xa2|\xe5\xad\x97");
}

static void newlines_and_spaces_at_the_start_stay(void **state)
{
    (void)state;
    assert_wrapped("a\n\n  b\n", 10, "a||  b");
}

static void prefixes_stand_before_the_lines(void **state)
{
    char *came = wrapped("one two three", 9, "- ", "  ");

    (void)state;
    assert_string_equal(came, "- one two|  three");
    free(came);
}

static void a_prefix_never_takes_more_than_half(void **state)
{
    char *came = wrapped("abcd", 4, "-------", "-------");

    (void)state;
    assert_string_equal(came, "--ab|--cd");
    free(came);
}

static void cut_text_says_that_there_is_more(void **state)
{
    char *came = cut_text("one two three", 8, "~");

    (void)state;
    assert_string_equal(came, "one two~");
    free(came);
    came = cut_text("two\nlines", 20, "~");
    assert_string_equal(came, "two\xe2\x90\x8alines");
    free(came);
    came = cut_text("anything", 0, "~");
    assert_string_equal(came, "");
    free(came);
}

static void styles_stay_with_their_words(void **state)
{
    struct style bold = style_plain;
    struct surface surface;
    struct lines lines;

    (void)state;
    bold.bold = true;
    lines_init(&lines, 6);
    lines_add_text(&lines, "plain ", style_plain);
    lines_add_text(&lines, "bold", bold);
    lines_end(&lines, "", "", style_plain);
    surface_init(&surface);
    surface_resize(&surface, 6, 2);
    lines_draw(&lines, 0, &surface, 0, 0, 6);
    lines_draw(&lines, 1, &surface, 0, 1, 6);
    lines_draw(&lines, 2, &surface, 0, 1, 6);
    assert_false(surface_cell(&surface, 0, 0)->style.bold);
    assert_true(surface_cell(&surface, 0, 1)->style.bold);
    surface_done(&surface);
    lines_done(&lines);
}

static void too_much_text_is_left_out_and_nothing_breaks(void **state)
{
    struct lines lines;

    (void)state;
    lines_init(&lines, 10);
    for (int i = 0; i < LINES_MAX + 10; i++) {
        lines_add_text(&lines, "some text here", style_plain);
        lines_end(&lines, "", "", style_plain);
    }
    assert_int_equal(lines.count, LINES_MAX);
    lines_done(&lines);
}

static char *difference(const char *before, const char *after)
{
    struct theme theme = {0, true};
    struct lines lines;
    struct buf out;

    lines_init(&lines, 40);
    buf_init(&out, 1 << 16);
    diff_lines(&lines, &theme, before, after, "");
    for (size_t i = 0; i < lines.count; i++) {
        char *line = lines_text(&lines, i);

        buf_printf(&out, "%s|", line);
        free(line);
    }
    lines_done(&lines);
    return buf_take(&out);
}

static void a_difference_is_the_smallest_one_with_a_little_around(void **state)
{
    char *came = difference("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nX\ne\nf\n");

    (void)state;
    assert_string_equal(came, "  b|  c|- d|+ X|  e|  f|");
    free(came);
    came = difference("one\nsame\ntwo", "eins\nsame\nzwei");
    assert_string_equal(came, "- one|+ eins|  same|- two|+ zwei|");
    free(came);
    came = difference("", "new");
    assert_string_equal(came, "+ new|");
    free(came);
    came = difference("same", "same");
    free(came);
}

static void what_came_and_went_is_counted(void **state)
{
    int added, removed;

    (void)state;
    diff_count("a\nb\n", "a\nc\nd\n", &added, &removed);
    assert_int_equal(added, 2);
    assert_int_equal(removed, 1);
}

static void a_large_difference_is_coarse_but_whole(void **state)
{
    struct buf before, after;
    int added, removed;

    (void)state;
    buf_init(&before, 1 << 20);
    buf_init(&after, 1 << 20);
    for (int i = 0; i < 2 * DIFF_EXACT; i++) {
        buf_printf(&before, "old %d\n", i);
        buf_printf(&after, "new %d\n", i);
    }
    diff_count(buf_text(&before), buf_text(&after), &added, &removed);
    assert_int_equal(added, 2 * DIFF_EXACT);
    assert_int_equal(removed, 2 * DIFF_EXACT);
    buf_done(&before);
    buf_done(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_go_to_the_next_line_whole),
        cmocka_unit_test(a_word_longer_than_a_line_is_cut),
        cmocka_unit_test(scripts_without_spaces_break_between_wide_characters),
        cmocka_unit_test(newlines_and_spaces_at_the_start_stay),
        cmocka_unit_test(prefixes_stand_before_the_lines),
        cmocka_unit_test(a_prefix_never_takes_more_than_half),
        cmocka_unit_test(cut_text_says_that_there_is_more),
        cmocka_unit_test(styles_stay_with_their_words),
        cmocka_unit_test(too_much_text_is_left_out_and_nothing_breaks),
        cmocka_unit_test(a_difference_is_the_smallest_one_with_a_little_around),
        cmocka_unit_test(what_came_and_went_is_counted),
        cmocka_unit_test(a_large_difference_is_coarse_but_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
