/* remote/shim/feed: which bytes of in.ndjson may go into the agent. */

#include "remote/shim/feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file that the feed reads as the shim does: what stands at feed.next, at most `piece` bytes. */
struct file {
    const char *bytes;
    size_t size;
    size_t piece;
};

static enum feed_found scan_file(struct feed *feed, const struct file *file)
{
    enum feed_found found = FEED_MORE;

    while (found == FEED_MORE && feed->next < file->size) {
        size_t n = file->size - (size_t)feed->next;

        if (n > file->piece)
            n = file->piece;
        found = feed_scan(feed, file->bytes + feed->next, n);
    }
    return found;
}

static void assert_next_line(struct feed *feed, const struct file *file, const char *line)
{
    assert_int_equal(scan_file(feed, file), FEED_LINE);
    assert_true(feed_has_line(feed));
    assert_int_equal(feed->end - feed->start, strlen(line));
    assert_memory_equal(file->bytes + feed->start, line, strlen(line));
    feed_pass(feed);
    assert_false(feed_has_line(feed));
}

static void an_empty_file_has_no_line(void **state)
{
    struct feed feed = {0};

    (void)state;
    assert_int_equal(feed_scan(&feed, "", 0), FEED_MORE);
    assert_false(feed_has_line(&feed));
    assert_int_equal(feed.next, 0);
}

static void lines_come_whole_in_order_and_once_for_any_piece_size(void **state)
{
    const char text[] = "{\"a\":1}\n\n{\"b\":\"\xc3\xa4\"}\n{}\n";

    (void)state;
    for (size_t piece = 1; piece <= sizeof(text); piece++) {
        struct file file = {text, sizeof(text) - 1, piece};
        struct feed feed = {0};

        assert_next_line(&feed, &file, "{\"a\":1}\n");
        assert_next_line(&feed, &file, "\n");
        assert_next_line(&feed, &file, "{\"b\":\"\xc3\xa4\"}\n");
        assert_next_line(&feed, &file, "{}\n");
        assert_int_equal(scan_file(&feed, &file), FEED_MORE);
        assert_int_equal(feed.start, sizeof(text) - 1);
        assert_int_equal(feed.next, feed.start);
    }
}

static void a_file_cut_anywhere_goes_on_where_it_was_cut(void **state)
{
    const char text[] = "one\ntwo\nthree\n";

    (void)state;
    for (size_t cut = 0; cut < sizeof(text); cut++) {
        struct file part = {text, cut, 5}, whole = {text, sizeof(text) - 1, 5};
        struct feed feed = {0};
        size_t fed = 0;

        while (scan_file(&feed, &part) == FEED_LINE) {
            assert_true(feed.end <= cut);
            fed = (size_t)feed.end;
            feed_pass(&feed);
        }
        assert_int_equal(feed.next, cut);
        while (scan_file(&feed, &whole) == FEED_LINE) {
            assert_int_equal(feed.start, fed);
            fed = (size_t)feed.end;
            feed_pass(&feed);
        }
        assert_int_equal(fed, sizeof(text) - 1);
    }
}

static void a_torn_line_is_none_until_its_newline(void **state)
{
    struct file torn = {"abc", 3, 64}, whole = {"abcdef\n", 7, 64};
    struct feed feed = {0};

    (void)state;
    assert_int_equal(scan_file(&feed, &torn), FEED_MORE);
    assert_false(feed_has_line(&feed));
    assert_next_line(&feed, &whole, "abcdef\n");
}

static void glued_objects_are_one_line(void **state)
{
    struct file file = {"{}{}\n", 5, 64};
    struct feed feed = {0};

    (void)state;
    assert_next_line(&feed, &file, "{}{}\n");
}

static void a_nul_anywhere_stops_until_it_is_written(void **state)
{
    const char text[] = "one\ntwo\n";

    (void)state;
    for (size_t at = 0; at < sizeof(text) - 1; at++) {
        for (size_t piece = 1; piece < sizeof(text); piece++) {
            char holed[sizeof(text)];
            struct file before = {holed, sizeof(text) - 1, piece};
            struct file after = {text, sizeof(text) - 1, piece};
            struct feed feed = {0};

            memcpy(holed, text, sizeof(text));
            holed[at] = '\0';
            if (at > 3)
                assert_next_line(&feed, &before, "one\n");
            assert_int_equal(scan_file(&feed, &before), FEED_HOLE);
            assert_int_equal(feed.next, at);
            assert_int_equal(scan_file(&feed, &before), FEED_HOLE);
            assert_int_equal(feed.next, at);
            if (at <= 3)
                assert_next_line(&feed, &after, "one\n");
            assert_next_line(&feed, &after, "two\n");
        }
    }
}

static void a_newline_behind_a_nul_does_not_end_the_line(void **state)
{
    const char holed[] = "ab\0\0ef\n", whole[] = "abcdef\n";
    struct file before = {holed, 7, 64}, after = {whole, 7, 64};
    struct feed feed = {0};

    (void)state;
    assert_int_equal(scan_file(&feed, &before), FEED_HOLE);
    assert_false(feed_has_line(&feed));
    assert_next_line(&feed, &after, "abcdef\n");
}

static char *long_line(size_t length)
{
    char *line = malloc(length + 1);

    assert_non_null(line);
    memset(line, 'x', length);
    line[length] = '\n';
    return line;
}

static void a_line_of_the_longest_length_is_a_line(void **state)
{
    char *line = long_line(FEED_LINE_MAX);

    (void)state;
    for (size_t piece = 4095; piece <= FEED_LINE_MAX * 2; piece = piece * 3 + 1) {
        struct file file = {line, FEED_LINE_MAX + 1, piece};
        struct feed feed = {0};

        assert_int_equal(scan_file(&feed, &file), FEED_LINE);
        assert_int_equal(feed.end, FEED_LINE_MAX + 1);
    }
    free(line);
}

static void one_byte_more_is_too_long_for_good(void **state)
{
    char *line = long_line(FEED_LINE_MAX + 1);

    (void)state;
    for (size_t piece = 4095; piece <= FEED_LINE_MAX * 2; piece = piece * 3 + 1) {
        struct file file = {line, FEED_LINE_MAX + 2, piece};
        struct feed feed = {0};

        assert_int_equal(scan_file(&feed, &file), FEED_LONG);
        assert_false(feed_has_line(&feed));
        assert_int_equal(feed_scan(&feed, "\n", 1), FEED_LONG);
    }
    free(line);
}

static void the_limit_is_a_line_s_own_not_the_file_s(void **state)
{
    char *line = long_line(FEED_LINE_MAX);
    struct feed feed = {0};

    (void)state;
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(feed_scan(&feed, line, FEED_LINE_MAX + 1), FEED_LINE);
        assert_int_equal(feed.end, (FEED_LINE_MAX + 1) * (uint64_t)i);
        feed_pass(&feed);
    }
    free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_has_no_line),
        cmocka_unit_test(lines_come_whole_in_order_and_once_for_any_piece_size),
        cmocka_unit_test(a_file_cut_anywhere_goes_on_where_it_was_cut),
        cmocka_unit_test(a_torn_line_is_none_until_its_newline),
        cmocka_unit_test(glued_objects_are_one_line),
        cmocka_unit_test(a_nul_anywhere_stops_until_it_is_written),
        cmocka_unit_test(a_newline_behind_a_nul_does_not_end_the_line),
        cmocka_unit_test(a_line_of_the_longest_length_is_a_line),
        cmocka_unit_test(one_byte_more_is_too_long_for_good),
        cmocka_unit_test(the_limit_is_a_line_s_own_not_the_file_s),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
