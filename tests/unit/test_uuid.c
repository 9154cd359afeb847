#include "protocol/base/uuid.h"

#include "tests/support/unit.h"

static void the_example_of_the_standard_comes_out(void **state)
{
    const unsigned char random[UUID_RANDOM] = {0x0c, 0xc3, 0x18, 0xc4, 0xdc,
                                               0x0c, 0x0c, 0x07, 0x39, 0x8f};
    char uuid[UUID_SIZE];

    (void)state;
    uuid_v7(INT64_C(0x017F22E279B0), random, uuid);
    assert_string_equal(uuid, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void version_and_variant_stand_whatever_the_random_bytes(void **state)
{
    char uuid[UUID_SIZE];

    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        unsigned char random[UUID_RANDOM];

        memset(random, byte, sizeof(random));
        uuid_v7(1, random, uuid);
        assert_true(uuid_valid(uuid));
        assert_int_equal(uuid[14], '7');
        assert_non_null(strchr("89ab", uuid[19]));
    }
}

static void later_ids_sort_after_earlier_ones(void **state)
{
    const unsigned char high[UUID_RANDOM] = {0xff, 0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff, 0xff};
    const unsigned char low[UUID_RANDOM] = {0};
    char early[UUID_SIZE], late[UUID_SIZE];

    (void)state;
    uuid_v7(INT64_C(1700000000000), high, early);
    uuid_v7(INT64_C(1700000000001), low, late);
    assert_true(strcmp(early, late) < 0);
}

static void only_the_usual_form_is_valid(void **state)
{
    static const char *const bad[] = {
        NULL,
        "",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xc3\xa9",
        "------------------------------------",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(uuid_valid(bad[i]));
    assert_true(uuid_valid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
    assert_true(uuid_valid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
    assert_true(uuid_valid("00000000-0000-0000-0000-000000000000"));
}

static void an_id_is_named_by_its_end(void **state)
{
    const char *id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    (void)state;
    assert_true(uuid_ends(id, "07398f"));
    assert_true(uuid_ends(id, "07398F"));
    assert_true(uuid_ends(id, "98c4-dc0c0c07398f"));
    assert_true(uuid_ends(id, id));
    assert_false(uuid_ends(id, "7398f"));
    assert_false(uuid_ends(id, ""));
    assert_false(uuid_ends(id, "07398e"));
    assert_false(uuid_ends(id, "017f22"));
    assert_false(uuid_ends(id, "0017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
    assert_false(uuid_ends("", "07398f"));
}

static void an_id_is_shown_by_its_end(void **state)
{
    (void)state;
    assert_string_equal(uuid_short("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), "07398f");
    assert_string_equal(uuid_short("398f"), "398f");
    assert_string_equal(uuid_short(""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_standard_comes_out),
        cmocka_unit_test(version_and_variant_stand_whatever_the_random_bytes),
        cmocka_unit_test(later_ids_sort_after_earlier_ones),
        cmocka_unit_test(only_the_usual_form_is_valid),
        cmocka_unit_test(an_id_is_named_by_its_end),
        cmocka_unit_test(an_id_is_shown_by_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
