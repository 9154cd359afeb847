#include "protocol/base/mem.h"
#include "tests/golden/script.h"
#include "tests/support/unit.h"

static struct script *script;

static void run(const char *line)
{
    assert_true(script_run(script, line));
}

static const struct transcript *transcript(void)
{
    return &script_model(script)->transcript;
}

static const char *at_cursor(void)
{
    return transcript()->cursor < transcript()->count
               ? transcript()->entries[transcript()->cursor].item.cursor
               : "";
}

/* Pages that were asked for, and with which cursor the last time. */
static size_t pages(const char **ret_cursor, bool *ret_before)
{
    size_t n = 0;

    for (size_t i = 0; i < script_effects(script)->count; i++)
        if (script_effects(script)->list[i].kind == EFFECT_PAGE) {
            n++;
            *ret_cursor = script_effects(script)->list[i].text;
            *ret_before = script_effects(script)->list[i].before;
        }
    return n;
}

static void items(int from, int to, const char *text)
{
    for (int i = from; i < to; i++) {
        char *line = mem_printf("item cursor=c%d kind=text text=\"%s %d\"", i, text, i);

        run(line);
        free(line);
    }
}

static int setup(void **state)
{
    (void)state;
    script = script_new();
    run("size 40 20");
    run("host mini online");
    run("session session=s1 title=one last_activity=-1m");
    run("lists mini snapshot");
    run("key Enter");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    script_free(script);
    return 0;
}

static void opening_watches_and_leaving_ends_it(void **state)
{
    (void)state;
    assert_int_equal(script_effects(script)->list[0].kind, EFFECT_WATCH);
    run("key q");
    assert_int_equal(script_effects(script)->list[2].kind, EFFECT_UNWATCH);
    assert_null(transcript()->session);
}

static void a_window_of_another_session_is_ignored(void **state)
{
    (void)state;
    items(0, 3, "text");
    run("window mini s2 reset");
    assert_int_equal(transcript()->count, 0);
    items(0, 3, "text");
    run("window gpu s1 reset");
    assert_int_equal(transcript()->count, 0);
}

static void the_end_is_followed_until_the_user_goes_up(void **state)
{
    (void)state;
    items(0, 40, "text");
    run("window mini s1 reset");
    assert_true(transcript()->follow);
    assert_string_equal(at_cursor(), "c39");
    items(40, 41, "text");
    run("window mini s1 append");
    assert_string_equal(at_cursor(), "c40");
    run("key b");
    assert_false(transcript()->follow);
    items(41, 44, "text");
    run("window mini s1 append");
    assert_int_equal(transcript()->fresh, 3);
    assert_false(transcript()->follow);
    run("key G");
    assert_int_equal(transcript()->fresh, 0);
    assert_string_equal(at_cursor(), "c43");
}

static void scrolling_down_to_the_end_follows_again(void **state)
{
    (void)state;
    items(0, 40, "text");
    run("window mini s1 reset");
    run("key b");
    assert_false(transcript()->follow);
    run("key f");
    run("key f");
    assert_true(transcript()->follow);
}

static void a_short_session_keeps_the_cursor_where_it_was_put(void **state)
{
    (void)state;
    items(0, 4, "text");
    run("window mini s1 reset");
    run("key g");
    assert_string_equal(at_cursor(), "c0");
    items(4, 5, "text");
    run("window mini s1 append");
    assert_string_equal(at_cursor(), "c0");
}

static void going_up_at_the_beginning_asks_for_the_page_before_once(void **state)
{
    const char *cursor = "";
    bool before = false;

    (void)state;
    items(50, 90, "text");
    run("window mini s1 reset before");
    assert_int_equal(pages(&cursor, &before), 0);
    run("key g");
    run("key k");
    assert_int_equal(pages(&cursor, &before), 1);
    assert_string_equal(cursor, "c50");
    assert_true(before);
    items(10, 50, "text");
    run("window mini s1 prepend before");
    assert_int_equal(transcript()->count, 80);
    assert_string_equal(at_cursor(), "c50");
    assert_int_equal(pages(&cursor, &before), 1);
    run("key g");
    assert_int_equal(pages(&cursor, &before), 2);
}

static void what_was_read_stays_in_sight_when_a_page_comes_before_it(void **state)
{
    char *top;

    (void)state;
    items(50, 90, "text");
    run("window mini s1 reset before");
    run("key g");
    top = mem_dup(transcript()->entries[transcript()->top].item.cursor);
    items(10, 50, "text");
    run("window mini s1 prepend");
    assert_string_equal(transcript()->entries[transcript()->top].item.cursor, top);
    free(top);
}

static void a_page_that_failed_is_asked_for_again(void **state)
{
    const char *cursor = "";
    bool before = false;

    (void)state;
    items(50, 90, "text");
    run("window mini s1 reset before");
    run("key g");
    run("window mini s1 prepend error=gone");
    run("key k");
    assert_int_equal(pages(&cursor, &before), 2);
}

static void the_window_has_a_cap_and_pages_come_back_at_either_end(void **state)
{
    const char *cursor = "";
    bool before = true;

    (void)state;
    for (int i = 0; i < 6; i++) {
        items(i * 500, (i + 1) * 500, "text");
        run("window mini s1 append");
    }
    assert_int_equal(transcript()->count, TRANSCRIPT_ITEMS);
    assert_true(transcript()->more_before);
    assert_string_equal(transcript()->entries[0].item.cursor, "c1000");
    run("key g");
    items(500, 1000, "text");
    run("window mini s1 prepend before");
    assert_int_equal(transcript()->count, TRANSCRIPT_ITEMS);
    assert_true(transcript()->more_after);
    run("key G");
    assert_true(pages(&cursor, &before) > 0);
    assert_false(before);
    assert_string_equal(cursor, "c2499");
}

static void large_items_have_a_cap_together(void **state)
{
    char *line, *much = malloc(300001);

    (void)state;
    memset(much, 'x', 300000);
    much[300000] = '\0';
    for (int i = 0; i < 70; i++) {
        line = mem_printf("item cursor=c%d kind=text text=%s", i, much);
        run(line);
        free(line);
    }
    run("window mini s1 append");
    assert_true(transcript()->bytes <= TRANSCRIPT_BYTES);
    assert_true(transcript()->more_before);
    free(much);
}

static void an_item_told_again_replaces_itself(void **state)
{
    (void)state;
    items(0, 3, "text");
    run("window mini s1 reset");
    items(2, 5, "again");
    run("window mini s1 append");
    assert_int_equal(transcript()->count, 5);
    assert_string_equal(transcript()->entries[2].item.text, "again 2");
}

static void a_result_is_folded_into_its_call(void **state)
{
    (void)state;
    run("item cursor=c1 kind=tool_use tool=Read tool_id=t1");
    run("item cursor=c2 kind=tool_use tool=Read tool_id=t2");
    run("item cursor=c3 kind=tool_result tool_id=t1 text=one");
    run("item cursor=c4 kind=tool_result tool_id=t9 text=alone");
    run("window mini s1 reset");
    assert_false(transcript_visible(transcript(), 2));
    assert_true(transcript_visible(transcript(), 3));
    assert_string_equal(transcript_result(transcript(), 0)->item.text, "one");
    assert_null(transcript_result(transcript(), 1));
    run("item cursor=c5 kind=tool_result tool_id=t2 text=two");
    run("window mini s1 append");
    assert_string_equal(transcript_result(transcript(), 1)->item.text, "two");
}

static void a_sub_agent_s_steps_are_one_line_until_it_is_opened(void **state)
{
    (void)state;
    run("item cursor=c1 kind=text text=a");
    run("item cursor=c2 kind=prompt sidechain=true text=b");
    run("item cursor=c3 kind=text sidechain=true text=c");
    run("item cursor=c4 kind=text text=d");
    run("window mini s1 reset");
    assert_true(transcript_heads_run(transcript(), 1));
    assert_false(transcript_visible(transcript(), 2));
    run("key k");
    assert_string_equal(at_cursor(), "c2");
    run("key Space");
    run("key Enter");
    assert_true(transcript_visible(transcript(), 2));
    run("key Enter");
    assert_false(transcript_visible(transcript(), 2));
}

static void prompts_are_jumped_to(void **state)
{
    (void)state;
    run("item cursor=p1 kind=prompt text=first");
    items(0, 30, "text");
    run("item cursor=p2 kind=prompt text=second");
    items(30, 60, "text");
    run("window mini s1 reset");
    run("key [");
    assert_string_equal(at_cursor(), "p2");
    run("key [");
    assert_string_equal(at_cursor(), "p1");
    run("key [");
    assert_non_null(strstr(script_model(script)->note.text, "no earlier prompt"));
    run("key ]");
    assert_string_equal(at_cursor(), "p2");
}

static void a_tall_item_is_walked_through_line_by_line(void **state)
{
    struct buf line;

    (void)state;
    run("item cursor=c0 kind=prompt text=x");
    buf_init(&line, 1 << 16);
    buf_append_text(&line, "item cursor=c1 kind=prompt text=\"");
    for (int i = 0; i < 50; i++)
        buf_printf(&line, "line %d\\n", i);
    buf_append_text(&line, "\"");
    run(buf_text(&line));
    buf_done(&line);
    run("item cursor=c2 kind=prompt text=y");
    run("window mini s1 reset");
    run("key g");
    run("key j");
    assert_string_equal(at_cursor(), "c1");
    for (int i = 0; i < 30; i++) {
        run("key j");
        assert_string_equal(at_cursor(), "c1");
    }
    for (int i = 0; i < 10; i++)
        run("key j");
    assert_string_equal(at_cursor(), "c2");
    run("key k");
    assert_string_equal(at_cursor(), "c1");
    for (int i = 0; i < 30; i++)
        run("key k");
    assert_string_equal(at_cursor(), "c1");
}

static void the_cursor_s_item_is_always_wholly_in_sight(void **state)
{
    (void)state;
    items(0, 60, "text");
    run("window mini s1 reset");
    for (int i = 0; i < 40; i++) {
        run("key k");
        assert_int_equal(transcript()->above + transcript()->below, 0);
        assert_true(transcript()->cursor >= transcript()->top);
    }
    assert_true(transcript()->top <= 19);
    for (int i = 0; i < 40; i++) {
        run("key j");
        assert_int_equal(transcript()->above + transcript()->below, 0);
    }
    assert_string_equal(at_cursor(), "c59");
}

static void the_live_text_is_what_was_told_last(void **state)
{
    (void)state;
    items(0, 1, "text");
    run("window mini s1 reset");
    run("live mini s1 text=hello elapsed=1000");
    run("live mini s1 text=\"hello world\" elapsed=2000");
    assert_string_equal(transcript()->live.text, "hello world");
    run("drop mini s1");
    assert_false(transcript()->live.on);
    run("live mini s2 text=other");
    assert_false(transcript()->live.on);
}

static void the_place_is_told_and_taken_up_again(void **state)
{
    bool told = false;

    (void)state;
    for (size_t i = 0; i < script_effects(script)->count; i++)
        told = told || (script_effects(script)->list[i].kind == EFFECT_PLACE &&
                        strcmp(script_effects(script)->list[i].text, "session mini s1") == 0);
    assert_true(told);
    script_free(script);
    script = script_new();
    run("place \"session mini s1\"");
    assert_int_equal(model_screen(script_model(script))->kind, SCREEN_SESSION);
    assert_true(transcript_is(transcript(), "mini", "s1"));
    run("key q");
    run("place \"session\"");
    run("place \"session mini \"");
    run("place home");
    assert_int_equal(model_screen(script_model(script))->kind, SCREEN_HOME);
}

static void an_interrupt_is_asked_about_first(void **state)
{
    size_t before = script_effects(script)->count;

    (void)state;
    run("session session=s1 state=running last_activity=-1m");
    run("lists mini change");
    run("key i");
    run("wait 300");
    run("key x");
    assert_int_equal(script_effects(script)->count, before);
    run("key i");
    run("wait 300");
    run("key y");
    assert_int_equal(script_effects(script)->count, before + 1);
    assert_int_equal(script_effects(script)->list[before].kind, EFFECT_INTERRUPT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(opening_watches_and_leaving_ends_it),
        TEST(a_window_of_another_session_is_ignored),
        TEST(the_end_is_followed_until_the_user_goes_up),
        TEST(scrolling_down_to_the_end_follows_again),
        TEST(a_short_session_keeps_the_cursor_where_it_was_put),
        TEST(going_up_at_the_beginning_asks_for_the_page_before_once),
        TEST(what_was_read_stays_in_sight_when_a_page_comes_before_it),
        TEST(a_page_that_failed_is_asked_for_again),
        TEST(the_window_has_a_cap_and_pages_come_back_at_either_end),
        TEST(large_items_have_a_cap_together),
        TEST(an_item_told_again_replaces_itself),
        TEST(a_result_is_folded_into_its_call),
        TEST(a_sub_agent_s_steps_are_one_line_until_it_is_opened),
        TEST(prompts_are_jumped_to),
        TEST(a_tall_item_is_walked_through_line_by_line),
        TEST(the_cursor_s_item_is_always_wholly_in_sight),
        TEST(the_live_text_is_what_was_told_last),
        TEST(the_place_is_told_and_taken_up_again),
        TEST(an_interrupt_is_asked_about_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
