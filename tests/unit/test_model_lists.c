#include "tui/model/list.h"

#include "protocol/base/mem.h"
#include "protocol/data/session.h"
#include "tests/support/unit.h"
#include "tui/model/detail.h"
#include "tui/model/draft.h"

static struct session make(const char *id, const char *title)
{
    struct session session;

    session_init(&session);
    session.session = (char *)id;
    session.title = (char *)title;
    return session;
}

static const char *title_of(const struct list *list, const char *id)
{
    const struct session *session = list_find(list, id);

    return session != NULL ? session->title : NULL;
}

static void objects_are_found_by_id_in_any_order(void **state)
{
    struct session all[] = {make("c", "3"), make("a", "1"), make(NULL, "none"), make("b", "2"),
                            make("a", "later")};
    struct list list;

    (void)state;
    list_init(&list, session_fields, sizeof(struct session));
    list_fill(&list, all, COUNT(all));
    assert_int_equal(list.count, 3);
    assert_string_equal(title_of(&list, "a"), "later");
    assert_string_equal(title_of(&list, "c"), "3");
    assert_null(title_of(&list, "d"));
    assert_null(list_find(&list, NULL));
    list_done(&list);
}

static void a_change_replaces_adds_and_removes(void **state)
{
    struct session a = make("a", "old"), b = make("b", "b"), newer = make("a", "new");
    struct list list;

    (void)state;
    list_init(&list, session_fields, sizeof(struct session));
    list_put(&list, &b);
    list_put(&list, &a);
    list_put(&list, &newer);
    assert_int_equal(list.count, 2);
    assert_string_equal(title_of(&list, "a"), "new");
    assert_true(list_remove(&list, "a"));
    assert_false(list_remove(&list, "a"));
    assert_string_equal(title_of(&list, "b"), "b");
    list_done(&list);
}

static void details_are_found_by_path(void **state)
{
    struct detail detail, copy;

    (void)state;
    detail_init(&detail);
    detail_add(&detail, "edits.0.old_string", "a");
    detail_add(&detail, "edits.10.old_string", "b");
    assert_string_equal(detail_getf(&detail, "edits.%d.old_string", 10), "b");
    assert_true(detail_has(&detail, "edits"));
    assert_true(detail_has(&detail, "edits.1") == false);
    assert_null(detail_get(&detail, "edits"));
    detail_copy(&copy, &detail);
    detail_done(&detail);
    assert_string_equal(detail_get(&copy, "edits.0.old_string"), "a");
    detail_done(&copy);
    detail_copy(&copy, NULL);
    assert_int_equal(copy.count, 0);
}

static void details_have_a_cap_and_say_when_it_was_met(void **state)
{
    struct detail detail;
    char *much = malloc(DETAIL_TEXT_MAX + 1);

    (void)state;
    memset(much, 'x', DETAIL_TEXT_MAX);
    much[DETAIL_TEXT_MAX] = '\0';
    detail_init(&detail);
    detail_add(&detail, "a", much);
    assert_true(detail.cut);
    assert_true(detail.bytes <= DETAIL_TEXT_MAX);
    detail_add(&detail, "b", "");
    assert_int_equal(detail.count, 1);
    detail_done(&detail);
    for (int i = 0; i < DETAIL_MAX + 5; i++)
        detail_add(&detail, "p", "t");
    assert_int_equal(detail.count, DETAIL_MAX);
    assert_true(detail.cut);
    detail_done(&detail);
    free(much);
}

static void drafts_are_kept_by_key(void **state)
{
    struct drafts drafts = {0};

    (void)state;
    assert_true(drafts_set(&drafts, "new", "text"));
    assert_false(drafts_set(&drafts, "new", "text"));
    assert_string_equal(drafts_get(&drafts, "new"), "text");
    assert_string_equal(drafts_get(&drafts, "other"), "");
    assert_true(drafts_set(&drafts, "new", ""));
    assert_false(drafts_set(&drafts, "new", ""));
    assert_int_equal(drafts.count, 0);
    for (int i = 0; i < DRAFTS_MAX + 3; i++) {
        char *key = mem_printf("key %d", i);

        drafts_set(&drafts, key, "x");
        free(key);
    }
    assert_int_equal(drafts.count, DRAFTS_MAX);
    assert_string_equal(drafts_get(&drafts, "key 0"), "");
    drafts_done(&drafts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_found_by_id_in_any_order),
        cmocka_unit_test(a_change_replaces_adds_and_removes),
        cmocka_unit_test(details_are_found_by_path),
        cmocka_unit_test(details_have_a_cap_and_say_when_it_was_met),
        cmocka_unit_test(drafts_are_kept_by_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
