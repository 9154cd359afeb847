#include "tui/view/markdown.h"

#include "tests/support/unit.h"

static const struct theme theme = {256, true};

static void make(struct lines *lines, const char *text, int width)
{
    lines_init(lines, width);
    markdown_lines(lines, &theme, text, "");
}

static void assert_markdown(const char *text, int width, const char *expected)
{
    struct lines lines;
    struct buf out;

    make(&lines, text, width);
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < lines.count; i++) {
        char *line = lines_text(&lines, i);

        buf_printf(&out, "%s%s", i > 0 ? "\n" : "", line);
        free(line);
    }
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
    lines_done(&lines);
}

static struct style style_at(const char *text, int x, int y)
{
    struct surface surface;
    struct lines lines;
    struct style style;

    make(&lines, text, 40);
    surface_init(&surface);
    surface_resize(&surface, 40, 10);
    for (size_t i = 0; i < lines.count; i++)
        lines_draw(&lines, i, &surface, 0, (int)i, 40);
    style = surface_cell(&surface, x, y)->style;
    surface_done(&surface);
    lines_done(&lines);
    return style;
}

static void paragraphs_are_apart_and_their_lines_joined(void **state)
{
    (void)state;
    assert_markdown("one\ntwo\n\nthree", 40, "one two\n\nthree");
    assert_markdown("a  \nb", 40, "a\nb");
}

static void headings_and_emphasis_are_styles(void **state)
{
    (void)state;
    assert_markdown("# Title\n\ntext **bold** *soft* `code`", 40, "Title\n\ntext bold soft code");
    assert_true(style_at("# Title", 0, 0).bold);
    assert_true(style_at("a **bold**", 2, 0).bold);
    assert_false(style_at("a **bold**", 0, 0).bold);
    assert_true(style_at("a *soft*", 2, 0).underline);
    assert_int_not_equal(style_at("a `code`", 2, 0).fg, COLOR_DEFAULT);
}

static void lists_are_marked_and_indented(void **state)
{
    (void)state;
    assert_markdown("- one\n- two\n  - three\n", 40,
                    "\xe2\x80\xa2 one\n\xe2\x80\xa2 two\n  \xe2\x80\xa2 three");
    assert_markdown("3. three\n4. four", 40, "3. three\n4. four");
    assert_markdown("- a long item of words", 12, "\xe2\x80\xa2 a long\n  item of\n  words");
    assert_markdown("- [ ] open\n- [x] done", 40, "\xe2\x80\xa2 [ ] open\n\xe2\x80\xa2 [x] done");
}

static void code_keeps_its_lines_and_spaces(void **state)
{
    (void)state;
    assert_markdown("```c\nif (a)\n    b();\n```", 40, "if (a)\n    b();");
}

static void a_table_that_fits_is_aligned(void **state)
{
    (void)state;
    assert_markdown("| a | long |\n|---|---|\n| xyz | 1 |", 40, "a    long\nxyz  1");
}

static void a_table_that_does_not_fit_is_a_list(void **state)
{
    (void)state;
    assert_markdown("| a | b |\n|---|---|\n| one two | three |\n| x | y |", 10,
                    "a: one two\nb: three\n\na: x\nb: y");
}

static void a_link_shows_where_it_goes(void **state)
{
    (void)state;
    assert_markdown("[good](http://evil.example/)", 60, "good (http://evil.example/)");
    assert_markdown("see http://x.example/a", 60, "see http://x.example/a");
}

static void quotes_have_a_bar(void **state)
{
    (void)state;
    assert_markdown("> said\n> so", 40, "\xe2\x96\x8f said so");
}

static void entities_and_html_are_text(void **state)
{
    (void)state;
    assert_markdown("a &lt;b&gt; &amp; c", 40, "a <b> & c");
    assert_markdown("<b>x</b>", 40, "<b>x</b>");
}

static void odd_markdown_neither_crashes_nor_hangs(void **state)
{
    static const char *const texts[] = {
        "",
        "\n\n\n",
        "- \n",
        "|||\n|-|\n",
        "```",
        "[",
        "![x](y",
        "> > > > > > > > > > > > > > x",
        "- - - - - - - - - - - - - - - - x",
        "| a |\n|---|\n|",
        "****",
        "&#0;",
        "1000000000. x",
    };
    struct lines lines;
    char deep[2000];

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (int width = 1; width < 12; width++) {
            make(&lines, texts[i], width);
            lines_done(&lines);
        }
    memset(deep, '>', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    make(&lines, deep, 10);
    lines_done(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_apart_and_their_lines_joined),
        cmocka_unit_test(headings_and_emphasis_are_styles),
        cmocka_unit_test(lists_are_marked_and_indented),
        cmocka_unit_test(code_keeps_its_lines_and_spaces),
        cmocka_unit_test(a_table_that_fits_is_aligned),
        cmocka_unit_test(a_table_that_does_not_fit_is_a_list),
        cmocka_unit_test(a_link_shows_where_it_goes),
        cmocka_unit_test(quotes_have_a_bar),
        cmocka_unit_test(entities_and_html_are_text),
        cmocka_unit_test(odd_markdown_neither_crashes_nor_hangs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
