/* The table of settings, and what their values may be. */
#include "protocol/base/str.h"
#include "protocol/sys/settings.h"
#include "tests/support/unit.h"

static int check(const char *key, const char *value)
{
    const struct setting *setting = setting_find(key);
    struct err err;

    assert_non_null(setting);
    return setting_check(setting, key, value, &err);
}

static void finds_plain_names_and_those_of_any_host(void **state)
{
    (void)state;
    assert_string_equal(setting_find("queue.slots")->name, "queue.slots");
    assert_string_equal(setting_find("host.mini.port")->name, "host.NAME.port");
    assert_string_equal(setting_find("host.a.b.c.address")->name, "host.NAME.address");
    assert_null(setting_find("queue.slot"));
    assert_null(setting_find("queue.slots.x"));
    assert_null(setting_find("host.port"));
    assert_null(setting_find("host..port"));
    assert_null(setting_find("host.mini.slots"));
    assert_null(setting_find("ghost.mini.port"));
    assert_null(setting_find(""));
}

static void refuses_what_does_not_fit_the_type(void **state)
{
    static const char *const table[][3] = {
        {"queue.slots", "8", "fine"},
        {"queue.slots", "0", "refused"},
        {"queue.slots", "65", "refused"},
        {"queue.slots", "8x", "refused"},
        {"queue.slots", "", "refused"},
        {"host.m.port", "65535", "fine"},
        {"host.m.port", "65536", "refused"},
        {"connection.timeout", "5m", "fine"},
        {"connection.timeout", "0", "refused"},
        {"connection.timeout", "2h", "refused"},
        {"connection.timeout", "x", "refused"},
        {"policy.allow-bypass", "off", "fine"},
        {"policy.allow-bypass", "2", "refused"},
        {"state.folder", "/s", "fine"},
        {"state.folder", "~/s", "fine"},
        {"state.folder", "s", "refused"},
        {"default.model", "any thing", "fine"},
        {"default.model", "two\nlines", "refused"},
        {"default.model", " ", "refused"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if ((check(table[i][0], table[i][1]) == 0) != str_equal(table[i][2], "fine"))
            fail_msg("%s = \"%s\" should be %s", table[i][0], table[i][1], table[i][2]);
}

static void what_counts_without_being_set_is_fit_itself(void **state)
{
    (void)state;
    for (const struct setting *setting = settings; setting->name != NULL; setting++) {
        assert_true(str_ends(setting->help, "."));
        if (setting->missing != NULL)
            assert_int_equal(setting_check(setting, setting->name, setting->missing, NULL), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_plain_names_and_those_of_any_host),
        cmocka_unit_test(refuses_what_does_not_fit_the_type),
        cmocka_unit_test(what_counts_without_being_set_is_fit_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
