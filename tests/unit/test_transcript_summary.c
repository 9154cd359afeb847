#include "remote/transcript/summary.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "remote/transcript/title.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <math.h>

#define ID           "0cacabc1-990e-461b-9cbb-2e8a51affdbd"
#define PROMPT(text) "{\"type\":\"user\",\"message\":{\"content\":\"" text "\"}}\n"
#define USAGE(id, more, out)                                                                 \
    "{\"type\":\"assistant\",\"message\":{\"id\":\"" id "\",\"model\":\"m\",\"content\":[]," \
    "\"usage\":{\"input_tokens\":1,\"cache_read_input_tokens\":10,"                          \
    "\"cache_creation_input_tokens\":100,\"output_tokens\":" out "}}" more "}\n"

static struct scratch scratch;
static struct summary summary;

static const struct session *read_text(const char *text)
{
    char *path = scratch_text(&scratch, ID ".jsonl", text);

    assert_int_equal(summary_read(path, &summary, NULL), 0);
    assert_int_equal(summary.session.bytes, strlen(text));
    free(path);
    return &summary.session;
}

static void expect_title(const char *text, const char *title)
{
    const char *found = read_text(text)->title;

    if (!str_equal(found, title))
        fail_msg("\"%s\" is not \"%s\"", found, title);
    assert_int_equal(summary.listed, title != NULL);
}

static void a_session_is_known_by_its_file_and_its_records(void **state)
{
    const struct session *session = read_text(
        "{\"type\":\"mode\",\"mode\":\"default\"}\n"
        "{\"type\":\"user\",\"cwd\":\"/a\",\"gitBranch\":\"main\",\"entrypoint\":\"cli\","
        "\"timestamp\":\"1970-01-01T00:00:01Z\",\"message\":{\"content\":\"Do it\"}}\n"
        "{\"type\":\"assistant\",\"cwd\":\"/a/b\",\"gitBranch\":\"topic\",\"entrypoint\":"
        "\"sdk-cli\",\"timestamp\":\"1970-01-01T00:00:02Z\",\"message\":{\"model\":\"opus\","
        "\"content\":[{\"type\":\"text\",\"text\":\"Done\"}]}}\n"
        "{\"type\":\"assistant\",\"isSidechain\":true,\"message\":{\"model\":\"small\","
        "\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}}\n"
        "{\"type\":\"assistant\",\"gitBranch\":\"\",\"message\":{\"model\":\"<synthetic>\","
        "\"content\":[{\"type\":\"text\",\"text\":\"No response requested.\"}]}}\n");

    (void)state;
    assert_string_equal(session->session, ID);
    assert_string_equal(session->project, "/a");
    assert_string_equal(session->branch, "topic");
    assert_string_equal(session->entrypoint, "cli");
    assert_string_equal(session->model, "opus");
    assert_string_equal(session->first_prompt, "Do it");
    assert_int_equal(session->last_activity, 2000);
    assert_int_equal(session->items, 3);
    assert_int_equal(summary.hidden, 2);
    assert_true(isnan(session->cost_usd));
}

static void a_title_of_the_users_beats_one_of_the_clis_and_the_last_one_wins(void **state)
{
    const char *records = "{\"type\":\"custom-title\",\"customTitle\":\"One\"}\n"
                          "{\"type\":\"custom-title\",\"customTitle\":\"Two\"}\n"
                          "{\"type\":\"ai-title\",\"aiTitle\":\"Three\"}\n" PROMPT("Four");

    (void)state;
    expect_title(records, "Two");
    expect_title(strchr(strchr(records, '\n') + 1, '\n') + 1, "Three");
}

static void the_last_prompt_is_the_records_own_and_not_a_stale_note_of_it(void **state)
{
    (void)state;
    expect_title("{\"type\":\"last-prompt\",\"lastPrompt\":\"stale\"}\n" PROMPT("a") PROMPT("b"),
                 "b");
    expect_title("{\"type\":\"last-prompt\",\"lastPrompt\":\"told\"}\n", "told");
    expect_title(PROMPT("a") PROMPT("b"), "a");
}

static void a_summary_counts_only_for_the_file_that_has_its_leaf(void **state)
{
    const char *foreign = "{\"type\":\"summary\",\"summary\":\"Foreign\",\"leafUuid\":\"u9\"}\n";
    const char *own = "{\"type\":\"summary\",\"summary\":\"Own\",\"leafUuid\":\"u1\"}\n";
    const char *record = "{\"type\":\"user\",\"uuid\":\"u1\",\"message\":{\"content\":\"Hi\"}}\n";
    char *text = mem_printf("%s%s%s", own, foreign, record);

    (void)state;
    expect_title(text, "Own");
    free(text);
    text = mem_printf("%s%s", foreign, record);
    expect_title(text, "Hi");
    free(text);
}

static void commands_and_markers_are_no_first_prompt(void **state)
{
    (void)state;
    expect_title(PROMPT("<command-name>/init</command-name>")
                     PROMPT("[Request interrupted by user]")
                         PROMPT("<local-command-stdout>/x</local-command-stdout>")
                             PROMPT("\\n Real\\n  prompt "),
                 "Real prompt");
    expect_title(PROMPT("<command-name>/init</command-name>"), "/init");
    expect_title(PROMPT("<local-command-stdout>/x</local-command-stdout>"), "/x");
    expect_title("{\"type\":\"user\",\"isMeta\":true,\"message\":{\"content\":\"x\"}}\n", NULL);
    expect_title("", NULL);
}

static void a_sub_agents_conversation_is_not_listed(void **state)
{
    (void)state;
    read_text("{\"type\":\"user\",\"isSidechain\":true,\"message\":{\"content\":\"a\"}}\n");
    assert_false(summary.listed);
}

static void tokens_count_once_a_message_and_request_and_the_largest_wins(void **state)
{
    const struct session *session = read_text(
        USAGE("m1", ",\"requestId\":\"r1\"", "1") USAGE("m1", ",\"requestId\":\"r1\"", "7")
            USAGE("m1", ",\"requestId\":\"r1\"", "2") USAGE("m1", ",\"requestId\":\"r2\"", "1000")
                USAGE("m2", "", "30") USAGE("m2", "", "30"));

    (void)state;
    assert_int_equal(session->tokens_output, 7 + 1000 + 30);
    assert_int_equal(session->tokens_input, 3);
    assert_int_equal(session->tokens_cache_read, 30);
    assert_int_equal(session->tokens_cache_write, 300);
}

static void tokens_of_many_messages_are_kept_apart(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 2000; i++)
        buf_printf(&text,
                   "{\"type\":\"assistant\",\"message\":{\"id\":\"m%d\",\"content\":[],\"usage\":"
                   "{\"output_tokens\":1}}}\n",
                   i % 1000);
    assert_int_equal(read_text(buf_text(&text))->tokens_output, 1000);
    buf_done(&text);
}

static void records_without_a_message_id_count_by_themselves_and_nonsense_counts_nothing(void **s)
{
    (void)s;
    read_text(
        "{\"type\":\"assistant\",\"message\":{\"usage\":{\"output_tokens\":5}}}\n"
        "{\"type\":\"assistant\",\"message\":{\"usage\":{\"output_tokens\":5}}}\n"
        "{\"type\":\"assistant\",\"message\":{\"id\":\"a\",\"usage\":{\"output_tokens\":-9}}}\n"
        "{\"type\":\"assistant\",\"message\":{\"id\":\"b\",\"usage\":{\"output_tokens\":\"9\"}}}\n"
        "{\"type\":\"assistant\",\"message\":{\"id\":\"c\",\"usage\":7}}\n"
        "{\"type\":\"user\",\"message\":{\"usage\":{\"output_tokens\":5}}}\n"
        "{\"type\":\"assistant\",\"message\":{\"model\":\"<synthetic>\",\"usage\":"
        "{\"output_tokens\":5}}}\n");
    assert_int_equal(summary.session.tokens_output, 10);
}

static void a_long_line_counts_as_one_item_and_keeps_its_tokens(void **state)
{
    char *filler = mem_new(1, 300001), *text;

    (void)state;
    memset(filler, 'x', 300000);
    text = mem_printf("{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"content\":[{\"type\":"
                      "\"text\",\"text\":\"%s\"}],\"usage\":{\"output_tokens\":4}}}\n",
                      filler);
    read_text(text);
    assert_int_equal(summary.session.items, 1);
    assert_int_equal(summary.session.tokens_output, 4);
    free(text);
    free(filler);
}

static void a_title_is_one_line_of_limited_length(void **state)
{
    char *line = title_line("  a\n\t\f\x1b b  "), *text = mem_new(1, 500);

    (void)state;
    assert_string_equal(line, "a b");
    free(line);
    assert_null(title_line(" \n\x01"));
    assert_null(title_line(NULL));
    for (int i = 0; i < 199; i++)
        memcpy(text + i * 2, "\xc3\xa9", 2);
    strcat(text, " x");
    line = title_line(text);
    assert_int_equal(strlen(line), 199 * 2 + 3);
    assert_true(str_ends(line, "\xc3\xa9\xe2\x80\xa6"));
    free(line);
    free(text);
}

static void a_missing_file_leaves_the_summary_as_it_was(void **state)
{
    char *path = scratch_path(&scratch, "none");
    struct err err;

    (void)state;
    read_text(PROMPT("kept"));
    assert_int_equal(summary_read(path, &summary, &err), -ERR_NOT_FOUND);
    assert_int_equal(summary_read(scratch.folder, &summary, &err), -ERR_INVALID);
    assert_string_equal(summary.session.title, "kept");
    free(path);
}

static int set_up(void **state)
{
    (void)state;
    scratch_init(&scratch);
    summary_init(&summary);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    summary_done(&summary);
    scratch_done(&scratch);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_is_known_by_its_file_and_its_records),
        TEST(a_title_of_the_users_beats_one_of_the_clis_and_the_last_one_wins),
        TEST(the_last_prompt_is_the_records_own_and_not_a_stale_note_of_it),
        TEST(a_summary_counts_only_for_the_file_that_has_its_leaf),
        TEST(commands_and_markers_are_no_first_prompt),
        TEST(a_sub_agents_conversation_is_not_listed),
        TEST(tokens_count_once_a_message_and_request_and_the_largest_wins),
        TEST(tokens_of_many_messages_are_kept_apart),
        TEST(records_without_a_message_id_count_by_themselves_and_nonsense_counts_nothing),
        TEST(a_long_line_counts_as_one_item_and_keeps_its_tokens),
        TEST(a_title_is_one_line_of_limited_length),
        TEST(a_missing_file_leaves_the_summary_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
