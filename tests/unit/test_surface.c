#include "tui/view/surface.h"

#include "protocol/base/utf8.h"
#include "tests/support/unit.h"

static char *dump(const struct surface *surface)
{
    struct buf out;

    buf_init(&out, 1 << 20);
    surface_dump(surface, &out);
    return buf_take(&out);
}

static void assert_dump(const struct surface *surface, const char *expected)
{
    char *text = dump(surface);

    assert_string_equal(text, expected);
    free(text);
}

static void text_is_cut_at_the_edges(void **state)
{
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 5, 2);
    assert_int_equal(surface_text(&surface, 0, 0, 3, "abcdef", style_plain), 3);
    surface_text(&surface, 3, 1, 10, "xyz", style_plain);
    surface_text(&surface, -1, 1, 10, "-a", style_plain);
    surface_text(&surface, 0, 7, 10, "below", style_plain);
    assert_dump(&surface, "abc\na  xy\n");
    surface_done(&surface);
}

static void a_wide_character_takes_two_cells_and_is_never_halved(void **state)
{
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 5, 1);
    surface_text(&surface, 0, 0, 5, "\xe4\xbd\xa0\xe5\xa5\xbd\xe4\xbd\xa0", style_plain);
    assert_int_equal(surface_cell(&surface, 0, 0)->width, 2);
    assert_int_equal(surface_cell(&surface, 1, 0)->width, 0);
    assert_int_equal(surface_cell(&surface, 4, 0)->width, 1);
    assert_dump(&surface, "\xe4\xbd\xa0\xe5\xa5\xbd\n");
    surface_text(&surface, 1, 0, 1, "x", style_plain);
    assert_int_equal(surface_cell(&surface, 0, 0)->width, 1);
    assert_dump(&surface, " x\xe5\xa5\xbd\n");
    surface_done(&surface);
}

static void a_surface_of_nothing_takes_everything_and_shows_nothing(void **state)
{
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_text(&surface, 0, 0, 10, "x", style_plain);
    surface_resize(&surface, 0, 0);
    surface_text(&surface, 0, 0, 10, "x", style_plain);
    surface_hline(&surface, 0, 0, 10, "-", style_plain);
    surface_mark(&surface, 0, 0, 10, style_plain);
    surface_resize(&surface, -3, 4);
    surface_text(&surface, 0, 0, 10, "x", style_plain);
    assert_null(surface_cell(&surface, 0, 0));
    surface_resize(&surface, 1000000, 1);
    assert_int_equal(surface.columns, SURFACE_MAX);
    surface_done(&surface);
}

static void marks_stay_with_their_letter_and_flags_take_two_cells(void **state)
{
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 10, 1);
    assert_int_equal(surface_text(&surface, 0, 0, 10, "e\xcc\x81x", style_plain), 2);
    assert_string_equal(surface_cell(&surface, 0, 0)->text, "e\xcc\x81");
    assert_int_equal(
        surface_text(&surface, 0, 0, 10, "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", style_plain), 2);
    assert_int_equal(strlen(surface_cell(&surface, 0, 0)->text), 4);
    surface_done(&surface);
}

static void a_heap_of_marks_does_not_overflow_its_cell(void **state)
{
    struct surface surface;
    char zalgo[401] = "a";

    (void)state;
    for (int i = 1; i + 1 < 400; i += 2)
        memcpy(zalgo + i, "\xcc\x81", 2);
    surface_init(&surface);
    surface_resize(&surface, 4, 1);
    surface_text(&surface, 0, 0, 4, zalgo, style_plain);
    assert_true(strlen(surface_cell(&surface, 0, 0)->text) < CELL_BYTES);
    surface_done(&surface);
}

static void joiners_and_variants_are_left_out_of_words_and_emoji_but_shown_elsewhere(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1024);
    surface_clean(&out, "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xb1", 9, false);
    assert_string_equal(buf_text(&out), "\xd9\x85\xdb\x8c\xd8\xb1");
    buf_truncate(&out, 0);
    surface_clean(&out, "\xe2\x9a\xa0\xef\xb8\x8f \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 15, false);
    assert_string_equal(buf_text(&out), "\xe2\x9a\xa0 \xf0\x9f\x91\x8d");
    buf_truncate(&out, 0);
    surface_clean(&out, "r\xe2\x80\x8dm", 5, false);
    assert_string_equal(buf_text(&out), "r<U+200D>m");
    buf_done(&out);
}

/* Not printable by itself: controls, bidirectional and invisible formats, joiners,
 * variation selectors. */
static bool moves_a_terminal(int32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c ||
           (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
           (point >= 0x2060 && point <= 0x206f) || (point >= 0xfe00 && point <= 0xfe0f) ||
           point == 0xfeff || (point >= 0xe0000 && point <= 0xe0fff);
}

static void assert_harmless(const struct surface *surface)
{
    for (int y = 0; y < surface->rows; y++)
        for (int x = 0; x < surface->columns; x++) {
            const char *text = surface_cell(surface, x, y)->text;
            size_t len = strlen(text), at = 0;

            assert_true(len < CELL_BYTES);
            assert_true(utf8_valid(text, len));
            while (at < len) {
                int32_t point;

                at += utf8_decode(text + at, len - at, &point);
                assert_false(moves_a_terminal(point));
            }
        }
}

static void no_code_point_that_moves_a_terminal_ever_stands_in_a_cell(void **state)
{
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 40, 1);
    for (int32_t point = 1; point < 0x110000; point += point < 0x3000 ? 1 : 13) {
        char text[16] = "a";
        size_t n = 1;

        if (point >= 0xd800 && point < 0xe000)
            continue;
        if (point < 0x80) {
            text[n++] = (char)point;
        } else if (point < 0x800) {
            text[n++] = (char)(0xc0 | point >> 6);
            text[n++] = (char)(0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            text[n++] = (char)(0xe0 | point >> 12);
            text[n++] = (char)(0x80 | (point >> 6 & 0x3f));
            text[n++] = (char)(0x80 | (point & 0x3f));
        } else {
            text[n++] = (char)(0xf0 | point >> 18);
            text[n++] = (char)(0x80 | (point >> 12 & 0x3f));
            text[n++] = (char)(0x80 | (point >> 6 & 0x3f));
            text[n++] = (char)(0x80 | (point & 0x3f));
        }
        surface_clear(&surface);
        surface_put(&surface, 0, 0, 40, text, n, style_plain);
        assert_harmless(&surface);
    }
    surface_done(&surface);
}

static void no_string_of_bytes_ever_puts_a_control_into_a_cell(void **state)
{
    struct surface surface;
    uint32_t random = 12345;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 30, 2);
    for (int round = 0; round < 20000; round++) {
        char text[24];

        for (size_t i = 0; i < sizeof text; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = (char)(random >> 24);
        }
        surface_put(&surface, (int)(random % 40) - 5, (int)(random % 3), 24, text, sizeof text,
                    style_plain);
    }
    assert_harmless(&surface);
    surface_done(&surface);
}

static void measuring_and_drawing_agree(void **state)
{
    static const char *const texts[] = {"plain",
                                        "e\xcc\x81x",
                                        "\xe4\xbd\xa0\xe5\xa5\xbd",
                                        "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
                                        "\xe0\xa4\x95\xe0\xa4\xbe",
                                        "\xcc\x81"};
    struct surface surface;

    (void)state;
    surface_init(&surface);
    surface_resize(&surface, 20, 1);
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(surface_columns(texts[i], strlen(texts[i])),
                         surface_text(&surface, 0, 0, 20, texts[i], style_plain));
    surface_done(&surface);
}

static void a_mark_changes_the_style_and_not_the_text(void **state)
{
    struct style reverse = style_plain;
    struct surface surface;

    (void)state;
    reverse.reverse = true;
    surface_init(&surface);
    surface_resize(&surface, 3, 1);
    surface_text(&surface, 0, 0, 3, "ab", style_plain);
    surface_mark(&surface, 0, 0, 2, reverse);
    assert_true(surface_cell(&surface, 1, 0)->style.reverse);
    assert_false(surface_cell(&surface, 2, 0)->style.reverse);
    assert_dump(&surface, "ab\n");
    surface_done(&surface);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_at_the_edges),
        cmocka_unit_test(a_wide_character_takes_two_cells_and_is_never_halved),
        cmocka_unit_test(a_surface_of_nothing_takes_everything_and_shows_nothing),
        cmocka_unit_test(marks_stay_with_their_letter_and_flags_take_two_cells),
        cmocka_unit_test(a_heap_of_marks_does_not_overflow_its_cell),
        cmocka_unit_test(joiners_and_variants_are_left_out_of_words_and_emoji_but_shown_elsewhere),
        cmocka_unit_test(no_code_point_that_moves_a_terminal_ever_stands_in_a_cell),
        cmocka_unit_test(no_string_of_bytes_ever_puts_a_control_into_a_cell),
        cmocka_unit_test(measuring_and_drawing_agree),
        cmocka_unit_test(a_mark_changes_the_style_and_not_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
