#include "protocol/json.h"

#include "tests/support/mutate.h"
#include "tests/support/unit.h"

#define BAD "\xef\xbf\xbd"

static struct json *parsed(const char *text)
{
    struct err err = {.what = ""};
    struct json *json = json_parse(text, strlen(text), &err);

    if (json == NULL)
        fail_msg("not parsed: %s: %s", text, err.what);
    return json;
}

static void prints_as(struct json *json, const char *want)
{
    char *text = json_text_of(json);

    assert_string_equal(text, want);
    free(text);
    json_drop(json);
}

static void every_kind_of_value_is_read_and_printed(void **state)
{
    static const struct {
        const char *text;
        enum json_kind kind;
    } want[] = {
        {"null", JSON_KIND_NULL},
        {"true", JSON_KIND_BOOL},
        {"false", JSON_KIND_BOOL},
        {"0", JSON_KIND_INT},
        {"-7", JSON_KIND_INT},
        {"1.5", JSON_KIND_REAL},
        {"\"a\\n\\\"b\"", JSON_KIND_TEXT},
        {"[]", JSON_KIND_ARRAY},
        {"{}", JSON_KIND_OBJECT},
        {"[1,[2,{}]]", JSON_KIND_ARRAY},
        {"{\"b\":1,\"a\":[null]}", JSON_KIND_OBJECT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        struct json *json = parsed(want[i].text);

        assert_int_equal(json_kind_of(json), want[i].kind);
        prints_as(json, want[i].text);
    }
    assert_int_equal(json_kind_of(NULL), JSON_KIND_NONE);
}

static void what_is_no_json_is_refused_with_a_reason(void **state)
{
    static const char *const bad[] = {
        "",          " ",         "nul",
        "{",         "[1,]",      "{\"a\":1,}",
        "{a:1}",     "'a'",       "\"a",
        "1 2",       "{} x",      "01",
        "+1",        ".5",        "1.",
        "NaN",       "[1",        "\"\\x\"",
        "\"\\u12\"", "\"a\nb\"",  "{\"a\" 1}",
        "{\"a\":}",  "//",        "\xff",
        "{}\xff",    "\"\\ud800", "\xef\xbb\xbf{}",
    };
    struct err err;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        err.what[0] = '\0';
        if (json_parse(bad[i], strlen(bad[i]), &err) != NULL)
            fail_msg("taken for JSON: %s", bad[i]);
        assert_int_equal(err.code, ERR_INVALID);
        assert_true(err.what[0] != '\0');
        assert_null(json_parse(bad[i], strlen(bad[i]), NULL));
    }
    assert_null(json_parse(NULL, 0, NULL));
}

static void only_the_given_bytes_are_read(void **state)
{
    struct json *json = json_parse("123456", 3, NULL);

    (void)state;
    assert_int_equal(json_int(json, -1), 123);
    json_drop(json);
}

static void lone_surrogates_become_the_replacement(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"\"\\ud800\"", BAD},
        {"\"\\udc00\"", BAD},
        {"\"a\\uD83Db\"", "a" BAD "b"},
        {"\"\\ud83d\\ud83d\\ude00\"", BAD "\xf0\x9f\x98\x80"},
        {"\"\\ude00\\ud83d\"", BAD BAD},
        {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
        {"\"\\\\ud800\\ud800\"", "\\ud800" BAD},
        {"\"\\ud83d\\n\"", BAD "\n"},
        {"\"\\ud83d\\u0041\"", BAD "A"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct json *json = parsed(cases[i].text);

        assert_string_equal(json_text(json), cases[i].want);
        json_drop(json);
    }
}

static void a_lone_surrogate_in_a_name_is_repaired_too(void **state)
{
    struct json *json = parsed("{\"\\ud800\":1,\"b\":\"\\udfff\"}");

    (void)state;
    assert_int_equal(json_get_int(json, BAD, -1), 1);
    assert_string_equal(json_get_text(json, "b"), BAD);
    json_drop(json);
}

static void ill_formed_utf8_becomes_the_replacement(void **state)
{
    struct json *json = parsed("{\"a\":\"x\xff\xc3(\xed\xa0\x80\",\"b\":\"\\ud800\xfe\"}");

    (void)state;
    assert_string_equal(json_get_text(json, "a"), "x" BAD BAD "(" BAD BAD BAD);
    assert_string_equal(json_get_text(json, "b"), BAD BAD);
    json_drop(json);
}

static void a_nul_inside_is_never_cut_silently(void **state)
{
    struct json *json = parsed("{\"a\":\"x\\u0000y\"}"), *value = json_get(json, "a");
    size_t full;
    char *copy = json_text_copy(value, 100, &full);

    (void)state;
    assert_null(json_text(value));
    assert_null(json_get_text(json, "a"));
    assert_string_equal(copy, "x" BAD "y");
    assert_int_equal(full, 3);
    free(copy);
    prints_as(json, "{\"a\":\"x\\u0000y\"}");
}

static void copies_of_text_are_cut_between_characters(void **state)
{
    struct json *json = parsed("\"a\xc3\xa9\\u0000\xf0\x9f\x98\x80\"");
    static const char *const want[] = {
        "",
        "a",
        "a",
        "a\xc3\xa9",
        "a\xc3\xa9" BAD,
        "a\xc3\xa9" BAD,
        "a\xc3\xa9" BAD,
        "a\xc3\xa9" BAD,
        "a\xc3\xa9" BAD "\xf0\x9f\x98\x80",
        "a\xc3\xa9" BAD "\xf0\x9f\x98\x80",
    };

    (void)state;
    for (size_t max = 0; max < COUNT(want); max++) {
        size_t full;
        char *copy = json_text_copy(json, max, &full);

        assert_string_equal(copy, want[max]);
        assert_int_equal(full, 8);
        free(copy);
    }
    json_drop(json);
    assert_null(json_text_copy(NULL, 10, &(size_t){0}));
    json = parsed("7");
    assert_null(json_text_copy(json, 10, &(size_t){0}));
    json_drop(json);
}

static struct json *nested(int depth)
{
    char *text = malloc((size_t)depth * 2 + 1);
    struct json *json;

    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    json = json_parse(text, (size_t)depth * 2, NULL);
    free(text);
    return json;
}

static void depth_has_a_maximum(void **state)
{
    struct json *json = nested(2000);

    (void)state;
    assert_non_null(json);
    json_drop(json);
    assert_null(nested(2049));
    assert_null(nested(1000000));
}

static void whole_numbers_keep_every_digit(void **state)
{
    struct json *json = parsed("[9223372036854775807,-9223372036854775808]");

    (void)state;
    assert_true(json_int(json_at(json, 0), 0) == INT64_MAX);
    assert_true(json_int(json_at(json, 1), 0) == INT64_MIN);
    prints_as(json, "[9223372036854775807,-9223372036854775808]");
}

static void huge_whole_numbers_are_read_as_reals(void **state)
{
    struct json *json = parsed("{\"n\":100000000000000000000,\"m\":7,\"t\":\"\\ud800\"}");

    (void)state;
    assert_true(json_get_real(json, "n", 0) > 9.9e19);
    assert_int_equal(json_get_int(json, "n", -1), -1);
    assert_int_equal(json_get_int(json, "m", -1), 7);
    assert_string_equal(json_get_text(json, "t"), BAD);
    json_drop(json);
    assert_null(json_parse("1e999", 5, NULL));
}

static void numbers_convert_only_where_nothing_breaks(void **state)
{
    struct json *json = parsed("[1.9,-1.9,1e15,1e16,1e300,3,\"3\"]");

    (void)state;
    assert_int_equal(json_int(json_at(json, 0), -7), 1);
    assert_int_equal(json_int(json_at(json, 1), -7), -1);
    assert_true(json_int(json_at(json, 2), -7) == INT64_C(1000000000000000));
    assert_int_equal(json_int(json_at(json, 3), -7), -7);
    assert_int_equal(json_int(json_at(json, 4), -7), -7);
    assert_int_equal(json_int(json_at(json, 6), -7), -7);
    assert_true(json_number(json_at(json, 5), 0) > 2.9);
    assert_true(json_number(json_at(json, 6), -1) < 0);
    json_drop(json);
}

static void getters_take_anything_for_missing(void **state)
{
    static const char *const shapes[] = {"null",  "true", "7",           "1.5",
                                         "\"a\"", "[1]",  "{\"b\":null}"};

    (void)state;
    for (size_t i = 0; i <= COUNT(shapes); i++) {
        struct json *json = i < COUNT(shapes) ? parsed(shapes[i]) : NULL;

        assert_null(json_get_text(json, "b"));
        assert_int_equal(json_get_int(json, "b", -9), -9);
        assert_true(json_get_real(json, "b", -9) < -8);
        assert_true(json_get_bool(json, "b", true));
        assert_null(json_get(json, "a"));
        assert_null(json_at(json, 99));
        json_drop(json);
    }
    assert_null(json_text(NULL));
    assert_int_equal(json_int(NULL, 5), 5);
    assert_true(json_truth(NULL, true));
    assert_int_equal(json_count(NULL), 0);
    assert_null(json_next_name(NULL, NULL));
}

static void members_are_walked_in_the_order_they_came(void **state)
{
    struct json *json = parsed("{\"z\":1,\"a\":2,\"m\":3}"), *empty = parsed("{}");
    const char *name = json_next_name(json, NULL);

    (void)state;
    assert_int_equal(json_count(json), 3);
    assert_string_equal(name, "z");
    name = json_next_name(json, name);
    assert_string_equal(name, "a");
    name = json_next_name(json, name);
    assert_string_equal(name, "m");
    assert_null(json_next_name(json, name));
    assert_null(json_next_name(empty, NULL));
    json_drop(empty);
    json_drop(json);
}

static void the_last_of_two_members_of_one_name_counts(void **state)
{
    (void)state;
    prints_as(parsed("{\"a\":1,\"a\":2}"), "{\"a\":2}");
}

static void values_are_built_and_owned_by_their_container(void **state)
{
    struct json *object = json_new_object(), *array = json_new_array();

    (void)state;
    json_append(array, json_new_int(INT64_MIN));
    json_append(array, json_new_real(0.5));
    json_append(array, json_new_bool(true));
    json_append(array, json_new_null());
    json_append(array, json_new_text("\xc3\xa9"));
    json_put(object, "list", array);
    json_put_text(object, "text", "a\"b");
    json_put_text(object, "none", NULL);
    json_put_int(object, "n", 1);
    json_put_int(object, "n", 2);
    json_put_bool(object, "yes", false);
    prints_as(object, "{\"list\":[-9223372036854775808,0.5,true,null,\"\xc3\xa9\"],"
                      "\"text\":\"a\\\"b\",\"none\":null,\"n\":2,\"yes\":false}");
}

static void what_json_cannot_say_becomes_null_or_repaired(void **state)
{
    (void)state;
    prints_as(json_new_real(1.0 / 0.0), "null");
    prints_as(json_new_real(0.0 / 0.0), "null");
    prints_as(json_new_text("a\xff\xed\xa0\x80"), "\"a" BAD BAD BAD BAD "\"");
    prints_as(json_new_text(""), "\"\"");
    prints_as(json_new_text("\xff"), "\"" BAD "\"");
}

static void a_clone_is_a_value_of_its_own(void **state)
{
    struct json *json = parsed("{\"a\":[1]}"), *clone = json_clone(json);

    (void)state;
    json_append(json_get(json, "a"), json_new_int(2));
    prints_as(clone, "{\"a\":[1]}");
    prints_as(json, "{\"a\":[1,2]}");
}

static void printing_stops_at_the_buffers_maximum(void **state)
{
    struct json *json = parsed("[1,2,3]");
    struct buf out;

    (void)state;
    buf_init(&out, 7);
    assert_int_equal(json_print(json, &out), 0);
    assert_string_equal(buf_text(&out), "[1,2,3]");
    buf_done(&out);
    buf_init(&out, 6);
    assert_int_equal(json_print(json, &out), -ERR_TOO_LARGE);
    buf_done(&out);
    json_drop(json);
}

static void what_is_printed_is_one_line(void **state)
{
    struct json *json = json_new_text("a\r\n\t\x01\x7f");
    char *text = json_text_of(json);

    (void)state;
    for (const char *at = text; *at != '\0'; at++)
        assert_true((unsigned char)*at >= 0x20);
    free(text);
    json_drop(json);
}

static void the_library_has_a_version(void **state)
{
    (void)state;
    assert_true(json_library_version()[0] != '\0');
}

/* What is read prints as something that is read as the same. */
static void survives_a_round_trip(const char *data, size_t len)
{
    struct json *json = json_parse(data, len, NULL), *again;
    char *text, *twice;

    if (json == NULL)
        return;
    text = json_text_of(json);
    again = json_parse(text, strlen(text), NULL);
    assert_non_null(again);
    twice = json_text_of(again);
    assert_string_equal(text, twice);
    free(twice);
    free(text);
    json_drop(again);
    json_drop(json);
}

static void damaged_values_are_refused_or_survive(void **state)
{
    static const char text[] = "{\"a\":[1,-2.5e3,true,null],\"b\":\"\\ud83d\\ude00\\n\xc3\xa9\","
                               "\"c\":{\"d\":\"\\u0000\"}}";

    (void)state;
    mutate(text, sizeof(text) - 1, survives_a_round_trip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_is_read_and_printed),
        cmocka_unit_test(what_is_no_json_is_refused_with_a_reason),
        cmocka_unit_test(only_the_given_bytes_are_read),
        cmocka_unit_test(lone_surrogates_become_the_replacement),
        cmocka_unit_test(a_lone_surrogate_in_a_name_is_repaired_too),
        cmocka_unit_test(ill_formed_utf8_becomes_the_replacement),
        cmocka_unit_test(a_nul_inside_is_never_cut_silently),
        cmocka_unit_test(copies_of_text_are_cut_between_characters),
        cmocka_unit_test(depth_has_a_maximum),
        cmocka_unit_test(whole_numbers_keep_every_digit),
        cmocka_unit_test(huge_whole_numbers_are_read_as_reals),
        cmocka_unit_test(numbers_convert_only_where_nothing_breaks),
        cmocka_unit_test(getters_take_anything_for_missing),
        cmocka_unit_test(members_are_walked_in_the_order_they_came),
        cmocka_unit_test(the_last_of_two_members_of_one_name_counts),
        cmocka_unit_test(values_are_built_and_owned_by_their_container),
        cmocka_unit_test(what_json_cannot_say_becomes_null_or_repaired),
        cmocka_unit_test(a_clone_is_a_value_of_its_own),
        cmocka_unit_test(printing_stops_at_the_buffers_maximum),
        cmocka_unit_test(what_is_printed_is_one_line),
        cmocka_unit_test(the_library_has_a_version),
        cmocka_unit_test(damaged_values_are_refused_or_survive),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
