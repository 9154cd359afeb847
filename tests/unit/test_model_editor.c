#include "tui/model/editor.h"

#include "tests/support/unit.h"

static struct editor editor;

static int setup(void **state)
{
    (void)state;
    editor_init(&editor);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    editor_done(&editor);
    return 0;
}

static void type(const char *text)
{
    assert_true(editor_insert(&editor, text, strlen(text)));
}

static void text_goes_in_at_the_cursor(void **state)
{
    (void)state;
    type("helo");
    editor_do(&editor, ACTION_LEFT);
    type("l");
    assert_string_equal(editor.text, "hello");
    assert_int_equal(editor.cursor, 4);
}

static void what_people_see_as_one_is_erased_as_one(void **state)
{
    (void)state;
    type("ae\xcc\x81");
    editor_do(&editor, ACTION_ERASE);
    assert_string_equal(editor.text, "a");
    type("\xe4\xbd\xa0");
    editor_do(&editor, ACTION_LEFT);
    editor_do(&editor, ACTION_ERASE_NEXT);
    assert_string_equal(editor.text, "a");
}

static void nothing_is_erased_beyond_the_ends(void **state)
{
    (void)state;
    editor_do(&editor, ACTION_ERASE);
    editor_do(&editor, ACTION_ERASE_NEXT);
    editor_do(&editor, ACTION_ERASE_WORD);
    editor_do(&editor, ACTION_LEFT);
    editor_do(&editor, ACTION_RIGHT);
    assert_string_equal(editor.text, "");
    assert_true(editor_blank(&editor));
}

static void words_lines_and_all_are_erased(void **state)
{
    (void)state;
    type("one two  ");
    editor_do(&editor, ACTION_ERASE_WORD);
    assert_string_equal(editor.text, "one ");
    type("x\nsecond line");
    editor_do(&editor, ACTION_LINE_START);
    editor_do(&editor, ACTION_ERASE_END);
    assert_string_equal(editor.text, "one x\n");
    editor_do(&editor, ACTION_ERASE_ALL);
    assert_string_equal(editor.text, "");
}

static void up_and_down_keep_the_column_as_far_as_there_is_one(void **state)
{
    (void)state;
    type("long line\nab\nanother");
    editor_do(&editor, ACTION_LINE_UP);
    assert_int_equal(editor.cursor, strlen("long line\nab"));
    editor_do(&editor, ACTION_LINE_UP);
    assert_int_equal(editor.cursor, 2);
    editor_do(&editor, ACTION_LINE_UP);
    assert_int_equal(editor.cursor, 0);
    editor_do(&editor, ACTION_LINE_DOWN);
    assert_int_equal(editor.cursor, strlen("long line\n"));
    editor_do(&editor, ACTION_LINE_END);
    assert_int_equal(editor.cursor, strlen("long line\nab"));
}

static void a_backslash_before_the_cursor_becomes_a_line_end(void **state)
{
    (void)state;
    type("one\\");
    assert_true(editor_continue_line(&editor));
    assert_string_equal(editor.text, "one\n");
    assert_false(editor_continue_line(&editor));
}

static void what_is_pasted_has_newlines_and_no_rubbish(void **state)
{
    (void)state;
    assert_true(editor_insert(&editor, "a\r\nb\rc\0d\xff", 9));
    assert_string_equal(editor.text, "a\nb\ncd\xef\xbf\xbd");
}

static void there_is_a_longest_text(void **state)
{
    char *much = malloc(EDITOR_MAX + 1);

    (void)state;
    memset(much, 'x', EDITOR_MAX + 1);
    assert_false(editor_insert(&editor, much, EDITOR_MAX + 1));
    assert_string_equal(editor.text, "");
    assert_true(editor_insert(&editor, much, EDITOR_MAX));
    assert_false(editor_insert(&editor, "y", 1));
    assert_int_equal(editor.len, EDITOR_MAX);
    free(much);
}

static void a_wiped_text_leaves_nothing_behind(void **state)
{
    (void)state;
    type("secret");
    editor_wipe(&editor);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(editor.text[i], 0);
    assert_int_equal(editor.len, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(text_goes_in_at_the_cursor),
        TEST(what_people_see_as_one_is_erased_as_one),
        TEST(nothing_is_erased_beyond_the_ends),
        TEST(words_lines_and_all_are_erased),
        TEST(up_and_down_keep_the_column_as_far_as_there_is_one),
        TEST(a_backslash_before_the_cursor_becomes_a_line_end),
        TEST(what_is_pasted_has_newlines_and_no_rubbish),
        TEST(there_is_a_longest_text),
        TEST(a_wiped_text_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
