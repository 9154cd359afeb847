#include "remote/daemon/live.h"

#include "tests/support/unit.h"

static void hear(struct live *live, struct event event)
{
    live_apply(live, &event, 1000);
}

static void hear_text(struct live *live, const char *text)
{
    hear(live, (struct event){.kind = EVENT_DELTA, .text = (char *)text});
}

static char *text_of(const struct live *live, struct live_mark *mark, int64_t *ret_base)
{
    struct json *params = live_difference(live, mark, 2000);
    char *text = strdup(json_get_text(params, "text"));

    *ret_base = json_get_int(params, "base", -1);
    json_drop(params);
    return text;
}

static void an_update_holds_what_was_appended(void **state)
{
    struct live_mark mark = {0};
    struct live live;
    int64_t base;
    char *text;

    (void)state;
    live_init(&live);
    hear(&live, (struct event){.kind = EVENT_INIT});
    hear(&live, (struct event){.kind = EVENT_MESSAGE, .message = (char *)"m"});
    hear_text(&live, "one ");
    text = text_of(&live, &mark, &base);
    assert_string_equal(text, "one ");
    assert_int_equal(base, 0);
    free(text);
    hear_text(&live, "two");
    text = text_of(&live, &mark, &base);
    assert_string_equal(text, "two");
    assert_true(base > 0);
    free(text);
    live_done(&live);
}

static void a_new_message_is_sent_whole(void **state)
{
    struct live_mark mark = {0};
    struct live live;
    int64_t base;
    char *text;

    (void)state;
    live_init(&live);
    hear_text(&live, "a long first text");
    free(text_of(&live, &mark, &base));
    hear(&live, (struct event){.kind = EVENT_MESSAGE, .message = (char *)"n"});
    hear_text(&live, "b");
    text = text_of(&live, &mark, &base);
    assert_string_equal(text, "b");
    assert_int_equal(base, 0);
    free(text);
    live_done(&live);
}

static void a_text_over_the_maximum_is_begun_anew(void **state)
{
    char *part = calloc(1, LIVE_TEXT_MAX / 2 + 1);
    struct live live;

    (void)state;
    memset(part, 'x', LIVE_TEXT_MAX / 2);
    live_init(&live);
    for (int i = 0; i < 5; i++) {
        hear_text(&live, part);
        assert_true(live.text.len <= LIVE_TEXT_MAX);
    }
    free(part);
    live_done(&live);
}

static void the_end_of_a_turn_drops_it(void **state)
{
    struct live_mark mark = {0};
    struct live live;
    struct json *params;

    (void)state;
    live_init(&live);
    hear(&live, (struct event){.kind = EVENT_INIT});
    hear_text(&live, "text");
    params = live_difference(&live, &mark, 2000);
    assert_false(json_get_bool(params, "dropped", true));
    assert_int_equal(json_get_int(params, "elapsed_ms", -1), 1000);
    json_drop(params);
    hear(&live, (struct event){.kind = EVENT_RESULT});
    params = live_difference(&live, &mark, 2000);
    assert_true(json_get_bool(params, "dropped", false));
    json_drop(params);
    live_done(&live);
}

static void what_says_nothing_new_changes_no_revision(void **state)
{
    struct live live;

    (void)state;
    live_init(&live);
    hear(&live, (struct event){.kind = EVENT_OTHER});
    assert_int_equal(live.revision, 0);
    live_done(&live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_update_holds_what_was_appended),
        cmocka_unit_test(a_new_message_is_sent_whole),
        cmocka_unit_test(a_text_over_the_maximum_is_begun_anew),
        cmocka_unit_test(the_end_of_a_turn_drops_it),
        cmocka_unit_test(what_says_nothing_new_changes_no_revision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
