#include "protocol/message.h"

#include "protocol/frame.h"
#include "tests/support/mutate.h"
#include "tests/support/unit.h"

static struct message parsed(const char *line)
{
    struct message message;
    struct err err;

    if (message_parse(line, strlen(line), &message, &err) != 0)
        fail_msg("not taken: %s: %s", line, err.what);
    return message;
}

/* Reads what was printed, which must be one line. */
static struct message printed(struct buf *out)
{
    struct message message;

    assert_int_equal(out->data[out->len - 1], '\n');
    assert_null(memchr(out->data, '\n', out->len - 1));
    buf_truncate(out, out->len - 1);
    message = parsed(buf_text(out));
    buf_done(out);
    return message;
}

static void a_request_has_a_method_and_an_id(void **state)
{
    struct message m =
        parsed("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":{\"a\":1}}");

    (void)state;
    assert_int_equal(m.kind, MESSAGE_REQUEST);
    assert_int_equal(message_number(&m), 7);
    assert_string_equal(m.method, "ping");
    assert_int_equal(json_get_int(m.params, "a", 0), 1);
    assert_null(m.result);
    message_done(&m);
    assert_null(m.root);
    message_done(&m);
}

static void a_notice_has_no_id(void **state)
{
    struct message m = parsed("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\"}");

    (void)state;
    assert_int_equal(m.kind, MESSAGE_NOTICE);
    assert_string_equal(m.method, "session/update");
    assert_null(m.id);
    assert_null(m.params);
    assert_int_equal(message_number(&m), -1);
    message_done(&m);
}

static void an_answer_has_a_result_even_when_it_is_null(void **state)
{
    struct message m = parsed("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"time\":1}}");

    (void)state;
    assert_int_equal(m.kind, MESSAGE_ANSWER);
    assert_int_equal(m.error.code, ERR_NONE);
    assert_int_equal(json_get_int(m.result, "time", 0), 1);
    message_done(&m);
    m = parsed("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}");
    assert_int_equal(m.kind, MESSAGE_ANSWER);
    assert_int_equal(m.error.code, ERR_NONE);
    message_done(&m);
    m = parsed("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1,\"error\":null}");
    assert_int_equal(m.error.code, ERR_NONE);
    message_done(&m);
}

static void an_error_brings_its_kind_and_the_next_step(void **state)
{
    struct message m = parsed("{\"id\":7,\"error\":{\"code\":-32000,\"message\":\"no\",\"data\":"
                              "{\"kind\":\"conflict\",\"next\":\"wait\"}}}");

    (void)state;
    assert_int_equal(m.kind, MESSAGE_ANSWER);
    assert_null(m.result);
    assert_int_equal(m.error.code, ERR_CONFLICT);
    assert_string_equal(m.error.what, "no");
    assert_string_equal(m.error.next, "wait");
    message_done(&m);
}

static void an_error_is_an_error_whatever_it_says(void **state)
{
    static const char *const lines[] = {
        "{\"id\":1,\"error\":{}}",
        "{\"id\":1,\"error\":7}",
        "{\"id\":1,\"error\":\"no\"}",
        "{\"id\":1,\"error\":{\"message\":5,\"data\":[]}}",
        "{\"id\":1,\"error\":{\"data\":{\"kind\":\"from the future\"}}}",
        "{\"id\":1,\"error\":{\"data\":{\"kind\":\"none\"}}}",
        "{\"id\":null,\"error\":{\"message\":\"x\"}}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct message m = parsed(lines[i]);

        assert_int_equal(m.kind, MESSAGE_ANSWER);
        assert_int_equal(m.error.code, ERR_FAILED);
        assert_true(m.error.what[0] != '\0');
        message_done(&m);
    }
}

static void garbage_is_no_message(void **state)
{
    static const char *const lines[] = {
        "",
        "x",
        "7",
        "[]",
        "\"ping\"",
        "null",
        "{}",
        "{\"id\":1}",
        "{\"method\":7}",
        "{\"method\":7,\"id\":1}",
        "{",
        "{\"result\":1}",
        "{\"error\":{}}",
        "[{\"method\":\"ping\",\"id\":1}]",
        "{\"method\":\"ping\",\"id\":1} trailing",
        "{\"method\":\"p\\u0000q\"}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct message m;
        struct err err = {.what = ""};

        if (message_parse(lines[i], strlen(lines[i]), &m, &err) != -ERR_INVALID)
            fail_msg("taken for a message: %s", lines[i]);
        assert_int_equal(err.code, ERR_INVALID);
        assert_true(err.what[0] != '\0');
        assert_int_equal(message_parse(lines[i], strlen(lines[i]), &m, NULL), -ERR_INVALID);
    }
}

static void only_a_whole_number_is_an_id_of_ours(void **state)
{
    static const struct {
        const char *line;
        int64_t number;
    } want[] = {
        {"{\"id\":0,\"result\":1}", 0},
        {"{\"id\":9007199254740993,\"result\":1}", INT64_C(9007199254740993)},
        {"{\"id\":\"7\",\"result\":1}", -1},
        {"{\"id\":1.5,\"result\":1}", -1},
        {"{\"id\":null,\"result\":1}", -1},
        {"{\"id\":[7],\"result\":1}", -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        struct message m = parsed(want[i].line);

        assert_true(message_number(&m) == want[i].number);
        message_done(&m);
    }
}

static void a_request_is_read_back(void **state)
{
    struct json *params = json_new_object();
    struct message m;
    struct buf out;

    (void)state;
    json_put_text(params, "prompt", "two\nlines");
    buf_init(&out, 1000);
    assert_int_equal(message_print_request(&out, 42, "task/submit", params), 0);
    m = printed(&out);
    assert_int_equal(m.kind, MESSAGE_REQUEST);
    assert_int_equal(message_number(&m), 42);
    assert_string_equal(m.method, "task/submit");
    assert_string_equal(json_get_text(m.params, "prompt"), "two\nlines");
    assert_string_equal(json_get_text(m.root, "jsonrpc"), "2.0");
    message_done(&m);
}

static void a_notice_is_read_back(void **state)
{
    struct message m;
    struct buf out;

    (void)state;
    buf_init(&out, 1000);
    assert_int_equal(message_print_notice(&out, "home/update", NULL), 0);
    m = printed(&out);
    assert_int_equal(m.kind, MESSAGE_NOTICE);
    assert_string_equal(m.method, "home/update");
    assert_null(m.params);
    message_done(&m);
}

static void an_answer_keeps_the_id_as_it_came(void **state)
{
    static const char *const ids[] = {"7", "\"seven\"", "1.5", "null"};

    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct json *id = json_parse(ids[i], strlen(ids[i]), NULL);
        struct buf out;
        struct message m;
        char *text;

        buf_init(&out, 1000);
        assert_int_equal(message_print_result(&out, id, NULL), 0);
        m = printed(&out);
        text = json_text_of(m.id);
        assert_string_equal(text, ids[i]);
        assert_int_equal(json_kind_of(m.result), JSON_KIND_OBJECT);
        free(text);
        message_done(&m);
        json_drop(id);
    }
}

static void every_kind_of_error_is_read_back(void **state)
{
    (void)state;
    for (int code = ERR_FAILED; code <= ERR_INTERRUPTED; code++) {
        struct err err;
        struct buf out;
        struct message m;

        err_set(&err, (enum err_code)code, "what \"%d\"\n", code);
        err_next(&err, "next");
        buf_init(&out, 1000);
        assert_int_equal(message_print_error(&out, NULL, &err), 0);
        m = printed(&out);
        assert_int_equal(m.error.code, code);
        assert_string_equal(m.error.what, err.what);
        assert_string_equal(m.error.next, "next");
        assert_int_equal(json_kind_of(m.id), JSON_KIND_NULL);
        message_done(&m);
    }
}

static void a_line_over_the_maximum_leaves_the_buffer_as_it_was(void **state)
{
    char *text = malloc(FRAME_LINE_MAX + 1);
    struct json *params = json_new_object();
    struct buf out;

    (void)state;
    memset(text, 'x', FRAME_LINE_MAX);
    text[FRAME_LINE_MAX] = '\0';
    json_put_text(params, "text", text);
    buf_init(&out, 4 * FRAME_LINE_MAX);
    buf_append_text(&out, "before");
    assert_int_equal(message_print_notice(&out, "m", params), -ERR_TOO_LARGE);
    assert_string_equal(buf_text(&out), "before");
    buf_done(&out);
    free(text);
}

static void a_line_of_the_maximum_is_printed(void **state)
{
    const size_t around = strlen("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":\"\"}");
    char *text = malloc(FRAME_LINE_MAX + 1);
    struct buf out;

    (void)state;
    buf_init(&out, 4 * FRAME_LINE_MAX);
    memset(text, 'x', FRAME_LINE_MAX);
    text[FRAME_LINE_MAX - around] = '\0';
    assert_int_equal(message_print_notice(&out, "m", json_new_text(text)), 0);
    assert_int_equal(out.len, FRAME_LINE_MAX + 1);
    buf_truncate(&out, 0);
    text[FRAME_LINE_MAX - around] = 'x';
    text[FRAME_LINE_MAX - around + 1] = '\0';
    assert_int_equal(message_print_notice(&out, "m", json_new_text(text)), -ERR_TOO_LARGE);
    assert_int_equal(out.len, 0);
    buf_done(&out);
    free(text);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
    struct err err;
    struct buf out;

    (void)state;
    err_set(&err, ERR_FAILED, "what");
    for (size_t max = 6; max < 60; max++) {
        buf_init(&out, max);
        buf_append_text(&out, "before");
        assert_int_equal(message_print_error(&out, NULL, &err), -ERR_TOO_LARGE);
        assert_string_equal(buf_text(&out), "before");
        buf_done(&out);
    }
}

static void is_whole_or_refused(const char *data, size_t len)
{
    struct message m;
    struct err err;

    if (message_parse(data, len, &m, &err) != 0)
        return;
    assert_non_null(m.root);
    assert_true((m.kind == MESSAGE_ANSWER) == (m.method == NULL));
    assert_true((m.kind == MESSAGE_NOTICE) == (m.id == NULL));
    if (m.kind == MESSAGE_ANSWER)
        assert_true(m.error.code != ERR_NONE || m.result != NULL);
    message_done(&m);
}

static void damaged_messages_are_whole_or_refused(void **state)
{
    static const char *const lines[] = {
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":[1,\"\\u00e9\"]}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"time\":1}}",
        "{\"id\":7,\"error\":{\"message\":\"no\",\"data\":{\"kind\":\"conflict\"}}}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        mutate(lines[i], strlen(lines[i]), is_whole_or_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_has_a_method_and_an_id),
        cmocka_unit_test(a_notice_has_no_id),
        cmocka_unit_test(an_answer_has_a_result_even_when_it_is_null),
        cmocka_unit_test(an_error_brings_its_kind_and_the_next_step),
        cmocka_unit_test(an_error_is_an_error_whatever_it_says),
        cmocka_unit_test(garbage_is_no_message),
        cmocka_unit_test(only_a_whole_number_is_an_id_of_ours),
        cmocka_unit_test(a_request_is_read_back),
        cmocka_unit_test(a_notice_is_read_back),
        cmocka_unit_test(an_answer_keeps_the_id_as_it_came),
        cmocka_unit_test(every_kind_of_error_is_read_back),
        cmocka_unit_test(a_line_over_the_maximum_leaves_the_buffer_as_it_was),
        cmocka_unit_test(a_line_of_the_maximum_is_printed),
        cmocka_unit_test(a_full_buffer_is_left_as_it_was),
        cmocka_unit_test(damaged_messages_are_whole_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
