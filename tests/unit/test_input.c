#include "remote/agent/input.h"

#include "protocol/base/mem.h"
#include "protocol/json.h"

#include "tests/support/unit.h"

/* The one line that was appended, parsed; the caller drops it. */
static struct json *line_of(struct buf *out)
{
    struct json *root;

    assert_int_equal(out->data[out->len - 1], '\n');
    assert_null(memchr(out->data, '\n', out->len - 1));
    root = json_parse(out->data, out->len - 1, NULL);
    assert_non_null(root);
    return root;
}

static void a_prompt_is_one_line_with_its_uuid(void **state)
{
    struct json *root;
    struct buf out;

    (void)state;
    buf_init(&out, INPUT_LINE_MAX);
    assert_int_equal(input_prompt(&out, "u", "two\nlines \"quoted\" \x01"), 0);
    root = line_of(&out);
    assert_string_equal(json_get_text(root, "type"), "user");
    assert_string_equal(json_get_text(root, "uuid"), "u");
    assert_string_equal(
        json_get_text(json_at(json_get(json_get(root, "message"), "content"), 0), "text"),
        "two\nlines \"quoted\" \x01");
    json_drop(root);
    buf_done(&out);
}

static void the_longest_prompt_fits_even_when_all_of_it_is_escaped(void **state)
{
    char *text = mem_new(INPUT_PROMPT_MAX + 1, 1);
    struct buf out;

    (void)state;
    memset(text, 1, INPUT_PROMPT_MAX);
    assert_int_equal(input_check_prompt(text, INPUT_PROMPT_MAX, NULL), 0);
    buf_init(&out, INPUT_LINE_MAX);
    assert_int_equal(input_prompt(&out, "00000000-0000-4000-8000-00000000000a", text), 0);
    assert_true(out.len > INPUT_PROMPT_MAX * 6);
    buf_done(&out);
    free(text);
}

static void a_line_that_does_not_fit_leaves_the_buffer_as_it_was(void **state)
{
    char *text = mem_new(INPUT_LINE_MAX + 1, 1);
    struct buf out;

    (void)state;
    memset(text, 'x', INPUT_LINE_MAX);
    buf_init(&out, INPUT_LINE_MAX * 2);
    buf_append_text(&out, "before");
    assert_int_equal(input_prompt(&out, "u", text), -ERR_TOO_LARGE);
    assert_int_equal(out.len, strlen("before"));
    buf_done(&out);
    free(text);
}

static void what_is_no_prompt_is_refused(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(input_check_prompt("", 0, &err), -ERR_INVALID);
    assert_int_equal(input_check_prompt(" \n\t", 3, &err), -ERR_INVALID);
    assert_int_equal(input_check_prompt("a\0b", 3, &err), -ERR_INVALID);
    assert_int_equal(input_check_prompt("\xff", 1, &err), -ERR_INVALID);
    assert_int_equal(input_check_prompt("x", INPUT_PROMPT_MAX + 1, &err), -ERR_TOO_LARGE);
}

static void an_answer_sends_the_input_back(void **state)
{
    const struct json *body;
    struct json *root;
    struct buf out;

    (void)state;
    buf_init(&out, INPUT_LINE_MAX);
    assert_int_equal(input_allow(&out, "r", "{\"command\":\"ls\"}", "{\"type\":\"addRules\"}"), 0);
    root = line_of(&out);
    body = json_get(json_get(root, "response"), "response");
    assert_string_equal(json_get_text(json_get(root, "response"), "request_id"), "r");
    assert_string_equal(json_get_text(body, "behavior"), "allow");
    assert_string_equal(json_get_text(json_get(body, "updatedInput"), "command"), "ls");
    assert_int_equal(json_count(json_get(body, "updatedPermissions")), 1);
    json_drop(root);
    buf_done(&out);
}

static void the_other_lines_are_what_they_say(void **state)
{
    struct json *root;
    struct buf out;

    (void)state;
    buf_init(&out, INPUT_LINE_MAX);
    assert_int_equal(input_interrupt(&out, "r"), 0);
    root = line_of(&out);
    assert_string_equal(json_get_text(json_get(root, "request"), "subtype"), "interrupt");
    json_drop(root);
    buf_truncate(&out, 0);
    assert_int_equal(input_deny(&out, "r", "no"), 0);
    root = line_of(&out);
    assert_string_equal(json_get_text(json_get(json_get(root, "response"), "response"), "message"),
                        "no");
    json_drop(root);
    buf_truncate(&out, 0);
    assert_int_equal(input_answers(&out, "r", "[1]", "{\"q\":\"a\"}"), 0);
    root = line_of(&out);
    assert_string_equal(
        json_get_text(
            json_get(json_get(json_get(json_get(root, "response"), "response"), "updatedInput"),
                     "answers"),
            "q"),
        "a");
    json_drop(root);
    buf_truncate(&out, 0);
    assert_int_equal(input_refuse(&out, "r", "why"), 0);
    root = line_of(&out);
    assert_string_equal(json_get_text(json_get(root, "response"), "subtype"), "error");
    json_drop(root);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prompt_is_one_line_with_its_uuid),
        cmocka_unit_test(the_longest_prompt_fits_even_when_all_of_it_is_escaped),
        cmocka_unit_test(a_line_that_does_not_fit_leaves_the_buffer_as_it_was),
        cmocka_unit_test(what_is_no_prompt_is_refused),
        cmocka_unit_test(an_answer_sends_the_input_back),
        cmocka_unit_test(the_other_lines_are_what_they_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
