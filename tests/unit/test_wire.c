#include "protocol/wire.h"

#include "protocol/base/mem.h"
#include "protocol/data/ask.h"
#include "protocol/data/host.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/data/task.h"
#include "tests/support/unit.h"

#include <math.h>

/* Each struct that crosses the wire, in memory that is large enough for any. */
union object {
    struct ask ask;
    struct host host;
    struct item item;
    struct session session;
    struct task task;
};

static const struct field *const tables[] = {ask_fields, host_fields, item_fields, session_fields,
                                             task_fields};

/* Gives each field a value of its own, so that a mixed-up pair shows. */
static void fill(const struct field *table, void *object)
{
    field_init(table, object);
    for (int i = 0; table[i].name != NULL; i++) {
        const struct field *field = &table[i];

        switch (field->type) {
        case FIELD_TEXT:
            *field_text(field, object) = mem_printf("%s \"%d\" \xc3\xa9\n", field->name, i);
            break;
        case FIELD_JSON:
            *field_text(field, object) = mem_printf("{\"%s\":[%d,null]}", field->name, i);
            break;
        case FIELD_TIME:
            *field_count(field, object) = INT64_C(1700000000001) + i * 86461001;
            break;
        case FIELD_COUNT:
            *field_count(field, object) = INT64_C(9007199254740993) + i;
            break;
        case FIELD_MONEY:
            *field_money(field, object) = 0.1 + i;
            break;
        case FIELD_BOOL:
            *field_bool(field, object) = true;
            break;
        case FIELD_WORD:
            *field_word(field, object) = 1;
            break;
        }
    }
}

static struct json *parsed(const char *text)
{
    struct json *json = json_parse(text, strlen(text), NULL);

    assert_non_null(json);
    return json;
}

static void every_table_filled_comes_back_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++) {
        union object object, back;
        struct json *json, *again;
        struct err err;
        char *text;

        fill(tables[i], &object);
        json = wire_object(tables[i], &object);
        text = json_text_of(json);
        again = parsed(text);
        assert_int_equal(wire_parse(tables[i], again, &back, &err), 0);
        assert_true(field_same(tables[i], &object, &back));
        free(text);
        json_drop(again);
        json_drop(json);
        field_done(tables[i], &object);
        field_done(tables[i], &back);
    }
}

static void every_table_empty_comes_back_empty(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++) {
        union object object, back;
        struct json *json;
        struct err err;

        field_init(tables[i], &object);
        json = wire_object(tables[i], &object);
        assert_int_equal(wire_parse(tables[i], json, &back, &err), 0);
        assert_true(field_same(tables[i], &object, &back));
        json_drop(json);
    }
}

static void what_is_missing_is_null(void **state)
{
    struct json *json;
    struct task task;

    (void)state;
    task_init(&task);
    json = wire_object(task_fields, &task);
    assert_int_equal(json_kind_of(json_get(json, "prompt")), JSON_KIND_NULL);
    assert_int_equal(json_kind_of(json_get(json, "created_at")), JSON_KIND_NULL);
    assert_int_equal(json_kind_of(json_get(json, "attempts")), JSON_KIND_NULL);
    assert_int_equal(json_kind_of(json_get(json, "cost_usd")), JSON_KIND_NULL);
    assert_string_equal(json_get_text(json, "state"), "queued");
    assert_false(json_get_bool(json, "steer", true));
    json_drop(json);
}

static void a_dot_makes_an_object(void **state)
{
    struct json *json, *error;
    struct task task;

    (void)state;
    task_init(&task);
    mem_set(&task.error_code, "timeout");
    mem_set(&task.error_message, "too slow");
    json = wire_object(task_fields, &task);
    error = json_get(json, "error");
    assert_string_equal(json_get_text(error, "code"), "timeout");
    assert_string_equal(json_get_text(error, "message"), "too slow");
    assert_int_equal(json_kind_of(json_get(error, "next")), JSON_KIND_NULL);
    assert_null(json_get(json, "error.code"));
    json_drop(json);
    task_done(&task);
}

static void unknown_members_and_words_are_ignored(void **state)
{
    struct json *json = parsed("{\"future\":{\"a\":[1]},\"state\":\"dreaming\",\"task\":\"t\","
                               "\"error\":{\"mood\":7,\"code\":\"c\"}}");
    struct task task;
    struct err err;

    (void)state;
    assert_int_equal(wire_parse(task_fields, json, &task, &err), 0);
    assert_string_equal(task.task, "t");
    assert_string_equal(task.error_code, "c");
    assert_int_equal(task.state, 0);
    task_done(&task);
    json_drop(json);
}

static void missing_and_null_members_stay_missing(void **state)
{
    struct json *json = parsed("{\"prompt\":null,\"error\":null,\"attempts\":null,\"steer\":null}");
    struct task task;
    struct err err;

    (void)state;
    assert_int_equal(wire_parse(task_fields, json, &task, &err), 0);
    assert_null(task.prompt);
    assert_null(task.error_code);
    assert_true(task.attempts < 0);
    assert_true(task.created_at < 0);
    assert_true(isnan(task.cost_usd));
    assert_false(task.steer);
    json_drop(json);
}

static void a_wrong_type_is_named_and_nothing_is_kept(void **state)
{
    static const struct {
        const char *text, *name;
    } wrong[] = {
        {"{\"task\":\"t\",\"prompt\":7}", "prompt"},
        {"{\"task\":\"t\",\"prompt\":[]}", "prompt"},
        {"{\"task\":\"t\",\"state\":3}", "state"},
        {"{\"task\":\"t\",\"steer\":\"yes\"}", "steer"},
        {"{\"task\":\"t\",\"steer\":1}", "steer"},
        {"{\"task\":\"t\",\"attempts\":\"1\"}", "attempts"},
        {"{\"task\":\"t\",\"cost_usd\":\"0.1\"}", "cost_usd"},
        {"{\"task\":\"t\",\"created_at\":1700000000}", "created_at"},
        {"{\"task\":\"t\",\"created_at\":\"yesterday\"}", "created_at"},
        {"{\"task\":\"t\",\"error\":{\"code\":7}}", "error.code"},
        {"{\"task\":\"t\",\"error\":\"timeout\"}", "error"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct json *json = parsed(wrong[i].text);
        struct task task;
        struct err err;

        assert_int_equal(wire_parse(task_fields, json, &task, &err), -ERR_INVALID);
        assert_non_null(strstr(err.what, wrong[i].name));
        assert_null(task.task);
        assert_int_equal(wire_parse(task_fields, json, &task, NULL), -ERR_INVALID);
        json_drop(json);
    }
}

static void only_an_object_is_an_object(void **state)
{
    static const char *const shapes[] = {"null", "7", "\"a\"", "[]"};
    struct task task;
    struct err err;

    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        struct json *json = parsed(shapes[i]);

        assert_int_equal(wire_parse(task_fields, json, &task, &err), -ERR_INVALID);
        assert_null(task.task);
        json_drop(json);
    }
    assert_int_equal(wire_parse(task_fields, NULL, &task, &err), -ERR_INVALID);
}

static void json_fields_carry_any_value_or_null(void **state)
{
    struct json *json = parsed("{\"input\":\"cut text\",\"suggestions\":[{\"a\":1.5}]}");
    struct ask ask;
    struct err err;

    (void)state;
    assert_int_equal(wire_parse(ask_fields, json, &ask, &err), 0);
    assert_string_equal(ask.input, "\"cut text\"");
    assert_string_equal(ask.suggestions, "[{\"a\":1.5}]");
    json_drop(json);
    mem_set(&ask.input, "{broken");
    json = wire_object(ask_fields, &ask);
    assert_int_equal(json_kind_of(json_get(json, "input")), JSON_KIND_NULL);
    json_drop(json);
    ask_done(&ask);
}

static void numbers_that_fit_nothing_are_missing(void **state)
{
    struct json *json = parsed("{\"attempts\":1e300,\"duration_ms\":12.9,\"cost_usd\":3}");
    struct task task;
    struct err err;

    (void)state;
    assert_int_equal(wire_parse(task_fields, json, &task, &err), 0);
    assert_true(task.attempts < 0);
    assert_int_equal(task.duration_ms, 12);
    assert_true(task.cost_usd > 2.9 && task.cost_usd < 3.1);
    task_done(&task);
    json_drop(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_filled_comes_back_the_same),
        cmocka_unit_test(every_table_empty_comes_back_empty),
        cmocka_unit_test(what_is_missing_is_null),
        cmocka_unit_test(a_dot_makes_an_object),
        cmocka_unit_test(unknown_members_and_words_are_ignored),
        cmocka_unit_test(missing_and_null_members_stay_missing),
        cmocka_unit_test(a_wrong_type_is_named_and_nothing_is_kept),
        cmocka_unit_test(only_an_object_is_an_object),
        cmocka_unit_test(json_fields_carry_any_value_or_null),
        cmocka_unit_test(numbers_that_fit_nothing_are_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
