#include "protocol/frame.h"

#include "protocol/base/err.h"
#include "tests/support/mutate.h"
#include "tests/support/unit.h"

#define STREAM_LEN (sizeof(stream) - 1)

static const char stream[] = "one\n\ntwo\r\n{\"a\":\"\xc3\xa9\"}\nrest";
static const char *const stream_lines[] = {"one", "", "two", "{\"a\":\"\xc3\xa9\"}"};

static void takes_the_lines_from(struct frame *frame, size_t *taken)
{
    const char *line;
    size_t len;

    while (frame_next(frame, &line, &len) == FRAME_LINE) {
        assert_true(*taken < COUNT(stream_lines));
        assert_string_equal(line, stream_lines[*taken]);
        assert_int_equal(len, strlen(line));
        ++*taken;
    }
}

static void a_line_is_found_at_every_split_point(void **state)
{
    (void)state;
    for (size_t split = 0; split <= STREAM_LEN; split++)
        for (size_t second = split; second <= STREAM_LEN; second++) {
            struct frame frame;
            size_t taken = 0, rest;

            frame_init(&frame, 100);
            assert_int_equal(frame_feed(&frame, stream, split), 0);
            takes_the_lines_from(&frame, &taken);
            assert_int_equal(frame_feed(&frame, stream + split, second - split), 0);
            takes_the_lines_from(&frame, &taken);
            assert_int_equal(frame_feed(&frame, stream + second, STREAM_LEN - second), 0);
            takes_the_lines_from(&frame, &taken);
            assert_int_equal(taken, COUNT(stream_lines));
            assert_string_equal(frame_rest(&frame, &rest), "rest");
            assert_int_equal(rest, 4);
            frame_done(&frame);
        }
}

static void a_line_is_found_when_bytes_come_one_by_one(void **state)
{
    struct frame frame;
    size_t taken = 0;

    (void)state;
    frame_init(&frame, 100);
    for (size_t i = 0; i < STREAM_LEN; i++) {
        assert_int_equal(frame_feed(&frame, stream + i, 1), 0);
        takes_the_lines_from(&frame, &taken);
    }
    assert_int_equal(taken, COUNT(stream_lines));
    frame_done(&frame);
}

static void nothing_fed_is_nothing_there(void **state)
{
    struct frame frame;
    const char *line;
    size_t len = 9;

    (void)state;
    frame_init(&frame, 10);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_NONE);
    assert_int_equal(frame_feed(&frame, "", 0), 0);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_NONE);
    assert_string_equal(frame_rest(&frame, &len), "");
    assert_int_equal(len, 0);
    frame_done(&frame);
}

static void only_one_carriage_return_goes_with_the_end(void **state)
{
    struct frame frame;
    const char *line;
    size_t len;

    (void)state;
    frame_init(&frame, 10);
    frame_feed(&frame, "a\r\r\n\r\nb\rc\n", 10);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_string_equal(line, "a\r");
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_int_equal(len, 0);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_string_equal(line, "b\rc");
    frame_done(&frame);
}

static void a_nul_is_a_byte_like_any_other(void **state)
{
    struct frame frame;
    const char *line;
    size_t len;

    (void)state;
    frame_init(&frame, 10);
    frame_feed(&frame, "a\0b\n", 4);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_int_equal(len, 3);
    assert_memory_equal(line, "a\0b", 4);
    frame_done(&frame);
}

static void a_line_of_the_maximum_passes_and_one_more_byte_does_not(void **state)
{
    struct frame frame;
    const char *line;
    size_t len;

    (void)state;
    frame_init(&frame, 5);
    frame_feed(&frame, "12345\n12345", 11);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_int_equal(len, 5);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_NONE);
    frame_feed(&frame, "6", 1);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_TOO_LONG);
    frame_feed(&frame, "\nok\n", 4);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_TOO_LONG);
    frame_done(&frame);
}

static void what_would_pass_the_maximum_is_not_taken(void **state)
{
    size_t size = 100 + 64 * 1024;
    char *lines = malloc(size);
    struct frame frame;
    const char *line;
    size_t len, count = 0;

    (void)state;
    memset(lines, 'x', size);
    for (size_t i = 99; i < size; i += 100)
        lines[i] = '\n';
    frame_init(&frame, 100);
    assert_int_equal(frame_feed(&frame, lines, size), 0);
    assert_int_equal(frame_feed(&frame, "y", 1), -ERR_TOO_LARGE);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_int_equal(frame_feed(&frame, "y", 1), 0);
    for (count = 1; frame_next(&frame, &line, &len) == FRAME_LINE; count++)
        assert_int_equal(len, 99);
    assert_int_equal(count, size / 100);
    frame_rest(&frame, &len);
    assert_int_equal(len, size % 100 + 1);
    frame_done(&frame);
    free(lines);
}

static void the_longest_message_comes_through_in_pieces(void **state)
{
    char *text = malloc(FRAME_LINE_MAX);
    struct frame frame;
    const char *line;
    size_t len;

    (void)state;
    memset(text, 'x', FRAME_LINE_MAX);
    frame_init(&frame, FRAME_LINE_MAX);
    for (size_t at = 0; at < FRAME_LINE_MAX; at += 4096) {
        assert_int_equal(frame_feed(&frame, text + at, 4096), 0);
        assert_int_equal(frame_next(&frame, &line, &len), FRAME_NONE);
    }
    frame_feed(&frame, "\n", 1);
    assert_int_equal(frame_next(&frame, &line, &len), FRAME_LINE);
    assert_int_equal(len, FRAME_LINE_MAX);
    assert_memory_equal(line, text, FRAME_LINE_MAX);
    frame_done(&frame);
    free(text);
}

/* Whatever comes in, lines and rest are what came in. */
static void gives_back_what_it_got(const char *data, size_t len)
{
    struct frame frame;
    const char *line, *at = data;
    size_t line_len, rest;

    frame_init(&frame, 1000);
    assert_int_equal(frame_feed(&frame, data, len), 0);
    while (frame_next(&frame, &line, &line_len) == FRAME_LINE) {
        assert_memory_equal(line, at, line_len);
        at += line_len;
        at += *at == '\r';
        assert_int_equal(*at++, '\n');
    }
    line = frame_rest(&frame, &rest);
    assert_int_equal(rest, (size_t)(data + len - at));
    assert_memory_equal(line, at, rest + 1);
    frame_done(&frame);
}

static void damaged_streams_lose_nothing(void **state)
{
    (void)state;
    mutate(stream, STREAM_LEN, gives_back_what_it_got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_found_at_every_split_point),
        cmocka_unit_test(a_line_is_found_when_bytes_come_one_by_one),
        cmocka_unit_test(nothing_fed_is_nothing_there),
        cmocka_unit_test(only_one_carriage_return_goes_with_the_end),
        cmocka_unit_test(a_nul_is_a_byte_like_any_other),
        cmocka_unit_test(a_line_of_the_maximum_passes_and_one_more_byte_does_not),
        cmocka_unit_test(what_would_pass_the_maximum_is_not_taken),
        cmocka_unit_test(the_longest_message_comes_through_in_pieces),
        cmocka_unit_test(damaged_streams_lose_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
