#include "remote/transcript/presence.h"

#include "protocol/base/mem.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#define ID    "7d1f0a52-6a0e-4c7e-9a53-0d6a9a3b1c11"
#define OTHER "00000000-6a0e-4c7e-9a53-0d6a9a3b1c11"
#define USER  "{\"type\":\"user\",\"uuid\":\"" ID "\",\"message\":{\"content\":\"x\"}}"
#define QUEUED                                                                                   \
    "{\"attachment\":{\"type\":\"queued_command\",\"source_uuid\":\"" ID "\",\"prompt\":\"x\"}," \
    "\"type\":\"attachment\",\"uuid\":\"" OTHER "\"}"
#define ANSWER "{\"type\":\"assistant\",\"uuid\":\"" ID "\",\"message\":{\"id\":\"msg_1\"}}"

static struct scratch scratch;

static bool is_there(enum presence_kind kind, const char *id, const char *text)
{
    struct presence wanted = {kind, id, false};
    char *path = scratch_text(&scratch, "s", text);
    int64_t offset;

    assert_int_equal(presence_scan(path, 0, &wanted, 1, &offset, NULL), 0);
    free(path);
    return wanted.found;
}

static void a_prompt_is_there_as_a_record_or_as_a_queued_one(void **state)
{
    (void)state;
    assert_true(is_there(PRESENCE_PROMPT, ID, USER "\n"));
    assert_true(is_there(PRESENCE_PROMPT, ID, QUEUED "\n"));
    assert_true(is_there(PRESENCE_PROMPT, ID, "{}\n" USER "\n{}\n{}\n"));
    assert_false(is_there(PRESENCE_PROMPT, OTHER, QUEUED "\n"));
    assert_false(is_there(PRESENCE_PROMPT, ID, ""));
}

static void its_id_alone_is_not_enough(void **state)
{
    (void)state;
    assert_false(is_there(PRESENCE_PROMPT, ID, ANSWER "\n"));
    assert_false(is_there(PRESENCE_PROMPT, ID,
                          "{\"type\":\"user\",\"parentUuid\":\"" ID "\",\"uuid\":\"x\"}\n"));
    assert_false(is_there(PRESENCE_PROMPT, ID,
                          "{\"type\":\"user\",\"message\":{\"content\":\"\\\"uuid\\\":\\\"" ID
                          "\\\"\",\"uuid\":\"" ID "\"}}\n"));
    assert_false(is_there(PRESENCE_PROMPT, ID,
                          "{\"type\":\"file-history-snapshot\",\"messageId\":\"" ID "\"}\n"));
    assert_false(is_there(PRESENCE_PROMPT, ID, "{\"type\":\"user\",\"uuid\":\"" ID "\"\n"));
    assert_false(is_there(PRESENCE_PROMPT, NULL, USER "\n"));
    assert_false(is_there(PRESENCE_PROMPT, "", USER "\n"));
}

static void a_record_is_there_by_its_uuid_and_a_message_by_its_id(void **state)
{
    (void)state;
    assert_true(is_there(PRESENCE_RECORD, ID, ANSWER "\n"));
    assert_true(is_there(PRESENCE_MESSAGE, "msg_1", ANSWER "\n"));
    assert_false(is_there(PRESENCE_MESSAGE, "msg_", ANSWER "\n"));
    assert_false(is_there(PRESENCE_MESSAGE, ID, ANSWER "\n"));
}

static void torn_and_unfinished_lines_are_looked_into(void **state)
{
    (void)state;
    assert_true(is_there(PRESENCE_PROMPT, ID, "{\"gitBranch\":\"H" USER "\n"));
    assert_true(is_there(PRESENCE_PROMPT, ID, USER));
    assert_true(is_there(PRESENCE_PROMPT, ID, USER "{\"half"));
    assert_false(is_there(PRESENCE_PROMPT, ID, "{\"half" USER));
}

static void a_long_prompt_is_found(void **state)
{
    char *filler = mem_new(1, 800001), *text;

    (void)state;
    memset(filler, 'x', 800000);
    text = mem_printf("{\"type\":\"user\",\"message\":{\"content\":\"%s\"},\"uuid\":\"" ID "\"}\n",
                      filler);
    assert_true(is_there(PRESENCE_PROMPT, ID, text));
    free(text);
    free(filler);
}

static void several_are_looked_for_at_once(void **state)
{
    struct presence wanted[] = {{PRESENCE_PROMPT, ID, false},
                                {PRESENCE_MESSAGE, "msg_1", false},
                                {PRESENCE_RECORD, "nowhere", false},
                                {PRESENCE_RECORD, "found before", true}};
    char *path = scratch_text(&scratch, "s", USER "\n" ANSWER "\n");
    int64_t offset;

    (void)state;
    assert_int_equal(presence_scan(path, 0, wanted, 4, &offset, NULL), 0);
    assert_true(wanted[0].found);
    assert_true(wanted[1].found);
    assert_false(wanted[2].found);
    assert_true(wanted[3].found);
    free(path);
}

static void a_growing_file_is_looked_at_from_where_the_last_look_ended(void **state)
{
    struct presence wanted = {PRESENCE_PROMPT, ID, false};
    char *path = scratch_text(&scratch, "s", "{}\n{}\n{\"type\":\"user\",");
    int64_t offset = 0;

    (void)state;
    assert_int_equal(presence_scan(path, offset, &wanted, 1, &offset, NULL), 0);
    assert_false(wanted.found);
    assert_int_equal(offset, 6);
    scratch_append(path, "\"uuid\":\"" ID "\"}\n{}\n");
    assert_int_equal(presence_scan(path, offset, &wanted, 1, &offset, NULL), 0);
    assert_true(wanted.found);
    assert_int_equal(offset, 6 + 15 + 47 + 3);
    wanted.found = false;
    assert_int_equal(presence_scan(path, offset, &wanted, 1, &offset, NULL), 0);
    assert_false(wanted.found);
    free(path);
}

static void what_stands_before_the_place_is_not_looked_at(void **state)
{
    struct presence wanted = {PRESENCE_PROMPT, ID, false};
    char *path = scratch_text(&scratch, "s", USER "\n{}\n");
    int64_t offset;

    (void)state;
    assert_int_equal(presence_scan(path, (int64_t)strlen(USER) + 1, &wanted, 1, &offset, NULL), 0);
    assert_false(wanted.found);
    assert_int_equal(offset, strlen(USER) + 4);
    assert_int_equal(presence_scan(path, 5, &wanted, 1, &offset, NULL), 0);
    assert_false(wanted.found);
    free(path);
}

static void a_file_that_shrank_is_looked_at_anew(void **state)
{
    struct presence wanted = {PRESENCE_PROMPT, ID, false};
    char *path = scratch_text(&scratch, "s", USER "\n"), *missing = scratch_path(&scratch, "none");
    int64_t offset;

    (void)state;
    assert_int_equal(presence_scan(path, 100000, &wanted, 1, &offset, NULL), 0);
    assert_true(wanted.found);
    assert_int_equal(presence_scan(missing, 0, &wanted, 1, &offset, NULL), -ERR_NOT_FOUND);
    free(path);
    free(missing);
}

static int set_up(void **state)
{
    (void)state;
    scratch_init(&scratch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_done(&scratch);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_is_there_as_a_record_or_as_a_queued_one),
        TEST(its_id_alone_is_not_enough),
        TEST(a_record_is_there_by_its_uuid_and_a_message_by_its_id),
        TEST(torn_and_unfinished_lines_are_looked_into),
        TEST(a_long_prompt_is_found),
        TEST(several_are_looked_for_at_once),
        TEST(a_growing_file_is_looked_at_from_where_the_last_look_ended),
        TEST(what_stands_before_the_place_is_not_looked_at),
        TEST(a_file_that_shrank_is_looked_at_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
