#include "remote/agent/hand.h"

#include "tests/support/unit.h"

#define A "00000000-0000-4000-8000-00000000000a"
#define B "00000000-0000-4000-8000-00000000000b"

struct scene {
    struct hand hand;
    int64_t at; /* bytes of output so far */
    struct hand_attempt ended[HAND_MAX];
    int count;
};

static void take(struct scene *scene, const char *uuid, bool steered)
{
    assert_true(hand_has_room(&scene->hand, steered));
    hand_take(&scene->hand, uuid, uuid, scene->at, steered);
}

static void hear(struct scene *scene, struct event event)
{
    hand_apply(&scene->hand, &event, scene->at, scene->ended, &scene->count);
    scene->at += 100;
}

static void hear_init(struct scene *scene)
{
    hear(scene, (struct event){.kind = EVENT_INIT});
}

static void hear_echo(struct scene *scene, const char *uuid)
{
    hear(scene, (struct event){.kind = EVENT_ECHO, .uuid = (char *)uuid});
}

static void hear_result(struct scene *scene, bool has_origin)
{
    hear(scene, (struct event){.kind = EVENT_RESULT, .has_origin = has_origin});
}

static void a_result_ends_the_attempt_whose_turn_began(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_init(&scene);
    hear_result(&scene, false);
    assert_int_equal(scene.count, 1);
    assert_string_equal(scene.ended[0].uuid, A);
    assert_int_equal(scene.hand.count, 0);
}

static void a_result_before_the_hand_over_ends_nothing(void **state)
{
    struct scene scene = {.at = 1000};
    struct event late = {.kind = EVENT_RESULT};

    (void)state;
    take(&scene, A, false);
    scene.hand.attempts[0].began = true;
    hand_apply(&scene.hand, &late, 500, scene.ended, &scene.count);
    assert_int_equal(scene.count, 0);
    assert_int_equal(scene.hand.count, 1);
}

static void what_was_printed_before_the_hand_over_is_no_sign_of_it(void **state)
{
    struct scene scene = {.at = 1000};
    struct event init = {.kind = EVENT_INIT}, echo = {.kind = EVENT_ECHO, .uuid = (char *)A};

    (void)state;
    take(&scene, A, false);
    hand_apply(&scene.hand, &init, 900, scene.ended, &scene.count);
    hand_apply(&scene.hand, &echo, 999, scene.ended, &scene.count);
    assert_false(scene.hand.attempts[0].began);
    assert_false(scene.hand.attempts[0].echoed);
}

static void a_result_of_claudes_own_turn_ends_only_what_was_slipped_into_it(void **state)
{
    struct scene scene = {0};

    (void)state;
    hear_init(&scene);
    take(&scene, A, false);
    hear_result(&scene, true);
    assert_int_equal(scene.count, 0);
    hear_init(&scene);
    hear_result(&scene, true);
    assert_int_equal(scene.count, 0);
    hear_init(&scene);
    hear_echo(&scene, A);
    hear_result(&scene, true);
    assert_int_equal(scene.count, 1);
}

static void a_steered_prompt_ends_with_the_turn_that_took_it(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_init(&scene);
    hear_echo(&scene, A);
    take(&scene, B, true);
    hear_echo(&scene, B);
    hear_result(&scene, false);
    assert_int_equal(scene.count, 2);
    assert_string_equal(scene.ended[0].uuid, A);
    assert_string_equal(scene.ended[1].uuid, B);
}

static void a_steered_prompt_that_came_too_late_has_the_next_turn(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_init(&scene);
    hear_echo(&scene, A);
    take(&scene, B, true);
    hear_result(&scene, false);
    assert_int_equal(scene.count, 1);
    assert_string_equal(scene.hand.attempts[0].uuid, B);
    hear_echo(&scene, B);
    hear_init(&scene);
    hear_result(&scene, false);
    assert_int_equal(scene.count, 1);
    assert_string_equal(scene.ended[0].uuid, B);
}

static void only_one_prompt_is_unread_at_a_time(void **state)
{
    struct scene scene = {0};

    (void)state;
    assert_true(hand_has_room(&scene.hand, true));
    take(&scene, A, false);
    assert_false(hand_has_room(&scene.hand, false));
    assert_false(hand_has_room(&scene.hand, true));
    hear_echo(&scene, A);
    assert_true(hand_has_room(&scene.hand, true));
    assert_false(hand_has_room(&scene.hand, false));
    take(&scene, B, true);
    hear_echo(&scene, B);
    assert_false(hand_has_room(&scene.hand, true));
}

static void an_echo_without_a_turn_is_a_swallowed_prompt(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    assert_null(hand_swallowed(&scene.hand));
    hear_echo(&scene, A);
    assert_string_equal(hand_swallowed(&scene.hand)->uuid, A);
    hear_init(&scene);
    assert_null(hand_swallowed(&scene.hand));
}

static void an_echo_into_an_open_turn_is_none(void **state)
{
    struct scene scene = {0};

    (void)state;
    hear_init(&scene);
    take(&scene, A, false);
    hear_echo(&scene, A);
    assert_null(hand_swallowed(&scene.hand));
}

static void an_echo_of_something_else_changes_nothing(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_echo(&scene, B);
    hear_echo(&scene, NULL);
    assert_false(scene.hand.attempts[0].echoed);
}

static void dropping_the_first_keeps_the_second(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_echo(&scene, A);
    take(&scene, B, true);
    hand_drop(&scene.hand, "nobody");
    assert_int_equal(scene.hand.count, 2);
    hand_drop(&scene.hand, A);
    assert_int_equal(scene.hand.count, 1);
    assert_non_null(hand_find(&scene.hand, B));
    assert_null(hand_find(&scene.hand, A));
}

static void one_that_is_stopped_stops_the_turn(void **state)
{
    struct scene scene = {0};

    (void)state;
    take(&scene, A, false);
    hear_echo(&scene, A);
    take(&scene, B, true);
    assert_false(hand_stopping(&scene.hand));
    hand_find(&scene.hand, B)->stop = 1;
    assert_true(hand_stopping(&scene.hand));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_ends_the_attempt_whose_turn_began),
        cmocka_unit_test(a_result_before_the_hand_over_ends_nothing),
        cmocka_unit_test(what_was_printed_before_the_hand_over_is_no_sign_of_it),
        cmocka_unit_test(a_result_of_claudes_own_turn_ends_only_what_was_slipped_into_it),
        cmocka_unit_test(a_steered_prompt_ends_with_the_turn_that_took_it),
        cmocka_unit_test(a_steered_prompt_that_came_too_late_has_the_next_turn),
        cmocka_unit_test(only_one_prompt_is_unread_at_a_time),
        cmocka_unit_test(an_echo_without_a_turn_is_a_swallowed_prompt),
        cmocka_unit_test(an_echo_into_an_open_turn_is_none),
        cmocka_unit_test(an_echo_of_something_else_changes_nothing),
        cmocka_unit_test(dropping_the_first_keeps_the_second),
        cmocka_unit_test(one_that_is_stopped_stops_the_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
