#include "protocol/base/str.h"

#include "tests/support/unit.h"

static void texts_are_equal_when_both_are_there_or_neither(void **state)
{
    (void)state;
    assert_true(str_equal("a", "a"));
    assert_true(str_equal(NULL, NULL));
    assert_false(str_equal("a", NULL));
    assert_false(str_equal(NULL, "a"));
    assert_false(str_equal("a", "A"));
    assert_true(str_equal("", ""));
}

static void beginnings_and_endings_may_be_empty_or_whole(void **state)
{
    (void)state;
    assert_true(str_starts("abc", ""));
    assert_true(str_starts("abc", "ab"));
    assert_true(str_starts("abc", "abc"));
    assert_false(str_starts("abc", "abcd"));
    assert_false(str_starts("", "a"));
    assert_true(str_ends("abc", ""));
    assert_true(str_ends("abc", "bc"));
    assert_true(str_ends("abc", "abc"));
    assert_false(str_ends("abc", "xabc"));
    assert_false(str_ends("", "a"));
}

static void blank_is_nothing_to_read(void **state)
{
    (void)state;
    assert_true(str_blank(NULL));
    assert_true(str_blank(""));
    assert_true(str_blank(" \t\r\n\v\f"));
    assert_false(str_blank("  x "));
    assert_false(str_blank("\xc2\xa0"));
}

static void a_number_is_digits_and_nothing_else(void **state)
{
    static const char *const bad[] = {"",
                                      " 1",
                                      "1 ",
                                      "+1",
                                      "-",
                                      "1x",
                                      "0x1",
                                      "1.0",
                                      "1e3",
                                      "--1",
                                      "\n1",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      NULL};
    int64_t number = 77;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(str_number(bad[i], INT64_MIN, INT64_MAX, &number));
    assert_int_equal(number, 77);
    assert_true(str_number("9223372036854775807", INT64_MIN, INT64_MAX, &number));
    assert_true(number == INT64_MAX);
    assert_true(str_number("-9223372036854775808", INT64_MIN, INT64_MAX, &number));
    assert_true(number == INT64_MIN);
    assert_true(str_number("007", 0, 10, &number));
    assert_int_equal(number, 7);
}

static void a_number_keeps_its_limits(void **state)
{
    int64_t number;

    (void)state;
    assert_true(str_number("1", 1, 3, &number));
    assert_true(str_number("3", 1, 3, &number));
    assert_false(str_number("0", 1, 3, &number));
    assert_false(str_number("4", 1, 3, &number));
}

static void a_span_has_one_unit_or_is_seconds(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {{"0", 0},
                {"90", 90000},
                {"90s", 90000},
                {"15m", 900000},
                {"2h", 7200000},
                {"3d", 259200000},
                {"3650d", INT64_C(315360000000)}};
    static const char *const bad[] = {
        NULL,  "",   "s",     "-1",    "-1s", "1ms", "1.5h",
        "1 h", "h1", "3651d", "1h30m", "1S",  "1y",  "100000000000000000000000000s"};
    int64_t ms;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(str_span(good[i].text, &ms));
        assert_true(ms == good[i].ms);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(str_span(bad[i], &ms));
}

static void times_print_as_rfc_3339(void **state)
{
    static const struct {
        int64_t ms;
        const char *text;
    } want[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {951782400000, "2000-02-29T00:00:00.000Z"},
        {1709164799999, "2024-02-28T23:59:59.999Z"},
        {1709164800000, "2024-02-29T00:00:00.000Z"},
        {1709251200000, "2024-03-01T00:00:00.000Z"},
        {4107542399000, "2100-02-28T23:59:59.000Z"},
        {4107542400000, "2100-03-01T00:00:00.000Z"},
        {253402300799999, "9999-12-31T23:59:59.999Z"},
        {-1, "1970-01-01T00:00:00.000Z"},
        {INT64_MIN, "1970-01-01T00:00:00.000Z"},
        {INT64_MAX, "9999-12-31T23:59:59.999Z"},
    };
    char text[STR_TIME_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        str_time(want[i].ms, text);
        assert_string_equal(text, want[i].text);
    }
}

static void every_day_until_2400_is_read_back(void **state)
{
    char text[STR_TIME_SIZE];
    int64_t ms;

    (void)state;
    for (int64_t day = 0; day < 157054; day++) {
        int64_t want = day * 86400000 + day % 86400 * 1000 + day % 1000;

        str_time(want, text);
        assert_true(str_parse_time(text, &ms));
        assert_true(ms == want);
    }
}

static void times_are_read_in_every_form_of_the_standard(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } want[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01t00:00:00z", 0},
        {"1970-01-01 00:00:00Z", 0},
        {"1970-01-01T00:00:00.5Z", 500},
        {"1970-01-01T00:00:00.123456789Z", 123},
        {"1970-01-01T00:00:00.0009Z", 0},
        {"1970-01-01T01:00:00+01:00", 0},
        {"1969-12-31T18:30:00-05:30", 0},
        {"1970-01-01T00:00:00-00:00", 0},
        {"1970-01-01T00:00:00+23:59", -86340000},
        {"2024-02-29T12:00:00.25+05:45", 1709187300250},
        {"2016-12-31T23:59:60Z", 1483228800000},
        {"1969-12-31T23:59:59Z", -1000},
        {"0000-03-01T00:00:00Z", -62162035200000},
    };
    int64_t ms;

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_true(str_parse_time(want[i].text, &ms));
        assert_true(ms == want[i].ms);
    }
}

static void what_is_no_time_is_refused(void **state)
{
    static const char *const bad[] = {
        NULL,
        "",
        "now",
        "2026-11-20",
        "2026-11-20T10:30:38",
        "2026-11-20T10:30Z",
        "2026-11-20T10:30:38.Z",
        "2026-11-20T10:30:38,5Z",
        "2026-11-20T10:30:38ZZ",
        "2026-11-20T10:30:38Z ",
        " 2026-11-20T10:30:38Z",
        "2026-11-20_10:30:38Z",
        "2026-11-20T10:30:38+0100",
        "2026-11-20T10:30:38+01",
        "2026-11-20T10:30:38+1:00",
        "2026-11-20T10:30:38+ 1:00",
        "2026-11-20T10:30:38+01: 0",
        "2026-11-20T10:30:38+-1:00",
        "2026-11-20T10:30:38+24:00",
        "2026-11-20T10:30:38+01:60",
        "2026-11-20T10:30:38 01:00",
        "2026-11-20T24:00:00Z",
        "2026-11-20T10:60:00Z",
        "2026-11-20T10:30:61Z",
        "2026-00-20T10:30:38Z",
        "2026-13-20T10:30:38Z",
        "2026-11-00T10:30:38Z",
        "2026-11-31T10:30:38Z",
        "2026-01-32T10:30:38Z",
        "2026-02-29T10:30:38Z",
        "2100-02-29T10:30:38Z",
        "2024-02-30T10:30:38Z",
        "2026-11- 2T10:30:38Z",
        "2026- 1-20T10:30:38Z",
        "+026-11-20T10:30:38Z",
        "-026-11-20T10:30:38Z",
        "2026-11-20T+1:30:38Z",
        "2026-11-20T10:30:-8Z",
        "2026-1-20T10:30:038Z",
        "2026-11-20T10:30:38.00000000000000000000000000000000000000000000000000Z",
    };
    int64_t ms = 77;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (str_parse_time(bad[i], &ms))
            fail_msg("taken for a time: %s", bad[i]);
    assert_int_equal(ms, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_equal_when_both_are_there_or_neither),
        cmocka_unit_test(beginnings_and_endings_may_be_empty_or_whole),
        cmocka_unit_test(blank_is_nothing_to_read),
        cmocka_unit_test(a_number_is_digits_and_nothing_else),
        cmocka_unit_test(a_number_keeps_its_limits),
        cmocka_unit_test(a_span_has_one_unit_or_is_seconds),
        cmocka_unit_test(times_print_as_rfc_3339),
        cmocka_unit_test(every_day_until_2400_is_read_back),
        cmocka_unit_test(times_are_read_in_every_form_of_the_standard),
        cmocka_unit_test(what_is_no_time_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
