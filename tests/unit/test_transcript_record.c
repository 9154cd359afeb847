#include "remote/transcript/record.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "remote/transcript/head.h"
#include "remote/transcript/piece.h"
#include "remote/transcript/wrapper.h"
#include "tests/support/unit.h"

static struct items items;

static void read_record(const char *text)
{
    struct json *json = json_parse(text, strlen(text), NULL);

    assert_non_null(json);
    items_done(&items);
    record_read(&items, json);
    json_drop(json);
}

static void expect(size_t index, enum item_kind kind, const char *text)
{
    assert_true(index < items.count);
    assert_string_equal(item_kind_words[items.list[index].kind], item_kind_words[kind]);
    assert_true(str_equal(items.list[index].text, text));
}

static void expect_none(const char *record)
{
    read_record(record);
    assert_int_equal(items.count, 0);
}

static void expect_prompt(const char *text, enum item_kind kind, const char *shown)
{
    struct json *json = json_new_object(), *message = json_new_object();
    char *record;

    json_put_text(message, "content", text);
    json_put_text(json, "type", "user");
    json_put(json, "message", message);
    record = json_text_of(json);
    json_drop(json);
    read_record(record);
    free(record);
    if (shown == NULL) {
        assert_int_equal(items.count, 0);
    } else {
        assert_int_equal(items.count, 1);
        expect(0, kind, shown);
    }
}

static void a_prompt_has_the_records_uuid_and_time(void **state)
{
    (void)state;
    read_record("{\"type\":\"user\",\"uuid\":\"u1\",\"timestamp\":\"1970-01-01T00:00:01.5Z\","
                "\"isSidechain\":true,\"message\":{\"role\":\"user\",\"content\":\"Hello\"}}");
    assert_int_equal(items.count, 1);
    expect(0, ITEM_PROMPT, "Hello");
    assert_string_equal(items.list[0].uuid, "u1");
    assert_int_equal(items.list[0].timestamp, 1500);
    assert_true(items.list[0].sidechain);
    assert_int_equal(items.list[0].full_bytes, -1);
}

static void each_block_of_an_answer_is_an_item(void **state)
{
    (void)state;
    read_record("{\"type\":\"assistant\",\"message\":{\"content\":["
                "{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"So\"},"
                "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Bash\",\"input\":{\"a\":1}},"
                "{\"type\":\"novelty\",\"x\":1},{\"type\":\"thinking\",\"thinking\":\"\"},"
                "{\"type\":\"redacted_thinking\",\"data\":\"zz\"}]}}");
    assert_int_equal(items.count, 4);
    expect(0, ITEM_THINKING, "hm");
    expect(1, ITEM_TEXT, "So");
    expect(2, ITEM_TOOL_USE, NULL);
    assert_string_equal(items.list[2].tool, "Bash");
    assert_string_equal(items.list[2].tool_id, "t1");
    assert_string_equal(items.list[2].input, "{\"a\":1}");
    expect(3, ITEM_OTHER, "novelty");
}

static void a_tool_result_may_be_of_any_shape(void **state)
{
    (void)state;
    read_record("{\"type\":\"user\",\"isMeta\":true,\"message\":{\"content\":["
                "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"done\"},"
                "{\"type\":\"tool_result\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                "{\"type\":\"image\",\"source\":{\"media_type\":\"image/png\",\"data\":\"AAA=\"}}],"
                "\"is_error\":true},{\"type\":\"tool_result\"},"
                "{\"type\":\"tool_result\",\"content\":{\"n\":1}}]}}");
    assert_int_equal(items.count, 4);
    expect(0, ITEM_TOOL_RESULT, "done");
    assert_string_equal(items.list[0].tool_id, "t1");
    assert_false(items.list[0].is_error);
    expect(1, ITEM_TOOL_RESULT, "a\n[image: image/png, 2 bytes]");
    assert_true(items.list[1].is_error);
    expect(2, ITEM_TOOL_RESULT, "");
    expect(3, ITEM_TOOL_RESULT, "{\"n\":1}");
}

static void a_message_sent_while_claude_worked_is_a_prompt_with_the_uuid_it_was_sent_with(void **s)
{
    (void)s;
    read_record("{\"type\":\"attachment\",\"uuid\":\"u2\",\"attachment\":{\"type\":"
                "\"queued_command\",\"prompt\":[{\"type\":\"text\",\"text\":\"Extra\"}],"
                "\"source_uuid\":\"u1\",\"commandMode\":\"prompt\"}}");
    expect(0, ITEM_PROMPT, "Extra");
    assert_string_equal(items.list[0].uuid, "u1");
    read_record("{\"type\":\"attachment\",\"uuid\":\"u2\",\"attachment\":{\"type\":"
                "\"queued_command\",\"prompt\":\"From the terminal\"}}");
    expect(0, ITEM_PROMPT, "From the terminal");
    assert_string_equal(items.list[0].uuid, "u2");
    read_record("{\"type\":\"attachment\",\"attachment\":{\"type\":\"queued_command\","
                "\"prompt\":\"Agent finished\",\"commandMode\":\"task-notification\"}}");
    expect(0, ITEM_SYSTEM, "Agent finished");
}

static void what_nobody_typed_is_no_prompt(void **state)
{
    (void)state;
    expect_prompt("<command-name>/compact</command-name>\n <command-message>compact"
                  "</command-message>\n<command-args> all </command-args>",
                  ITEM_SYSTEM, "/compact all");
    expect_prompt("<local-command-stdout>\x1b[1mSet\x1b[0m </local-command-stdout>", ITEM_SYSTEM,
                  "\x1b[1mSet\x1b[0m");
    expect_prompt("<local-command-stdout></local-command-stdout>", ITEM_SYSTEM, NULL);
    expect_prompt("<bash-input>ls</bash-input>", ITEM_SYSTEM, "! ls");
    expect_prompt("<bash-stdout>a</bash-stdout><bash-stderr>b</bash-stderr>", ITEM_SYSTEM, "a\nb");
    expect_prompt("[Request interrupted by user]", ITEM_SYSTEM, "[Request interrupted by user]");
    expect_prompt("[Request interrupted by user for tool use]\n", ITEM_SYSTEM,
                  "[Request interrupted by user for tool use]");
    expect_prompt("<task-notification>\n<summary>Done</summary><result>42</result>"
                  "</task-notification>",
                  ITEM_SYSTEM, "Done\n42");
    expect_prompt("<system-reminder>Mind.</system-reminder>", ITEM_SYSTEM, NULL);
    expect_prompt("<local-command-caveat>x</local-command-caveat>", ITEM_SYSTEM, NULL);
}

static void a_prompt_behind_a_reminder_is_kept_and_one_that_only_looks_so_is_left_alone(
    void **state)
{
    (void)state;
    expect_prompt("<ide_opened_file>a.c</ide_opened_file>\n Fix it", ITEM_PROMPT, "Fix it");
    expect_prompt("<ide_selection>a</ide_selection><system-reminder>b</system-reminder>c",
                  ITEM_PROMPT, "c");
    expect_prompt("<goal> without an end", ITEM_PROMPT, "<goal> without an end");
    expect_prompt("<command-name>/x", ITEM_PROMPT, "<command-name>/x");
    expect_prompt("[Request interrupted by user] was shown", ITEM_PROMPT,
                  "[Request interrupted by user] was shown");
    expect_prompt("  indented", ITEM_PROMPT, "  indented");
}

static void noise_gives_no_item(void **state)
{
    (void)state;
    expect_none("{\"type\":\"user\",\"isMeta\":true,\"message\":{\"content\":\"Continue\"}}");
    expect_none("{\"type\":\"progress\",\"uuid\":\"u\",\"data\":{}}");
    expect_none("{\"type\":\"file-history-snapshot\",\"messageId\":\"u\"}");
    expect_none("{\"type\":\"something-new\"}");
    expect_none("{\"type\":\"last-prompt\",\"uuid\":\"u\"}");
    expect_none("{\"type\":\"attachment\",\"uuid\":\"u\",\"attachment\":{\"type\":\"date\"}}");
    expect_none("{\"type\":\"system\",\"uuid\":\"u\",\"subtype\":\"turn_duration\"}");
    expect_none("{\"type\":\"assistant\",\"message\":{\"model\":\"<synthetic>\",\"content\":["
                "{\"type\":\"text\",\"text\":\"No response requested.\"}]}}");
}

static void what_is_not_understood_is_given_as_such(void **state)
{
    (void)state;
    read_record("{\"type\":\"something-new\",\"uuid\":\"u\"}");
    expect(0, ITEM_OTHER, "something-new");
    read_record("{\"silly\":\"this\"}");
    expect(0, ITEM_OTHER, "{\"silly\":\"this\"}");
    read_record("[1,\"x\"]");
    expect(0, ITEM_OTHER, "[1,\"x\"]");
    read_record("{\"type\":\"user\",\"message\":{\"0\":\"H\",\"1\":\"i\"}}");
    expect(0, ITEM_OTHER, "{\"type\":\"user\",\"message\":{\"0\":\"H\",\"1\":\"i\"}}");
    items_done(&items);
    record_read_raw(&items, "a\0\xff", 3);
    expect(0, ITEM_OTHER, "a\xef\xbf\xbd\xef\xbf\xbd");
}

static void errors_are_marked(void **state)
{
    (void)state;
    read_record("{\"type\":\"assistant\",\"isApiErrorMessage\":true,\"message\":{\"model\":"
                "\"<synthetic>\",\"content\":[{\"type\":\"text\",\"text\":\"API Error: 400\"}]}}");
    expect(0, ITEM_TEXT, "API Error: 400");
    assert_true(items.list[0].is_error);
    read_record("{\"type\":\"system\",\"subtype\":\"api_error\",\"level\":\"error\","
                "\"error\":{\"message\":\"m\",\"formatted\":\"529 Overloaded\"}}");
    expect(0, ITEM_SYSTEM, "529 Overloaded");
    assert_true(items.list[0].is_error);
    read_record("{\"type\":\"system\",\"content\":\"Conversation compacted\","
                "\"subtype\":\"compact_boundary\"}");
    expect(0, ITEM_SYSTEM, "Conversation compacted");
    assert_false(items.list[0].is_error);
}

static void compact_summaries_are_the_machines(void **state)
{
    (void)state;
    read_record(
        "{\"type\":\"user\",\"isCompactSummary\":true,\"message\":{\"content\":\"So far\"}}");
    expect(0, ITEM_SYSTEM, "So far");
    read_record("{\"type\":\"user\",\"isVisibleInTranscriptOnly\":true,"
                "\"message\":{\"content\":\"Note\"}}");
    expect(0, ITEM_SYSTEM, "Note");
}

static void long_texts_are_cut_at_a_whole_character(void **state)
{
    (void)state;
    items_done(&items);
    items_init(&items, 4);
    read_record("{\"type\":\"user\",\"message\":{\"content\":\"abc\xc3\xa9z\"}}");
    expect(0, ITEM_PROMPT, "abc");
    assert_int_equal(items.list[0].full_bytes, 6);
    items_done(&items);
    items_init(&items, ITEM_TEXT_MAX);
}

static void long_inputs_stay_json(void **state)
{
    char *content = mem_new(1, 40001), *record;
    struct json *json;

    (void)state;
    memset(content, 'x', 40000);
    record = mem_printf("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\","
                        "\"input\":{\"file_path\":\"/a\",\"content\":\"%s\"}}]}}",
                        content);
    read_record(record);
    json = json_parse(items.list[0].input, strlen(items.list[0].input), NULL);
    assert_string_equal(json_get_text(json, "file_path"), "/a");
    assert_int_equal(strlen(json_get_text(json, "content")), 4096 + 3);
    assert_int_equal(items.list[0].full_bytes, 40000 + 31);
    json_drop(json);
    free(record);
    free(content);
}

static void an_integer_that_no_machine_word_holds_does_not_cost_the_record(void **state)
{
    (void)state;
    read_record("{\"type\":\"user\",\"message\":{\"content\":\"a\"},\"n\":18446744073709552000}");
    expect(0, ITEM_PROMPT, "a");
}

static void expect_head(const char *data, const char *completed)
{
    struct json *json = head_parse(data, strlen(data));
    char *text = json != NULL ? json_text_of(json) : NULL;

    assert_true(str_equal(text, completed));
    free(text);
    json_drop(json);
}

static void the_beginning_of_a_long_record_is_completed(void **state)
{
    (void)state;
    expect_head("{\"a\":1,\"b\":\"text", "{\"a\":1,\"b\":\"text\"}");
    expect_head("{\"a\":1,\"b\":12", "{\"a\":1}");
    expect_head("{\"a\":1,\"b", "{\"a\":1}");
    expect_head("{\"a\":1,\"b\":", "{\"a\":1}");
    expect_head("{\"a\":[{\"c\":\"d\"},\"e\\n\\", "{\"a\":[{\"c\":\"d\"},\"e\\n\"]}");
    expect_head("{\"a\":\"x\\u00e", "{\"a\":\"x\"}");
    expect_head("{\"a\":\"x\xc3", "{\"a\":\"x\"}");
    expect_head("{\"a\":\"x\xe2\x98", "{\"a\":\"x\"}");
    expect_head("{\"a\":{\"b\":[", "{\"a\":{\"b\":[]}}");
    expect_head("{", "{}");
    expect_head("{\"message\":{\"role\":\"user\",\"content\":\"x",
                "{\"message\":{\"role\":\"user\",\"content\":\"x\"},\"type\":\"user\"}");
    expect_head("{\"attachment\":{\"prompt\":\"x",
                "{\"attachment\":{\"prompt\":\"x\"},\"type\":\"attachment\"}");
    expect_head("", NULL);
    expect_head("x", NULL);
    expect_head("{]", NULL);
    expect_head("{\"a\":1}{\"b\":", NULL);
}

static void expect_pieces(const char *line, const char *const *pieces)
{
    size_t len = strlen(line), at = 0;
    struct piece piece;

    for (; *pieces != NULL; pieces++) {
        bool understood = (*pieces)[0] == '+';

        assert_true(piece_next(line, len, at, &piece));
        assert_int_equal(piece.len, strlen(*pieces + 1));
        assert_memory_equal(line + piece.at, *pieces + 1, piece.len);
        assert_int_equal(piece.json != NULL, understood);
        json_drop(piece.json);
        at = piece.at + piece.len;
    }
    assert_false(piece_next(line, len, at, &piece));
}

#define PIECES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_line_is_taken_to_pieces_from_left_to_right(void **state)
{
    (void)state;
    expect_pieces("{\"a\":1}", PIECES("+{\"a\":1}"));
    expect_pieces("{}{\"a\":\"}\"} {}", PIECES("+{}", "+{\"a\":\"}\"}", "+{}"));
    expect_pieces("{\"gitBranch\":\"H{\"type\":\"x\"}",
                  PIECES("-{\"gitBranch\":\"H", "+{\"type\":\"x\"}"));
    expect_pieces("{\"a\":[{\"type\":\"text\"}],\"b{\"type\":\"x\"}",
                  PIECES("-{\"a\":[{\"type\":\"text\"}],\"b", "+{\"type\":\"x\"}"));
    expect_pieces("{}tail", PIECES("+{}", "-tail"));
    expect_pieces("// a comment", PIECES("-// a comment"));
    expect_pieces("17", PIECES("+17"));
    expect_pieces("17 18", PIECES("-17 18"));
}

static int set_up(void **state)
{
    (void)state;
    items_init(&items, ITEM_TEXT_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    items_done(&items);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_has_the_records_uuid_and_time),
        TEST(each_block_of_an_answer_is_an_item),
        TEST(a_tool_result_may_be_of_any_shape),
        TEST(a_message_sent_while_claude_worked_is_a_prompt_with_the_uuid_it_was_sent_with),
        TEST(what_nobody_typed_is_no_prompt),
        TEST(a_prompt_behind_a_reminder_is_kept_and_one_that_only_looks_so_is_left_alone),
        TEST(noise_gives_no_item),
        TEST(what_is_not_understood_is_given_as_such),
        TEST(errors_are_marked),
        TEST(compact_summaries_are_the_machines),
        TEST(long_texts_are_cut_at_a_whole_character),
        TEST(long_inputs_stay_json),
        TEST(an_integer_that_no_machine_word_holds_does_not_cost_the_record),
        TEST(the_beginning_of_a_long_record_is_completed),
        TEST(a_line_is_taken_to_pieces_from_left_to_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
