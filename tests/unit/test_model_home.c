#include "tests/golden/script.h"
#include "tests/support/unit.h"

static struct script *script;

static void run(const char *line)
{
    assert_true(script_run(script, line));
}

static const struct home *home(void)
{
    return &script_model(script)->home;
}

static const char *selected(void)
{
    return home_selected(home()) != NULL ? home_selected(home())->key.id : "";
}

/* The id of the row with that digit, "" when none has it. */
static const char *with_digit(int digit)
{
    for (size_t i = 0; i < home()->count; i++)
        if (home()->rows[i].digit == digit)
            return home()->rows[i].key.id;
    return "";
}

static int setup(void **state)
{
    (void)state;
    script = script_new();
    run("size 40 20");
    run("host mini online");
    run("session session=s1 last_activity=-1m");
    run("session session=s2 last_activity=-2m");
    run("session session=s3 last_activity=-3m");
    run("lists mini snapshot");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    script_free(script);
    return 0;
}

static void the_selection_sticks_to_its_id(void **state)
{
    (void)state;
    run("key j");
    assert_string_equal(selected(), "s2");
    run("session session=s0 last_activity=-10s");
    run("lists mini change");
    assert_string_equal(selected(), "s2");
    assert_int_equal(home()->index, 2);
}

static void when_its_row_goes_the_one_in_its_place_is_selected(void **state)
{
    (void)state;
    run("key j");
    run("lists mini change gone=s2");
    assert_string_equal(selected(), "s3");
    run("lists mini change gone=s3");
    assert_string_equal(selected(), "s1");
    run("lists mini change gone=s1");
    assert_string_equal(selected(), "");
    run("key j Enter y x i r o v");
}

static void digits_stay_while_keys_come_and_follow_a_second_later(void **state)
{
    (void)state;
    assert_string_equal(with_digit(2), "s2");
    run("wait 1000");
    run("key j");
    run("session session=s0 last_activity=-10s");
    run("lists mini change");
    assert_string_equal(with_digit(2), "s2");
    run("wait 999");
    assert_string_equal(with_digit(2), "s2");
    run("wait 1");
    assert_string_equal(with_digit(1), "s0");
    assert_string_equal(with_digit(2), "s1");
}

static void a_digit_that_has_just_moved_selects_nothing(void **state)
{
    (void)state;
    run("wait 1000");
    run("session session=s0 last_activity=-10s");
    run("lists mini change");
    assert_string_equal(with_digit(1), "s0");
    run("key 1");
    assert_string_equal(selected(), "s1");
    assert_non_null(strstr(script_model(script)->note.text, "changed, press again"));
    run("wait 300");
    run("key 1");
    assert_string_equal(selected(), "s0");
}

static void a_task_stands_for_its_session_and_the_newest_for_the_ended_ones(void **state)
{
    (void)state;
    run("task task=t1 session=s1 state=running started_at=-1m created_at=-1m");
    run("task task=t2 session=s2 state=completed ended_at=-5m created_at=-9m");
    run("task task=t3 session=s2 state=failed ended_at=-3m created_at=-4m");
    run("lists mini change");
    assert_int_equal(home()->count, 3);
    assert_string_equal(home()->rows[0].key.id, "t1");
    assert_int_equal(home()->rows[0].section, SECTION_RUNNING);
    assert_string_equal(home()->rows[1].key.id, "t3");
    assert_int_equal(home()->rows[1].section, SECTION_DONE);
    assert_int_equal(home()->rows[2].section, SECTION_RECENT);
}

static void what_ended_a_day_ago_is_only_recent(void **state)
{
    (void)state;
    run("task task=t2 session=s2 state=completed ended_at=-25h created_at=-26h");
    run("lists mini change");
    assert_int_equal(home()->count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(home()->rows[i].section, SECTION_RECENT);
}

static void a_waiting_task_is_shown_by_its_ask(void **state)
{
    (void)state;
    run("task task=t1 session=s1 state=waiting created_at=-1m started_at=-1m");
    run("ask ask=a1 task=t1 session=s1 kind=question created_at=-1m");
    run("lists mini change");
    assert_int_equal(home()->count, 3);
    assert_int_equal(home()->rows[0].key.kind, ROW_ASK);
}

static void an_outbox_row_becomes_the_task_of_the_same_id(void **state)
{
    (void)state;
    run("outbox id=t9 host=mini text=hello state=sending");
    run("outbox");
    assert_string_equal(home()->rows[0].key.id, "t9");
    assert_non_null(home()->rows[0].outgoing);
    run("key g");
    run("task task=t9 session=s1 state=queued created_at=-1s");
    run("lists mini change");
    assert_string_equal(selected(), "t9");
    assert_non_null(home_selected(home())->task);
}

static void the_same_session_on_two_hosts_is_two_rows(void **state)
{
    (void)state;
    run("host gpu online");
    run("session session=s1 last_activity=-1m");
    run("lists gpu snapshot");
    assert_int_equal(home()->count, 4);
}

static void rows_of_a_host_that_is_gone_are_gone(void **state)
{
    (void)state;
    run("host mini gone");
    assert_int_equal(home()->count, 0);
    run("key j Enter");
}

static void without_its_host_an_outbox_row_is_there_still(void **state)
{
    (void)state;
    run("outbox id=t9 host=nowhere text=hello state=unsent");
    run("outbox");
    run("key g");
    assert_string_equal(selected(), "t9");
    run("key Enter");
    run("key i");
    run("key x");
    assert_int_equal(script_model(script)->confirm.kind, CONFIRM_CANCEL);
}

static void ten_thousand_sessions_and_a_thousand_asks_are_listed(void **state)
{
    (void)state;
    run("many sessions mini 10000");
    run("many asks mini 1000");
    run("lists mini snapshot");
    assert_int_equal(home()->count, 11000);
    run("key G");
    run("key k");
    run("key g");
    for (int i = 0; i < 200; i++)
        run("key j");
    assert_int_equal(home()->index, 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_selection_sticks_to_its_id),
        TEST(when_its_row_goes_the_one_in_its_place_is_selected),
        TEST(digits_stay_while_keys_come_and_follow_a_second_later),
        TEST(a_digit_that_has_just_moved_selects_nothing),
        TEST(a_task_stands_for_its_session_and_the_newest_for_the_ended_ones),
        TEST(what_ended_a_day_ago_is_only_recent),
        TEST(a_waiting_task_is_shown_by_its_ask),
        TEST(an_outbox_row_becomes_the_task_of_the_same_id),
        TEST(the_same_session_on_two_hosts_is_two_rows),
        TEST(rows_of_a_host_that_is_gone_are_gone),
        TEST(without_its_host_an_outbox_row_is_there_still),
        TEST(ten_thousand_sessions_and_a_thousand_asks_are_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
