#include "remote/agent/event.h"

#include "tests/support/unit.h"

static struct event decoded(const char *line)
{
    struct event event;

    event_decode(line, strlen(line), &event);
    return event;
}

static void each_line_is_what_it_says(void **state)
{
    static const struct {
        const char *line;
        enum event_kind kind;
    } cases[] = {
        {"", EVENT_GARBAGE},
        {"not json", EVENT_GARBAGE},
        {"[1]", EVENT_GARBAGE},
        {"{}", EVENT_OTHER},
        {"{\"type\":\"novelty\"}", EVENT_OTHER},
        {"{\"type\":5}", EVENT_OTHER},
        {"{\"type\":\"system\",\"subtype\":\"init\"}", EVENT_INIT},
        {"{\"type\":\"system\",\"subtype\":\"status\"}", EVENT_OTHER},
        {"{\"type\":\"system\",\"subtype\":\"task_started\"}", EVENT_BACKGROUND},
        {"{\"type\":\"system\",\"subtype\":\"api_retry\"}", EVENT_RETRY},
        {"{\"type\":\"user\",\"isReplay\":true}", EVENT_ECHO},
        {"{\"type\":\"user\"}", EVENT_OTHER},
        {"{\"type\":\"assistant\"}", EVENT_ANSWER},
        {"{\"type\":\"result\"}", EVENT_RESULT},
        {"{\"type\":\"control_request\"}", EVENT_REQUEST},
        {"{\"type\":\"control_cancel_request\"}", EVENT_WITHDRAWN},
        {"{\"type\":\"control_response\"}", EVENT_RESPONSE},
        {"{\"type\":\"rate_limit_event\"}", EVENT_LIMIT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct event event = decoded(cases[i].line);

        if (event.kind != cases[i].kind)
            fail_msg("%s is taken for kind %d", cases[i].line, (int)event.kind);
        event_done(&event);
    }
}

static void a_result_says_whose_it_is_and_how_it_went(void **state)
{
    struct event event = decoded("{\"type\":\"result\",\"is_error\":true,\"errors\":[\"why\"],"
                                 "\"origin\":{\"kind\":\"x\"},\"total_cost_usd\":0.5,"
                                 "\"num_turns\":3,\"subtype\":\"error_max_turns\"}");

    (void)state;
    assert_true(event.is_error && event.has_origin);
    assert_string_equal(event.text, "why");
    assert_string_equal(event.subtype, "error_max_turns");
    assert_true(event.cost_usd > 0.49 && event.cost_usd < 0.51);
    assert_int_equal(event.turns, 3);
    event_done(&event);
}

static void a_limit_is_a_time_or_none(void **state)
{
    struct event event = decoded("{\"type\":\"rate_limit_event\",\"rate_limit_info\":"
                                 "{\"status\":\"rejected\",\"resetsAt\":1700000000}}");

    (void)state;
    assert_true(event.rejected);
    assert_true(event.number == INT64_C(1700000000000));
    event_done(&event);
    event = decoded("{\"type\":\"rate_limit_event\",\"rate_limit_info\":"
                    "{\"status\":\"rejected\",\"resetsAt\":9223372036854775807}}");
    assert_true(event.number == 0);
    event_done(&event);
}

static void an_input_that_is_too_long_to_be_shown_is_not_here(void **state)
{
    size_t size = EVENT_INPUT_MAX + 200;
    char *line = malloc(size);
    int at = snprintf(line, size,
                      "{\"type\":\"control_request\",\"request_id\":\"r\",\"request\":"
                      "{\"subtype\":\"can_use_tool\",\"input\":{\"a\":\"");
    struct event event;

    (void)state;
    memset(line + at, 'x', EVENT_INPUT_MAX);
    snprintf(line + at + EVENT_INPUT_MAX, size - (size_t)at - EVENT_INPUT_MAX, "\"}}}");
    event = decoded(line);
    assert_true(event.oversized);
    assert_null(event.input);
    assert_string_equal(event.request_id, "r");
    event_done(&event);
    free(line);
}

static void a_summary_is_short_and_printable(void **state)
{
    char *text = event_tool_summary("Bash", "{\"command\":\"a\\u001b[31m\\nb\"}");

    (void)state;
    assert_null(strchr(text, '\x1b'));
    assert_null(strchr(text, '\n'));
    free(text);
    text = event_tool_summary("Odd", "not json");
    assert_string_equal(text, "Odd");
    free(text);
    text = event_tool_summary(NULL, NULL);
    assert_string_equal(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_what_it_says),
        cmocka_unit_test(a_result_says_whose_it_is_and_how_it_went),
        cmocka_unit_test(a_limit_is_a_time_or_none),
        cmocka_unit_test(an_input_that_is_too_long_to_be_shown_is_not_here),
        cmocka_unit_test(a_summary_is_short_and_printable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
