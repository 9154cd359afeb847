#include "tui/model/action.h"

#include "tests/support/unit.h"

static void words_become_canonical_names(void **state)
{
    static const char *const pairs[][2] = {
        {"j", "j"},         {"?", "?"},           {"\xc3\xa9", "\xc3\xa9"},
        {"space", " "},     {"pageup", "PageUp"}, {"ESC", "Esc"},
        {"c-L", "C-l"},     {"ctrl-a", "C-a"},    {"f12", "F12"},
        {"Enter", "Enter"}, {" ", " "},
    };
    char name[KEY_NAME_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        assert_true(key_parse(pairs[i][0], name));
        assert_string_equal(name, pairs[i][1]);
    }
}

static void other_words_are_no_keys(void **state)
{
    static const char *const words[] = {"", "jj", "c-", "c-i", "c-m", "c-1", "F13", "\x1b", "\x01"};
    char name[KEY_NAME_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(words); i++)
        assert_false(key_parse(words[i], name));
}

static void only_characters_are_typed(void **state)
{
    (void)state;
    assert_true(key_types("a"));
    assert_true(key_types(" "));
    assert_true(key_types("\xe4\xbd\xa0"));
    assert_false(key_types("Enter"));
    assert_false(key_types(""));
    assert_false(key_types("\x7f"));
}

static void a_key_is_looked_up_on_its_screen_and_then_in_common(void **state)
{
    struct keymap keymap;

    (void)state;
    keymap_init(&keymap);
    assert_int_equal(keymap_find(&keymap, CONTEXT_HOME, "y"), ACTION_ALLOW);
    assert_int_equal(keymap_find(&keymap, CONTEXT_HOME, "j"), ACTION_DOWN);
    assert_int_equal(keymap_find(&keymap, CONTEXT_SESSION, "y"), ACTION_NONE);
}

static void in_a_text_no_letter_is_a_command(void **state)
{
    struct keymap keymap;

    (void)state;
    keymap_init(&keymap);
    for (char c = ' '; c < 0x7f; c++) {
        char key[2] = {c, '\0'};

        assert_int_equal(keymap_find(&keymap, CONTEXT_WRITE, key), ACTION_NONE);
    }
}

static void plain_keys_reach_every_action(void **state)
{
    static const enum action exempt[] = {
        /* what only a text has, where plain keys type, and what is convenience */
        ACTION_NEWLINE,  ACTION_ERASE_NEXT, ACTION_ERASE_WORD, ACTION_ERASE_ALL, ACTION_ERASE_END,
        ACTION_LEFT,     ACTION_RIGHT,      ACTION_LINE_UP,    ACTION_LINE_DOWN, ACTION_LINE_START,
        ACTION_LINE_END, ACTION_LEAVE,      ACTION_REDRAW,     ACTION_SUSPEND,
    };
    struct keymap keymap;

    (void)state;
    keymap_init(&keymap);
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        bool plain = false;

        for (size_t i = 0; i < COUNT(exempt); i++)
            plain = plain || exempt[i] == (enum action)action;
        for (size_t i = 0; i < keymap.count; i++) {
            const char *key = keymap.bindings[i].key;

            plain =
                plain ||
                (keymap.bindings[i].action == (enum action)action &&
                 (key_types(key) || strcmp(key, "Enter") == 0 || strcmp(key, "Backspace") == 0));
        }
        if (!plain)
            print_error("no plain key for %s\n", action_name((enum action)action));
        assert_true(plain);
    }
}

static void no_key_is_bound_twice_on_a_screen(void **state)
{
    struct keymap keymap;

    (void)state;
    keymap_init(&keymap);
    for (size_t i = 0; i < keymap.count; i++)
        for (size_t k = i + 1; k < keymap.count; k++)
            assert_false(keymap.bindings[i].context == keymap.bindings[k].context &&
                         strcmp(keymap.bindings[i].key, keymap.bindings[k].key) == 0);
    assert_true(keymap.count < BINDINGS_MAX / 2);
}

static void a_binding_of_the_user_comes_first(void **state)
{
    struct keymap keymap;
    struct err err;

    (void)state;
    keymap_init(&keymap);
    assert_int_equal(keymap_bind(&keymap, "home", "j", "new", &err), 0);
    assert_int_equal(keymap_find(&keymap, CONTEXT_HOME, "j"), ACTION_NEW);
    assert_int_equal(keymap_find(&keymap, CONTEXT_SESSION, "j"), ACTION_DOWN);
    assert_int_equal(keymap_bind(&keymap, "home", "y", "none", &err), 0);
    assert_int_equal(keymap_find(&keymap, CONTEXT_HOME, "y"), ACTION_NONE);
    assert_null(keymap_key(&keymap, CONTEXT_HOME, ACTION_ALLOW));
}

static void a_hint_never_names_a_key_that_does_something_else_there(void **state)
{
    struct keymap keymap;

    (void)state;
    keymap_init(&keymap);
    assert_string_equal(keymap_key(&keymap, CONTEXT_HOME, ACTION_DOWN), "j");
    keymap_bind(&keymap, "home", "j", "new", NULL);
    assert_string_equal(keymap_key(&keymap, CONTEXT_HOME, ACTION_DOWN), "Down");
}

static void a_wrong_word_is_named(void **state)
{
    struct keymap keymap;
    struct err err;

    (void)state;
    keymap_init(&keymap);
    assert_int_equal(keymap_bind(&keymap, "hom", "j", "new", &err), -ERR_INVALID);
    assert_non_null(strstr(err.what, "hom"));
    assert_int_equal(keymap_bind(&keymap, "home", "jj", "new", &err), -ERR_INVALID);
    assert_non_null(strstr(err.what, "jj"));
    assert_int_equal(keymap_bind(&keymap, "home", "j", "newer", &err), -ERR_INVALID);
    assert_non_null(strstr(err.what, "newer"));
}

static void there_is_a_last_binding(void **state)
{
    struct keymap keymap;
    int rc = 0;

    (void)state;
    keymap_init(&keymap);
    for (int context = 0; context < CONTEXT_COUNT && rc == 0; context++)
        for (char c = '!'; c < 0x7f && rc == 0; c++)
            rc = keymap_bind(&keymap, context_name((enum context)context), (char[]){c, '\0'},
                             "help", NULL);
    assert_int_equal(rc, -ERR_TOO_LARGE);
    assert_int_equal(keymap.count, BINDINGS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_become_canonical_names),
        cmocka_unit_test(other_words_are_no_keys),
        cmocka_unit_test(only_characters_are_typed),
        cmocka_unit_test(a_key_is_looked_up_on_its_screen_and_then_in_common),
        cmocka_unit_test(in_a_text_no_letter_is_a_command),
        cmocka_unit_test(plain_keys_reach_every_action),
        cmocka_unit_test(no_key_is_bound_twice_on_a_screen),
        cmocka_unit_test(a_binding_of_the_user_comes_first),
        cmocka_unit_test(a_hint_never_names_a_key_that_does_something_else_there),
        cmocka_unit_test(a_wrong_word_is_named),
        cmocka_unit_test(there_is_a_last_binding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
