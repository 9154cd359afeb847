/* The client's half of delivery: every change of a row's state, and what a crash leaves. */
#include "protocol/base/mem.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"
#include "tui/store/database.h"
#include "tui/store/draft_table.h"
#include "tui/store/outbox_table.h"

#include <math.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ID    "019a0000-0000-7000-8000-0000000abc01"
#define OTHER "019a0000-0000-7000-8000-0000000abc02"
#define TWIN  "019a0000-0000-7000-8000-1111110abc01"

struct box {
    struct scratch scratch;
    char *path;
    struct database *database;
};

static void reopen(struct box *box)
{
    struct err err;

    database_free(box->database);
    box->database = NULL;
    if (database_open(box->path, &box->database, &err) < 0)
        fail_msg("%s", err.what);
}

static int setup(void **state)
{
    struct box *box = mem_new(1, sizeof(*box));

    scratch_init(&box->scratch);
    box->path = scratch_path(&box->scratch, "state/outbox.db");
    reopen(box);
    *state = box;
    return 0;
}

static int teardown(void **state)
{
    struct box *box = *state;

    database_free(box->database);
    scratch_done(&box->scratch);
    free(box->path);
    free(box);
    return 0;
}

static int add(struct box *box, const char *id, const char *host, const char *prompt, bool *known)
{
    struct outbox_entry entry;
    struct err err;
    int rc;

    outbox_entry_init(&entry);
    entry.id = mem_dup(id);
    entry.host = mem_dup(host);
    entry.prompt = mem_dup(prompt);
    entry.project = mem_dup("/p");
    entry.created_at = 1000 + id[strlen(id) - 1];
    rc = outbox_table_add(box->database, &entry, known, &err);
    if (rc == 0)
        rc = entry.state;
    outbox_entry_done(&entry);
    return rc;
}

static void add_new(struct box *box, const char *id)
{
    bool known = true;

    assert_int_equal(add(box, id, "mini", "do it", &known), OUTBOX_ENTRY_UNSENT);
    assert_false(known);
}

/* "unsent", "sending dropping" and so on; "gone" without the row. */
static const char *word(struct box *box, const char *id)
{
    static char text[64];
    struct outbox_entry entry;
    struct err err;

    if (outbox_table_get(box->database, id, &entry, &err) < 0)
        return err.code == ERR_NOT_FOUND ? "gone" : err_name(err.code);
    snprintf(text, sizeof(text), "%s%s", outbox_entry_state_words[entry.state],
             entry.dropping ? " dropping" : "");
    outbox_entry_done(&entry);
    return text;
}

/* One change of state by name; what it returned. */
static int change(struct box *box, const char *name, const char *id)
{
    struct database *db = box->database;
    struct err err;

    if (strcmp(name, "sending") == 0)
        return outbox_table_sending(db, id, &err);
    if (strcmp(name, "unsent") == 0)
        return outbox_table_unsent(db, id, "why", &err);
    if (strcmp(name, "sent") == 0)
        return outbox_table_sent(db, id, &err);
    if (strcmp(name, "drop") == 0)
        return outbox_table_drop(db, id, &err);
    if (strcmp(name, "dropping") == 0)
        return outbox_table_dropping(db, id, &err);
    if (strcmp(name, "forget") == 0)
        return outbox_table_forget(db, id, &err);
    if (strcmp(name, "move") == 0)
        return outbox_table_move(db, id, "gpu", false, &err);
    if (strcmp(name, "move twice") == 0)
        return outbox_table_move(db, id, "gpu", true, &err);
    if (strcmp(name, "edit") == 0)
        return outbox_table_edit(db, id, "other text", &err);
    fail_msg("no change is called %s", name);
    return 0;
}

static void bring(struct box *box, const char *state)
{
    add_new(box, ID);
    if (strstr(state, "sending") != NULL)
        assert_int_equal(change(box, "sending", ID), 0);
    if (strstr(state, "dropping") != NULL)
        assert_int_equal(change(box, "dropping", ID), 0);
    if (strcmp(state, "sent") == 0) {
        assert_int_equal(change(box, "sending", ID), 0);
        assert_int_equal(change(box, "sent", ID), 0);
    }
}

static void each_change_from_each_state(void **state)
{
    static const char *const table[][4] = {
        /* change, from, result, then */
        {"sending", "unsent", "fine", "sending"},
        {"sending", "sending", "fine", "sending"},
        {"sending", "sending dropping", "conflict", "sending dropping"},
        {"sending", "sent", "conflict", "sent"},
        {"unsent", "sending", "fine", "unsent"},
        {"unsent", "sending dropping", "conflict", "sending dropping"},
        {"unsent", "sent", "conflict", "sent"},
        {"sent", "unsent", "fine", "sent"},
        {"sent", "sending", "fine", "sent"},
        {"sent", "sending dropping", "fine", "sent"},
        {"drop", "unsent", "fine", "gone"},
        {"drop", "sending", "conflict", "sending"},
        {"drop", "sending dropping", "conflict", "sending dropping"},
        {"drop", "sent", "conflict", "sent"},
        {"dropping", "unsent", "conflict", "unsent"},
        {"dropping", "sending", "fine", "sending dropping"},
        {"dropping", "sent", "conflict", "sent"},
        {"forget", "sending dropping", "fine", "gone"},
        {"move", "unsent", "fine", "unsent"},
        {"move", "sending", "conflict", "sending"},
        {"move", "sent", "conflict", "sent"},
        {"move twice", "sending", "fine", "unsent"},
        {"move twice", "sending dropping", "fine", "unsent"},
        {"move twice", "sent", "conflict", "sent"},
        {"edit", "unsent", "fine", "unsent"},
        {"edit", "sending", "conflict", "sending"},
        {"edit", "sent", "conflict", "sent"},
    };
    struct box *box = *state;

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        bool conflict = strcmp(table[i][2], "conflict") == 0;

        bring(box, table[i][1]);
        if (change(box, table[i][0], ID) != (conflict ? -ERR_CONFLICT : 0) ||
            strcmp(word(box, ID), table[i][3]) != 0)
            fail_msg("%s from %s: %s", table[i][0], table[i][1], word(box, ID));
        reopen(box);
        assert_string_equal(word(box, ID), table[i][3]);
        change(box, "forget", ID);
    }
}

static void a_row_that_is_gone_is_not_found(void **state)
{
    static const char *const changes[] = {"sending", "unsent",     "sent", "drop", "dropping",
                                          "move",    "move twice", "edit", NULL};
    struct box *box = *state;

    for (size_t i = 0; changes[i] != NULL; i++)
        assert_int_equal(change(box, changes[i], ID), -ERR_NOT_FOUND);
    assert_int_equal(change(box, "forget", ID), 0);
}

static void an_id_means_one_prompt_for_ever(void **state)
{
    struct box *box = *state;
    bool known;

    bring(box, "sent");
    assert_int_equal(add(box, ID, "mini", "do it", &known), OUTBOX_ENTRY_SENT);
    assert_true(known);
    assert_int_equal(add(box, ID, "mini", "something else", &known), -ERR_CONFLICT);
    assert_int_equal(add(box, ID, "gpu", "do it", &known), -ERR_CONFLICT);
    assert_string_equal(word(box, ID), "sent");
}

static void one_that_is_being_dropped_is_not_taken_up_again(void **state)
{
    struct box *box = *state;
    bool known;

    bring(box, "sending dropping");
    assert_int_equal(add(box, ID, "mini", "do it", &known), -ERR_CONFLICT);
}

static void of_two_clients_one_wins(void **state)
{
    struct box *box = *state, other = {.path = box->path};
    struct err err;

    add_new(box, ID);
    reopen(&other);
    assert_int_equal(change(&other, "drop", ID), 0);
    assert_int_equal(outbox_table_sending(box->database, ID, &err), -ERR_NOT_FOUND);
    add_new(box, ID);
    assert_int_equal(change(box, "sending", ID), 0);
    assert_int_equal(change(&other, "drop", ID), -ERR_CONFLICT);
    database_free(other.database);
}

/* Runs in a process that ends without any cleaning up, as a killed one does. */
static void crash_after(struct box *box, const char *const *changes)
{
    pid_t pid;
    int status;

    database_free(box->database);
    box->database = NULL;
    pid = fork();
    if (pid == 0) {
        reopen(box);
        add_new(box, ID);
        for (; *changes != NULL; changes++)
            change(box, *changes, ID);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    reopen(box);
}

static void a_crash_leaves_the_cautious_answer(void **state)
{
    static const char *const before[] = {NULL};
    static const char *const marked[] = {"sending", NULL};
    static const char *const answered[] = {"sending", "sent", NULL};
    static const char *const dropped[] = {"sending", "dropping", NULL};
    struct box *box = *state;

    crash_after(box, before);
    assert_string_equal(word(box, ID), "unsent");
    change(box, "forget", ID);
    crash_after(box, marked);
    assert_string_equal(word(box, ID), "sending");
    change(box, "forget", ID);
    crash_after(box, answered);
    assert_string_equal(word(box, ID), "sent");
    change(box, "forget", ID);
    crash_after(box, dropped);
    assert_string_equal(word(box, ID), "sending dropping");
}

static void the_list_is_the_oldest_first_and_leaves_out_what_was_sent(void **state)
{
    struct box *box = *state;
    struct outbox_entry *entries;
    struct err err;
    size_t count;

    add_new(box, OTHER);
    add_new(box, ID);
    add_new(box, TWIN);
    change(box, "sent", TWIN);
    assert_int_equal(outbox_table_list(box->database, NULL, false, &entries, &count, &err), 0);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].id, ID);
    assert_string_equal(entries[1].id, OTHER);
    for (size_t i = 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    free(entries);
    assert_int_equal(outbox_table_list(box->database, "gpu", true, &entries, &count, &err), 0);
    assert_int_equal(count, 0);
    free(entries);
}

static void an_ending_names_a_row_and_an_ambiguous_one_is_refused(void **state)
{
    struct box *box = *state;
    struct outbox_entry entry;
    struct err err;

    add_new(box, ID);
    add_new(box, OTHER);
    assert_int_equal(outbox_table_get(box->database, "0ABC02", &entry, &err), 0);
    assert_string_equal(entry.id, OTHER);
    assert_int_equal(entry.timeout_ms, -1);
    assert_true(isnan(entry.max_budget_usd));
    outbox_entry_done(&entry);
    add_new(box, TWIN);
    assert_int_equal(outbox_table_get(box->database, "0abc01", &entry, &err), -ERR_INVALID);
    assert_non_null(strstr(err.next, TWIN));
    assert_int_equal(outbox_table_get(box->database, "abc01", &entry, &err), -ERR_INVALID);
    assert_int_equal(outbox_table_get(box->database, "' OR 1", &entry, &err), -ERR_NOT_FOUND);
}

static void only_so_many_sent_rows_are_kept(void **state)
{
    struct box *box = *state;
    struct outbox_entry *entries;
    struct err err;
    size_t count;
    bool known;
    char id[40];

    for (int i = 0; i < OUTBOX_TABLE_SENT_MAX + 3; i++) {
        snprintf(id, sizeof(id), "019a0000-0000-7000-8000-%012d", i);
        assert_int_equal(add(box, id, "mini", "x", &known), OUTBOX_ENTRY_UNSENT);
        if (i != 1)
            assert_int_equal(outbox_table_sent(box->database, id, &err), 0);
    }
    assert_int_equal(outbox_table_list(box->database, NULL, true, &entries, &count, &err), 0);
    assert_int_equal(count, OUTBOX_TABLE_SENT_MAX + 1);
    for (size_t i = 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    free(entries);
    assert_string_equal(word(box, "019a0000-0000-7000-8000-000000000001"), "unsent");
}

static void a_file_that_is_no_database_is_left_as_it_is(void **state)
{
    struct box *box = *state;
    struct database *database;
    struct err err;
    char *path = scratch_text(&box->scratch, "other.db",
                              "not a database, but long enough to be read as one.............."
                              "..............................................................."),
         text[16] = "";
    FILE *file;

    assert_int_equal(database_open(path, &database, &err), -ERR_STORAGE);
    assert_non_null(strstr(err.what, path));
    file = fopen(path, "r");
    assert_non_null(fgets(text, 6, file));
    fclose(file);
    assert_string_equal(text, "not a");
    free(path);
}

static void note(void *context, const char *key, const char *text)
{
    strcat(context, key);
    strcat(context, "=");
    strcat(context, text);
    strcat(context, ";");
}

static void drafts_outlive_the_process(void **state)
{
    struct box *box = *state;
    struct err err;
    char all[100] = "", *text;

    assert_int_equal(draft_table_set(box->database, "place", "home", &err), 0);
    assert_int_equal(draft_table_set(box->database, "draft.a", "one", &err), 0);
    assert_int_equal(draft_table_set(box->database, "draft.a", "two", &err), 0);
    assert_int_equal(draft_table_set(box->database, "draft.b", "gone", &err), 0);
    assert_int_equal(draft_table_set(box->database, "draft.b", "", &err), 0);
    reopen(box);
    text = draft_table_get(box->database, "draft.a");
    assert_string_equal(text, "two");
    free(text);
    assert_null(draft_table_get(box->database, "draft.b"));
    assert_int_equal(draft_table_each(box->database, note, all, &err), 0);
    assert_string_equal(all, "draft.a=two;place=home;");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_change_from_each_state),
        TEST(a_row_that_is_gone_is_not_found),
        TEST(an_id_means_one_prompt_for_ever),
        TEST(one_that_is_being_dropped_is_not_taken_up_again),
        TEST(of_two_clients_one_wins),
        TEST(a_crash_leaves_the_cautious_answer),
        TEST(the_list_is_the_oldest_first_and_leaves_out_what_was_sent),
        TEST(an_ending_names_a_row_and_an_ambiguous_one_is_refused),
        TEST(only_so_many_sent_rows_are_kept),
        TEST(a_file_that_is_no_database_is_left_as_it_is),
        TEST(drafts_outlive_the_process),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
