#include "remote/transcript/line.h"

#include "protocol/base/mem.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct lines lines;

static void open_bytes(const char *data, size_t len, size_t line_max)
{
    char *path = scratch_write(&scratch, "file", data, len);

    assert_int_equal(lines_open(&lines, path, line_max, NULL), 0);
    free(path);
}

static void open_text(const char *text, size_t line_max)
{
    open_bytes(text, strlen(text), line_max);
}

static void expect(int64_t at, const char *text, int64_t offset, int64_t next, bool ended)
{
    struct line line;

    assert_int_equal(lines_read(&lines, at, &line, NULL), 1);
    assert_int_equal(line.len, strlen(text));
    assert_memory_equal(line.data, text, line.len);
    assert_int_equal(line.length, line.len);
    assert_int_equal(line.offset, offset);
    assert_int_equal(line.next, next);
    assert_int_equal(line.ended, ended);
    assert_true(line.whole);
}

static void expect_end(int64_t at)
{
    struct line line;

    assert_int_equal(lines_read(&lines, at, &line, NULL), 0);
}

static void expect_start(int64_t at, int64_t start)
{
    int64_t found;

    assert_int_equal(lines_start(&lines, at, &found, NULL), 0);
    assert_int_equal(found, start);
}

static void lines_come_in_order_with_their_offsets(void **state)
{
    (void)state;
    open_text("one\n\nthree\nfour", 100);
    expect(0, "one", 0, 4, true);
    expect(4, "", 4, 5, true);
    expect(5, "three", 5, 11, true);
    expect(11, "four", 11, 15, false);
    expect_end(15);
    expect_end(1000);
    lines_done(&lines);
}

static void any_byte_can_be_taken_for_a_first_one(void **state)
{
    (void)state;
    open_text("one two\n", 100);
    expect(4, "two", 4, 8, true);
    lines_done(&lines);
}

static void blanks_around_a_line_do_not_belong_to_it(void **state)
{
    static const char data[] = "\xef\xbb\xbf\0\0 one \t\r\n\0\0\0two\0\0\n \r\n\0\0";

    (void)state;
    open_bytes(data, sizeof(data) - 1, 100);
    expect(0, "one", 6, 13, true);
    expect(13, "two", 16, 22, true);
    expect(22, "", 24, 25, true);
    expect_end(25);
    lines_done(&lines);
}

static void a_beginning_is_found_from_anywhere_in_the_line(void **state)
{
    (void)state;
    open_text("one\n\nthree\nfour", 100);
    expect_start(0, 0);
    expect_start(3, 0);
    expect_start(4, 4);
    expect_start(5, 5);
    expect_start(8, 5);
    expect_start(11, 11);
    expect_start(15, 11);
    expect_start(1000, 11);
    lines_done(&lines);
}

static void a_line_over_the_maximum_is_its_beginning_and_its_length(void **state)
{
    const size_t len = 300000;
    char *data = mem_new(1, len + 8);
    struct line line;

    (void)state;
    memset(data, 'x', len);
    memcpy(data + len, "\nshort\n", 7);
    open_bytes(data, len + 7, 200000);
    assert_int_equal(lines_read(&lines, 0, &line, NULL), 1);
    assert_false(line.whole);
    assert_int_equal(line.length, len);
    assert_int_equal(line.len, LINE_HEAD_MAX);
    assert_memory_equal(line.data, data, LINE_HEAD_MAX);
    assert_int_equal(line.next, len + 1);
    expect(line.next, "short", (int64_t)len + 1, (int64_t)len + 7, true);
    expect_start((int64_t)len, 0);
    expect_start((int64_t)len + 3, (int64_t)len + 1);
    lines_done(&lines);
    free(data);
}

static void a_line_of_exactly_the_maximum_is_whole(void **state)
{
    (void)state;
    open_text("12345678\n123456789\n", 8);
    expect(0, "12345678", 0, 9, true);
    assert_int_equal(lines_read(&lines, 9, &(struct line){0}, NULL), 1);
    lines_done(&lines);
}

static void what_is_appended_after_opening_is_not_read(void **state)
{
    char *path = scratch_path(&scratch, "file");

    (void)state;
    open_text("one\ntw", 100);
    scratch_append(path, "o\n");
    expect(4, "tw", 4, 6, false);
    lines_done(&lines);
    free(path);
}

static void a_file_that_shrinks_meanwhile_just_ends(void **state)
{
    char *path = scratch_path(&scratch, "file");

    (void)state;
    open_text("one\ntwo\n", 100);
    assert_int_equal(truncate(path, 2), 0);
    expect(0, "on", 0, 2, false);
    expect_end(4);
    lines_done(&lines);
    free(path);
}

static void copies_end_with_the_file(void **state)
{
    char data[8];

    (void)state;
    open_text("0123456789", 100);
    assert_int_equal(lines_copy(&lines, 2, data, 4, NULL), 4);
    assert_memory_equal(data, "2345", 4);
    assert_int_equal(lines_copy(&lines, 7, data, 8, NULL), 3);
    assert_memory_equal(data, "789", 3);
    assert_int_equal(lines_copy(&lines, 10, data, 8, NULL), 0);
    lines_done(&lines);
}

static void what_is_no_file_is_refused(void **state)
{
    char *missing = scratch_path(&scratch, "missing"), *fifo = scratch_path(&scratch, "fifo");
    struct err err;

    (void)state;
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(lines_open(&lines, missing, 10, &err), -ERR_NOT_FOUND);
    assert_int_equal(lines_open(&lines, fifo, 10, &err), -ERR_INVALID);
    assert_int_equal(lines_open(&lines, scratch.folder, 10, &err), -ERR_INVALID);
    free(missing);
    free(fifo);
}

static int set_up(void **state)
{
    (void)state;
    scratch_init(&scratch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_done(&scratch);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_come_in_order_with_their_offsets),
        TEST(any_byte_can_be_taken_for_a_first_one),
        TEST(blanks_around_a_line_do_not_belong_to_it),
        TEST(a_beginning_is_found_from_anywhere_in_the_line),
        TEST(a_line_over_the_maximum_is_its_beginning_and_its_length),
        TEST(a_line_of_exactly_the_maximum_is_whole),
        TEST(what_is_appended_after_opening_is_not_read),
        TEST(a_file_that_shrinks_meanwhile_just_ends),
        TEST(copies_end_with_the_file),
        TEST(what_is_no_file_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
