#include "tests/golden/script.h"
#include "tests/support/unit.h"

static struct script *script;

static void run(const char *line)
{
    assert_true(script_run(script, line));
}

static struct model *model(void)
{
    return script_model(script);
}

/* The last effect of that kind, NULL when there was none. */
static const struct effect *last(enum effect_kind kind)
{
    const struct effect *found = NULL;

    for (size_t i = 0; i < script_effects(script)->count; i++)
        if (script_effects(script)->list[i].kind == kind)
            found = &script_effects(script)->list[i];
    return found;
}

static int setup(void **state)
{
    (void)state;
    script = script_new();
    run("size 40 20");
    run("setup ssh host=mini");
    run("host mini online");
    run("session session=s1 title=one last_activity=-1m state=running");
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

static void every_letter_is_text(void **state)
{
    (void)state;
    run("key c");
    run("type \"qyna?:[]123 jk\"");
    assert_string_equal(model()->writing.editor.text, "qyna?:[]123 jk");
}

static void enter_sends_and_a_backslash_before_it_does_not(void **state)
{
    (void)state;
    run("key c");
    run("type \"one\\\\\"");
    run("key Enter");
    assert_null(last(EFFECT_SUBMIT));
    run("type two");
    run("key C-j");
    run("type three");
    run("key Enter");
    assert_string_equal(last(EFFECT_SUBMIT)->text, "one\ntwo\nthree");
    assert_string_equal(last(EFFECT_SUBMIT)->session, "s1");
    assert_string_equal(last(EFFECT_SUBMIT)->host, "mini");
    assert_string_equal(model()->writing.editor.text, "");
    assert_int_equal(model()->writing.purpose, WRITE_PROMPT);
}

static void a_blank_text_is_not_sent(void **state)
{
    (void)state;
    run("key c");
    run("type \"  \"");
    run("key Enter");
    assert_null(last(EFFECT_SUBMIT));
}

static void backspace_leaves_an_empty_text_and_only_that(void **state)
{
    (void)state;
    run("key c");
    run("type x");
    run("key Backspace");
    assert_int_equal(model()->writing.purpose, WRITE_PROMPT);
    run("key Backspace");
    assert_int_equal(model()->writing.purpose, WRITE_NOTHING);
    assert_int_equal(model_screen(model())->kind, SCREEN_SESSION);
}

static void a_draft_survives_leaving_and_is_stored_when_the_hand_rests(void **state)
{
    (void)state;
    run("key c");
    run("type draft");
    assert_null(last(EFFECT_DRAFT));
    run("wait 299");
    assert_null(last(EFFECT_DRAFT));
    run("wait 1");
    assert_string_equal(last(EFFECT_DRAFT)->text, "draft");
    assert_string_equal(last(EFFECT_DRAFT)->id, "session mini s1");
    run("type s");
    run("key Esc");
    assert_string_equal(last(EFFECT_DRAFT)->text, "drafts");
    run("key q");
    run("key Enter");
    run("key c");
    assert_string_equal(model()->writing.editor.text, "drafts");
}

static void a_stored_draft_is_taken_up(void **state)
{
    (void)state;
    run("draft \"session mini s1\" \"from before\"");
    run("key c");
    assert_string_equal(model()->writing.editor.text, "from before");
}

static void a_draft_is_stored_on_the_way_out(void **state)
{
    struct msg quit = {.kind = MSG_QUIT};
    struct effects fx;

    (void)state;
    run("key c");
    run("type unsent");
    effects_init(&fx);
    model_update(model(), &quit, &fx);
    assert_int_equal(fx.count, 2);
    assert_int_equal(fx.list[0].kind, EFFECT_DRAFT);
    assert_string_equal(fx.list[0].text, "unsent");
    assert_int_equal(fx.list[1].kind, EFFECT_QUIT);
    effects_done(&fx);
}

static void the_store_keeps_the_draft_until_the_prompt_is_in_the_outbox(void **state)
{
    (void)state;
    run("key c");
    run("type hello");
    run("wait 300");
    run("key Enter");
    assert_string_equal(last(EFFECT_DRAFT)->text, "hello");
    run("submitted 1 t1");
    assert_string_equal(last(EFFECT_DRAFT)->text, "");
}

static void what_could_not_be_stored_comes_back(void **state)
{
    (void)state;
    run("key c");
    run("type hello");
    run("key Enter");
    run("type more");
    run("submitted 1 error=full");
    assert_string_equal(model()->writing.editor.text, "hello\nmore");
    assert_non_null(strstr(model()->note.text, "full"));
    assert_true(model()->note.error);
}

static void what_could_not_be_stored_comes_back_as_a_draft_when_one_has_left(void **state)
{
    (void)state;
    run("key c");
    run("type hello");
    run("key Enter");
    run("key Esc");
    run("submitted 1 error=full");
    run("key c");
    assert_string_equal(model()->writing.editor.text, "hello");
}

static void a_paste_is_text_and_never_keys(void **state)
{
    (void)state;
    run("paste \"iy\"");
    assert_int_equal(model()->confirm.kind, CONFIRM_NOTHING);
    assert_int_equal(model()->writing.purpose, WRITE_NOTHING);
    run("key c");
    run("paste \"a\\rb\"");
    assert_string_equal(model()->writing.editor.text, "a\nb");
}

static void steering_says_so(void **state)
{
    (void)state;
    run("key s");
    run("type faster");
    run("key Enter");
    assert_true(last(EFFECT_SUBMIT)->steer);
}

static void a_new_prompt_goes_to_its_host_and_folder_and_is_selected(void **state)
{
    (void)state;
    run("key q");
    run("key c");
    run("type \"do it\"");
    run("key Enter");
    assert_null(last(EFFECT_SUBMIT)->session);
    assert_string_equal(last(EFFECT_SUBMIT)->host, "mini");
    assert_int_equal(model_screen(model())->kind, SCREEN_HOME);
    run("submitted 1 t1");
    run("outbox id=t1 host=mini text=\"do it\" state=unsent");
    run("outbox");
    assert_string_equal(home_selected(&model()->home)->key.id, "t1");
}

static void without_a_host_the_next_step_is_named(void **state)
{
    (void)state;
    script_free(script);
    script = script_new();
    run("key c");
    run("type x");
    run("key Enter");
    assert_null(last(EFFECT_SUBMIT));
    assert_non_null(strstr(model()->note.text, "ccr host add"));
    assert_string_equal(model()->writing.editor.text, "x");
}

static void prompts_on_their_way_are_in_the_session_with_how_far_they_got(void **state)
{
    struct pending pending[MODEL_PENDING_MAX];

    (void)state;
    run("window mini s1 reset");
    run("outbox id=t3 host=mini session=s1 text=third state=unsent");
    run("outbox id=t1 host=mini session=s1 text=first state=sending");
    run("outbox id=t9 host=mini session=s2 text=other state=unsent");
    run("outbox");
    run("task task=t2 session=s1 state=queued prompt=second reason=\"the turn before it\"");
    run("task task=t0 session=s1 state=running prompt=zeroth accepted=-1m");
    run("lists mini change");
    assert_int_equal(model_pending(model(), pending), 3);
    assert_string_equal(pending[0].word, "may have arrived");
    assert_string_equal(pending[1].word, "queued");
    assert_string_equal(pending[1].reason, "the turn before it");
    assert_string_equal(pending[2].word, "outbox");
    run("item cursor=c1 uuid=t1 kind=prompt text=first");
    run("window mini s1 append");
    assert_int_equal(model_pending(model(), pending), 2);
}

static void a_prompt_in_the_transcript_has_its_receipt(void **state)
{
    (void)state;
    run("task task=t1 session=s1 state=running accepted=-1m");
    run("task task=t2 session=s1 state=completed accepted=-1m saved=-1m");
    run("task task=t3 session=s1 state=completed accepted=-1m");
    run("task task=t4 session=s1 state=interrupted accepted=-1m");
    run("lists mini change");
    assert_string_equal(model_prompt_word(model(), "t1"), "accepted");
    assert_string_equal(model_prompt_word(model(), "t2"), "saved");
    assert_string_equal(model_prompt_word(model(), "t3"), "not remembered");
    assert_string_equal(model_prompt_word(model(), "t4"), "interrupted");
    assert_null(model_prompt_word(model(), "t5"));
}

static void a_host_s_question_is_answered_once_and_never_shown_when_secret(void **state)
{
    (void)state;
    run("host vps attention question=Password: secret");
    run("key q");
    run("key g");
    run("key Enter");
    assert_true(model()->writing.secret);
    run("type hunter2");
    run("wait 1000");
    assert_null(last(EFFECT_DRAFT));
    run("key Enter");
    assert_string_equal(last(EFFECT_HOST_REPLY)->text, "hunter2");
    assert_string_equal(last(EFFECT_HOST_REPLY)->host, "vps");
    assert_string_equal(model()->writing.editor.text, "");
}

static void a_reply_by_command_goes_to_the_session_in_sight_or_named(void **state)
{
    (void)state;
    run("key :");
    run("type \"reply go on\"");
    run("key Enter");
    assert_string_equal(last(EFFECT_SUBMIT)->session, "s1");
    assert_string_equal(last(EFFECT_SUBMIT)->text, "go on");
}

static void a_command_that_fits_nothing_says_why(void **state)
{
    (void)state;
    run("key :");
    run("type \"cancel zzzzzz\"");
    run("key Enter");
    assert_non_null(strstr(model()->note.text, "zzzzzz"));
    run("wait 7000");
    run("key :");
    run("type cancel");
    run("key Enter");
    assert_non_null(strstr(model()->note.text, "select what is meant"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_letter_is_text),
        TEST(enter_sends_and_a_backslash_before_it_does_not),
        TEST(a_blank_text_is_not_sent),
        TEST(backspace_leaves_an_empty_text_and_only_that),
        TEST(a_draft_survives_leaving_and_is_stored_when_the_hand_rests),
        TEST(a_stored_draft_is_taken_up),
        TEST(a_draft_is_stored_on_the_way_out),
        TEST(the_store_keeps_the_draft_until_the_prompt_is_in_the_outbox),
        TEST(what_could_not_be_stored_comes_back),
        TEST(what_could_not_be_stored_comes_back_as_a_draft_when_one_has_left),
        TEST(a_paste_is_text_and_never_keys),
        TEST(steering_says_so),
        TEST(a_new_prompt_goes_to_its_host_and_folder_and_is_selected),
        TEST(without_a_host_the_next_step_is_named),
        TEST(prompts_on_their_way_are_in_the_session_with_how_far_they_got),
        TEST(a_prompt_in_the_transcript_has_its_receipt),
        TEST(a_host_s_question_is_answered_once_and_never_shown_when_secret),
        TEST(a_reply_by_command_goes_to_the_session_in_sight_or_named),
        TEST(a_command_that_fits_nothing_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
