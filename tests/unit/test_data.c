#include "protocol/base/mem.h"
#include "protocol/data/ask.h"
#include "protocol/data/host.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/data/task.h"
#include "tests/support/unit.h"

#include <math.h>

static const struct field *const tables[] = {ask_fields, host_fields, item_fields, session_fields,
                                             task_fields};

/* One member of each type, after memory that init must not look at. */
struct thing {
    char *text, *json;
    int64_t time, count;
    double money;
    bool truth;
    int word;
};

static const char *const words[] = {"first", "second", NULL};
static const struct field fields[] = {
    {"text", FIELD_TEXT, offsetof(struct thing, text), NULL},
    {"json", FIELD_JSON, offsetof(struct thing, json), NULL},
    {"time", FIELD_TIME, offsetof(struct thing, time), NULL},
    {"count", FIELD_COUNT, offsetof(struct thing, count), NULL},
    {"money", FIELD_MONEY, offsetof(struct thing, money), NULL},
    {"truth", FIELD_BOOL, offsetof(struct thing, truth), NULL},
    {"word", FIELD_WORD, offsetof(struct thing, word), words},
    {NULL, FIELD_TEXT, 0, NULL},
};

static struct thing filled(void)
{
    return (struct thing){mem_dup("t"), mem_dup("[1]"), 5, 6, 0.5, true, 1};
}

static void init_sets_everything_to_missing(void **state)
{
    struct thing thing;

    (void)state;
    memset(&thing, 0xa5, sizeof(thing));
    field_init(fields, &thing);
    assert_null(thing.text);
    assert_null(thing.json);
    assert_int_equal(thing.time, -1);
    assert_int_equal(thing.count, -1);
    assert_true(isnan(thing.money));
    assert_false(thing.truth);
    assert_int_equal(thing.word, 0);
}

static void done_frees_and_leaves_missing(void **state)
{
    struct thing thing = filled(), empty;

    (void)state;
    field_init(fields, &empty);
    field_done(fields, &thing);
    assert_true(field_same(fields, &thing, &empty));
    field_done(fields, &thing);
}

static void a_copy_is_the_same_and_its_own(void **state)
{
    struct thing thing = filled(), copy;

    (void)state;
    field_copy(fields, &copy, &thing);
    assert_true(field_same(fields, &thing, &copy));
    assert_ptr_not_equal(thing.text, copy.text);
    field_done(fields, &thing);
    assert_string_equal(copy.text, "t");
    field_done(fields, &copy);
}

static void any_difference_is_seen(void **state)
{
    struct thing thing = filled(), other = filled();

    (void)state;
    assert_true(field_same(fields, &thing, &other));
    mem_set(&other.text, "u");
    assert_false(field_same(fields, &thing, &other));
    mem_set(&other.text, NULL);
    assert_false(field_same(fields, &thing, &other));
    mem_set(&other.text, "t");
    other.time = 7;
    assert_false(field_same(fields, &thing, &other));
    other.time = 5;
    other.money = (double)NAN;
    assert_false(field_same(fields, &thing, &other));
    thing.money = (double)NAN;
    assert_true(field_same(fields, &thing, &other));
    other.truth = false;
    assert_false(field_same(fields, &thing, &other));
    other.truth = true;
    other.word = 0;
    assert_false(field_same(fields, &thing, &other));
    field_done(fields, &thing);
    field_done(fields, &other);
}

static void words_are_found_exactly(void **state)
{
    (void)state;
    assert_int_equal(field_word_of(words, "first"), 0);
    assert_int_equal(field_word_of(words, "second"), 1);
    assert_int_equal(field_word_of(words, "First"), -1);
    assert_int_equal(field_word_of(words, ""), -1);
    assert_int_equal(field_word_of(words, NULL), -1);
}

static void no_table_names_a_field_or_a_place_twice(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++)
        for (const struct field *a = tables[t]; a->name != NULL; a++)
            for (const struct field *b = a + 1; b->name != NULL; b++) {
                assert_string_not_equal(a->name, b->name);
                assert_int_not_equal(a->offset, b->offset);
            }
}

static void only_words_have_words(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++)
        for (const struct field *field = tables[t]; field->name != NULL; field++)
            assert_true((field->type == FIELD_WORD) == (field->words != NULL));
}

static void enums_and_words_agree(void **state)
{
    (void)state;
    assert_int_equal(field_word_of(task_state_words, "interrupted"), TASK_INTERRUPTED);
    assert_null(task_state_words[TASK_INTERRUPTED + 1]);
    assert_int_equal(field_word_of(session_state_words, "busy"), SESSION_BUSY);
    assert_null(session_state_words[SESSION_BUSY + 1]);
    assert_int_equal(field_word_of(item_kind_words, "other"), ITEM_OTHER);
    assert_null(item_kind_words[ITEM_OTHER + 1]);
    assert_int_equal(field_word_of(ask_kind_words, "login"), ASK_LOGIN);
    assert_null(ask_kind_words[ASK_LOGIN + 1]);
    assert_int_equal(field_word_of(ask_state_words, "expired"), ASK_EXPIRED);
    assert_null(ask_state_words[ASK_EXPIRED + 1]);
}

static void four_states_end_a_task(void **state)
{
    (void)state;
    assert_false(task_ended(TASK_QUEUED));
    assert_false(task_ended(TASK_DELAYED));
    assert_false(task_ended(TASK_RUNNING));
    assert_false(task_ended(TASK_WAITING));
    assert_true(task_ended(TASK_COMPLETED));
    assert_true(task_ended(TASK_FAILED));
    assert_true(task_ended(TASK_CANCELLED));
    assert_true(task_ended(TASK_INTERRUPTED));
}

static void host_names_can_be_keys_and_never_options(void **state)
{
    static const char *const bad[] = {
        "",     "-v",
        "a b",  "a/b",
        "a\"b", "a\nb",
        "[a]",  "\xc3\xa9",
        "a=b",  "12345678901234567890123456789012345678901234567890123456789012345"};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(host_name_valid(bad[i]));
    assert_true(host_name_valid("a"));
    assert_true(host_name_valid("build-1.example_NET"));
    assert_true(
        host_name_valid("1234567890123456789012345678901234567890123456789012345678901234"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(init_sets_everything_to_missing),
        cmocka_unit_test(done_frees_and_leaves_missing),
        cmocka_unit_test(a_copy_is_the_same_and_its_own),
        cmocka_unit_test(any_difference_is_seen),
        cmocka_unit_test(words_are_found_exactly),
        cmocka_unit_test(no_table_names_a_field_or_a_place_twice),
        cmocka_unit_test(only_words_have_words),
        cmocka_unit_test(enums_and_words_agree),
        cmocka_unit_test(four_states_end_a_task),
        cmocka_unit_test(host_names_can_be_keys_and_never_options),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
