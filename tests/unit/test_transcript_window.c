#include "remote/transcript/window.h"

#include "protocol/base/mem.h"
#include "remote/transcript/cursor.h"
#include "remote/transcript/page.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#define PROMPT(text) "{\"type\":\"user\",\"message\":{\"content\":\"" text "\"}}\n"
#define NOISE        "{\"type\":\"mode\",\"mode\":\"default\"}\n"

static struct scratch scratch;
static struct place place;
static struct window window;
static uint64_t fresh;

static void look(const char *path, enum window_from from, const char *cursor, size_t items)
{
    char *kept = mem_dup(cursor);
    const struct window_request request = {from, kept, items, WINDOW_BYTES_MAX, ++fresh};

    assert_int_equal(window_read(path, &request, &place, &window, NULL), 0);
    free(kept);
}

static void expect(const char *texts, bool has_before, bool has_after)
{
    char found[200] = "";

    for (size_t i = 0; i < window.items.count; i++)
        strcat(strcat(found, i > 0 ? " " : ""), window.items.list[i].text);
    assert_string_equal(found, texts);
    assert_int_equal(window.has_before, has_before);
    assert_int_equal(window.has_after, has_after);
}

static void cursors_are_the_same_there_and_back(void **state)
{
    const struct cursor cursors[] = {
        {0, 0, 0, CURSOR_BEFORE}, {1, 2, 3, 4}, {UINT64_MAX, UINT64_MAX, INT64_MAX, INT64_MAX - 1}};
    char text[CURSOR_SIZE];
    struct cursor back;

    (void)state;
    for (size_t i = 0; i < sizeof(cursors) / sizeof(cursors[0]); i++) {
        cursor_print(&cursors[i], text);
        assert_true(cursor_parse(text, &back));
        assert_memory_equal(&back, &cursors[i], sizeof(back));
    }
}

static void a_window_is_some_items_from_either_end(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a") NOISE PROMPT("b") PROMPT("c") NOISE);

    (void)state;
    look(path, WINDOW_HEAD, NULL, 2);
    expect("a b", false, true);
    assert_int_equal(window.hidden, 1);
    look(path, WINDOW_AFTER, window.after, 2);
    expect("c", true, false);
    assert_int_equal(window.hidden, 1);
    look(path, WINDOW_AFTER, window.after, 2);
    assert_int_equal(window.hidden, 0);
    look(path, WINDOW_TAIL, NULL, 2);
    expect("b c", true, false);
    look(path, WINDOW_BEFORE, window.before, 2);
    expect("a", false, true);
    look(path, WINDOW_AFTER, window.after, 1);
    expect("b", true, true);
    free(path);
}

static void noise_before_and_after_counts_for_nothing(void **state)
{
    char *path = scratch_text(&scratch, "s", NOISE PROMPT("a") NOISE NOISE);

    (void)state;
    look(path, WINDOW_TAIL, NULL, 1);
    expect("a", false, false);
    look(path, WINDOW_HEAD, NULL, 1);
    expect("a", false, false);
    look(path, WINDOW_BEFORE, window.before, 1);
    expect("", false, true);
    look(path, WINDOW_AFTER, window.after, 1);
    expect("a", false, false);
    free(path);
}

static void a_watch_sees_each_new_item_once(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a"));

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    scratch_append(path, NOISE);
    look(path, WINDOW_AFTER, window.after, 9);
    expect("", true, false);
    scratch_append(path, "{\"type\":\"user\",\"message\":");
    look(path, WINDOW_AFTER, window.after, 9);
    expect("", true, false);
    scratch_append(path, "{\"content\":\"b\"}}");
    look(path, WINDOW_AFTER, window.after, 9);
    expect("b", true, false);
    scratch_append(path, "\n" PROMPT("c"));
    look(path, WINDOW_AFTER, window.after, 9);
    expect("c", true, false);
    assert_false(window.reset);
    free(path);
}

static void bytes_are_limited_but_one_item_always_fits(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a") PROMPT("b") PROMPT("c"));
    struct window_request request = {WINDOW_HEAD, NULL, 9, 1, 7};

    (void)state;
    assert_int_equal(window_read(path, &request, &place, &window, NULL), 0);
    expect("a", false, true);
    request.max_bytes = 600;
    assert_int_equal(window_read(path, &request, &place, &window, NULL), 0);
    expect("a b", false, true);
    free(path);
}

static void a_cursor_of_what_the_file_was_gives_a_fresh_tail(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a") PROMPT("b"));
    char *old;

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    old = mem_dup(window.after);
    free(path);
    path = scratch_text(&scratch, "s", PROMPT("c"));
    look(path, WINDOW_AFTER, old, 9);
    assert_true(window.reset);
    expect("c", false, false);
    look(path, WINDOW_AFTER, window.after, 9);
    assert_false(window.reset);
    free(old);
    free(path);
}

static void a_file_replaced_by_its_own_copy_is_another_one(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a")), *copy;

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    copy = scratch_text(&scratch, "copy", PROMPT("a"));
    assert_int_equal(rename(copy, path), 0);
    look(path, WINDOW_AFTER, window.after, 9);
    assert_true(window.reset);
    free(copy);
    free(path);
}

static void a_cursor_that_was_not_given_out_for_this_file_resets(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a")), text[CURSOR_SIZE];
    struct cursor cursor;

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    assert_true(cursor_parse(window.after, &cursor));
    cursor.file++;
    cursor_print(&cursor, text);
    look(path, WINDOW_AFTER, text, 9);
    assert_true(window.reset);
    cursor.file--;
    cursor.offset++;
    cursor_print(&cursor, text);
    look(path, WINDOW_AFTER, text, 9);
    assert_true(window.reset);
    free(path);
}

static void a_failure_leaves_window_and_place_as_they_were(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("a")), *missing = scratch_path(&scratch, "no");
    const struct window_request request = {WINDOW_TAIL, NULL, 9, 9, 9};
    struct place before;
    struct err err;

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    before = place;
    assert_int_equal(window_read(missing, &request, &place, &window, &err), -ERR_NOT_FOUND);
    assert_memory_equal(&before, &place, sizeof(place));
    expect("a", false, false);
    free(path);
    free(missing);
}

static void an_items_text_comes_in_pages(void **state)
{
    char *path = scratch_text(&scratch, "s", PROMPT("abcdef"));
    struct page page;

    (void)state;
    look(path, WINDOW_TAIL, NULL, 9);
    page_init(&page);
    assert_int_equal(page_read(path, window.items.list[0].cursor, 0, 4, &place, 1, &page, NULL), 0);
    assert_string_equal(page.text, "abcd");
    assert_int_equal(page.next, 4);
    assert_int_equal(page.full_bytes, 6);
    assert_int_equal(page_read(path, window.items.list[0].cursor, 4, 4, &place, 1, &page, NULL), 0);
    assert_string_equal(page.text, "ef");
    assert_int_equal(page.next, -1);
    page_done(&page);
    free(path);
}

static int set_up(void **state)
{
    (void)state;
    scratch_init(&scratch);
    place_init(&place, cursor_file("s"));
    window_init(&window);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    window_done(&window);
    scratch_done(&scratch);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cursors_are_the_same_there_and_back),
        TEST(a_window_is_some_items_from_either_end),
        TEST(noise_before_and_after_counts_for_nothing),
        TEST(a_watch_sees_each_new_item_once),
        TEST(bytes_are_limited_but_one_item_always_fits),
        TEST(a_cursor_of_what_the_file_was_gives_a_fresh_tail),
        TEST(a_file_replaced_by_its_own_copy_is_another_one),
        TEST(a_cursor_that_was_not_given_out_for_this_file_resets),
        TEST(a_failure_leaves_window_and_place_as_they_were),
        TEST(an_items_text_comes_in_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
