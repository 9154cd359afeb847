/* Rule of the house: a key answers what was painted. */
#include "tests/golden/script.h"
#include "tests/support/unit.h"

static struct script *script;

static void run(const char *line)
{
    assert_true(script_run(script, line));
}

/* The effects of that kind there were. */
static size_t effects(enum effect_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < script_effects(script)->count; i++)
        n += script_effects(script)->list[i].kind == kind ? 1 : 0;
    return n;
}

static const struct effect *last_answer(void)
{
    const struct effect *found = NULL;

    for (size_t i = 0; i < script_effects(script)->count; i++)
        if (script_effects(script)->list[i].kind == EFFECT_ANSWER)
            found = &script_effects(script)->list[i];
    assert_non_null(found);
    return found;
}

static void assert_note(const char *text)
{
    assert_non_null(script_model(script)->note.text);
    assert_non_null(strstr(script_model(script)->note.text, text));
}

static int setup(void **state)
{
    (void)state;
    script = script_new();
    run("size 40 20");
    run("host mini online");
    run("ask ask=ask-one session=s1 kind=permission tool=Bash summary=one created_at=-9m");
    run("suggest 0.type setMode");
    run("suggest 0.mode acceptEdits");
    run("suggest 1.type addRules");
    run("suggest 1.behavior allow");
    run("suggest 1.rules.0.toolName Bash");
    run("suggest 1.rules.0.ruleContent make:*");
    run("ask ask=ask-two session=s2 kind=permission tool=Bash summary=two created_at=-8m");
    run("lists mini snapshot");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    script_free(script);
    return 0;
}

static void an_ask_is_answered_after_it_was_on_the_screen_for_long_enough(void **state)
{
    (void)state;
    run("wait 300");
    run("key y");
    assert_string_equal(last_answer()->id, "ask-one");
    assert_int_equal(last_answer()->choice, ANSWER_ALLOW);
}

static void not_a_moment_earlier(void **state)
{
    (void)state;
    run("wait 299");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    assert_note("changed, press again");
    run("wait 1");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 1);
}

static void a_key_in_flight_does_not_answer_the_ask_that_took_the_place(void **state)
{
    (void)state;
    run("wait 1000");
    run("lists mini change gone=ask-one");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    assert_note("changed, press again");
    run("wait 300");
    run("key y");
    assert_string_equal(last_answer()->id, "ask-two");
}

static void the_one_before_it_vanishing_in_the_same_pass_changes_nothing(void **state)
{
    struct msg gone = {.kind = MSG_LISTS};
    const char *ids[] = {"ask-one"};
    struct effects fx;

    (void)state;
    run("wait 1000");
    effects_init(&fx);
    gone.lists =
        (struct msg_lists){.host = "mini", .confirmed = true, .gone = ids, .gone_count = 1};
    model_update(script_model(script), &gone, &fx);
    model_update(script_model(script), &(struct msg){.kind = MSG_KEY, .key = "y"}, &fx);
    assert_int_equal(fx.count, 0);
    effects_done(&fx);
}

static void a_new_ask_does_not_take_the_selection(void **state)
{
    (void)state;
    run("wait 1000");
    run("ask ask=ask-old session=s3 kind=permission tool=Bash summary=old created_at=-60m");
    run("lists mini change");
    assert_string_equal(home_selected(&script_model(script)->home)->key.id, "ask-one");
    run("key y");
    assert_string_equal(last_answer()->id, "ask-one");
}

static void moving_on_purpose_needs_no_second_wait(void **state)
{
    (void)state;
    run("wait 1000");
    run("key j");
    run("key n");
    assert_string_equal(last_answer()->id, "ask-two");
    assert_int_equal(last_answer()->choice, ANSWER_DENY);
}

static void but_an_ask_that_has_just_come_is_not_answered_by_moving_to_it(void **state)
{
    (void)state;
    run("wait 1000");
    run("ask ask=ask-last session=s3 kind=permission tool=Bash summary=last created_at=-1m");
    run("lists mini change");
    run("key G");
    run("wait 200");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    run("wait 100");
    run("key y");
    assert_string_equal(last_answer()->id, "ask-last");
}

static void keys_typed_ahead_of_the_picture_answer_nothing(void **state)
{
    (void)state;
    run("wait 1000");
    run("key j y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    run("key v 1");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
}

static void an_ask_is_answered_once(void **state)
{
    (void)state;
    run("wait 1000");
    run("key y");
    run("key y");
    run("key n");
    assert_int_equal(effects(EFFECT_ANSWER), 1);
}

static void its_row_stays_two_seconds_with_the_answer(void **state)
{
    (void)state;
    run("wait 1000");
    run("key y");
    run("answered mini ask-one taken");
    run("lists mini change gone=ask-one");
    run("wait 1999");
    assert_int_equal(script_model(script)->home.count, 2);
    run("wait 1");
    assert_int_equal(script_model(script)->home.count, 1);
}

static void an_answer_that_failed_can_be_given_again(void **state)
{
    (void)state;
    run("wait 1000");
    run("key y");
    run("answered mini ask-one failed");
    assert_note("the host said no");
    run("wait 300");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 2);
}

static void the_winner_is_named_to_the_loser(void **state)
{
    (void)state;
    run("wait 1000");
    run("key y");
    run("answered mini ask-one lost who=laptop words=deny");
    assert_note("laptop was first: deny");
    run("wait 2500");
    assert_string_equal(home_selected(&script_model(script)->home)->key.id, "ask-two");
}

static void always_shows_the_rule_before_it_grants_it(void **state)
{
    (void)state;
    run("wait 1000");
    run("key a");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    assert_non_null(strstr(script_model(script)->confirm.text, "Bash(make:*)"));
    run("wait 300");
    run("key y");
    assert_int_equal(last_answer()->choice, ANSWER_ALWAYS);
    assert_int_equal(last_answer()->number, 2);
}

static void always_and_yes_in_one_breath_grant_nothing(void **state)
{
    (void)state;
    run("wait 1000");
    run("key a y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    run("key n");
    assert_int_equal(script_model(script)->confirm.kind, CONFIRM_NOTHING);
    assert_int_equal(effects(EFFECT_ANSWER), 0);
}

static void a_confirmation_has_to_be_read_too(void **state)
{
    (void)state;
    run("wait 1000");
    run("key a");
    run("wait 299");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    assert_int_equal(script_model(script)->confirm.kind, CONFIRM_ALWAYS);
    run("wait 1");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 1);
}

static void always_without_a_rule_grants_nothing(void **state)
{
    (void)state;
    run("wait 1000");
    run("key j");
    run("wait 300");
    run("key a");
    assert_int_equal(script_model(script)->confirm.kind, CONFIRM_NOTHING);
    assert_note("no such rule");
}

static void a_confirmation_too_long_to_be_read_cannot_be_given(void **state)
{
    (void)state;
    run("size 10 3");
    run("wait 1000");
    script_model(script)->guard.target.since = 0;
    run("size 40 20");
    run("wait 1000");
    run("key a");
    run("size 10 3");
    run("wait 1000");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
}

static void what_is_not_wholly_shown_is_not_answered_there(void **state)
{
    (void)state;
    run("ask ask=ask-wide session=s9 kind=permission tool=Bash summary=x created_at=-99m");
    run("input command \"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
        "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 rm\"");
    run("lists mini change");
    run("key g");
    run("wait 1000");
    run("key y");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    run("key v");
    run("wait 300");
    run("key 1");
    assert_string_equal(last_answer()->id, "ask-wide");
}

static void by_command_an_ask_is_named_or_in_sight(void **state)
{
    (void)state;
    run("wait 1000");
    run("key :");
    run("type \"answer ask-two deny not now\"");
    run("key Enter");
    assert_string_equal(last_answer()->id, "ask-two");
    assert_string_equal(last_answer()->text, "not now");
    run("key :");
    run("type \"answer allow\"");
    run("key Enter");
    assert_string_equal(last_answer()->id, "ask-one");
}

static void by_command_always_shows_its_rule_too(void **state)
{
    (void)state;
    run("wait 1000");
    run("key :");
    run("type \"answer always=1\"");
    run("key Enter");
    assert_int_equal(effects(EFFECT_ANSWER), 0);
    assert_non_null(strstr(script_model(script)->confirm.text, "acceptEdits"));
}

static void a_bell_rings_for_a_new_ask_and_not_for_an_old_one(void **state)
{
    size_t before = effects(EFFECT_BELL);

    (void)state;
    run("ask ask=ask-one session=s1 kind=permission tool=Bash summary=one created_at=-9m");
    run("lists mini change");
    assert_int_equal(effects(EFFECT_BELL), before);
    run("ask ask=ask-new session=s1 kind=permission tool=Bash summary=one created_at=-1m");
    run("lists mini change");
    assert_int_equal(effects(EFFECT_BELL), before + 1);
    run("ask ask=ask-cached session=s1 kind=permission tool=Bash summary=one created_at=-1m");
    run("lists gpu cache");
    assert_int_equal(effects(EFFECT_BELL), before + 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_ask_is_answered_after_it_was_on_the_screen_for_long_enough),
        TEST(not_a_moment_earlier),
        TEST(a_key_in_flight_does_not_answer_the_ask_that_took_the_place),
        TEST(the_one_before_it_vanishing_in_the_same_pass_changes_nothing),
        TEST(a_new_ask_does_not_take_the_selection),
        TEST(moving_on_purpose_needs_no_second_wait),
        TEST(but_an_ask_that_has_just_come_is_not_answered_by_moving_to_it),
        TEST(keys_typed_ahead_of_the_picture_answer_nothing),
        TEST(an_ask_is_answered_once),
        TEST(its_row_stays_two_seconds_with_the_answer),
        TEST(an_answer_that_failed_can_be_given_again),
        TEST(the_winner_is_named_to_the_loser),
        TEST(always_shows_the_rule_before_it_grants_it),
        TEST(always_and_yes_in_one_breath_grant_nothing),
        TEST(a_confirmation_has_to_be_read_too),
        TEST(always_without_a_rule_grants_nothing),
        TEST(a_confirmation_too_long_to_be_read_cannot_be_given),
        TEST(what_is_not_wholly_shown_is_not_answered_there),
        TEST(by_command_an_ask_is_named_or_in_sight),
        TEST(by_command_always_shows_its_rule_too),
        TEST(a_bell_rings_for_a_new_ask_and_not_for_an_old_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
