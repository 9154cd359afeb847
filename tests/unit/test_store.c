#include "remote/store/ask_table.h"
#include "remote/store/attempt_table.h"
#include "remote/store/audit_table.h"
#include "remote/store/id.h"
#include "remote/store/run_table.h"
#include "remote/store/schema.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"

#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <math.h>
#include <sqlite3.h>

#define ONE   "00000000-0000-4000-8000-00000aaaaaa1"
#define TWO   "00000000-0000-4000-8000-00000aaaaaa2"
#define OTHER "00000000-0000-4000-8000-00000bbbbaa1"

struct place {
    struct scratch scratch;
    char *path;
    struct store *store;
};

static int begin(void **state)
{
    struct place *place = calloc(1, sizeof(*place));

    scratch_init(&place->scratch);
    place->path = scratch_path(&place->scratch, "ccr.db");
    assert_int_equal(store_open(place->path, &place->store, NULL), 0);
    *state = place;
    return 0;
}

static int end(void **state)
{
    struct place *place = *state;

    store_free(place->store);
    scratch_done(&place->scratch);
    free(place->path);
    free(place);
    return 0;
}

static void put_task(struct store *store, const char *id, const char *session, int task_state)
{
    struct task task;

    task_init(&task);
    task.task = mem_dup(id);
    task.session = mem_dup(session);
    task.prompt = mem_dup("text");
    task.state = task_state;
    task.created_at = 1;
    assert_int_equal(task_table_insert(store, &task, NULL), 0);
    task_done(&task);
}

static void a_task_comes_back_as_it_was(void **state)
{
    struct place *place = *state;
    struct task task, back;

    task_init(&task);
    task.task = mem_dup(ONE);
    task.prompt = mem_dup("quotes ' \" and \xe2\x82\xac");
    task.state = TASK_DELAYED;
    task.until = INT64_C(4102444800000);
    task.steer = true;
    task.max_budget_usd = 0.5;
    assert_int_equal(task_table_insert(place->store, &task, NULL), 0);
    assert_int_equal(task_table_get(place->store, ONE, &back, NULL), 0);
    assert_string_equal(back.prompt, task.prompt);
    assert_int_equal(back.state, TASK_DELAYED);
    assert_true(back.until == task.until && back.steer && back.accepted < 0);
    assert_true(back.max_budget_usd > 0.49 && isnan(back.cost_usd));
    assert_null(back.result);
    task_done(&back);
    task_done(&task);
    assert_int_equal(task_table_get(place->store, TWO, &back, NULL), -ERR_NOT_FOUND);
}

static void an_attempt_keeps_why_it_is_stopped(void **state)
{
    struct place *place = *state;
    struct attempt attempt, back;

    attempt_init(&attempt);
    attempt.attempt = mem_dup(ONE);
    attempt.task = mem_dup(ONE);
    attempt.run = mem_dup("run");
    attempt.line_offset = 0;
    attempt.stop = STOP_TIMEOUT;
    assert_int_equal(attempt_table_insert(place->store, &attempt, NULL), 0);
    attempt_done(&attempt);
    assert_int_equal(attempt_table_first_of(place->store, "run", &back, NULL), 0);
    assert_int_equal(back.stop, STOP_TIMEOUT);
    attempt_done(&back);
}

static void an_id_is_named_by_an_ending_that_fits_one(void **state)
{
    struct place *place = *state;
    char id[UUID_SIZE];
    struct err err;

    put_task(place->store, ONE, "s", TASK_QUEUED);
    put_task(place->store, OTHER, "s", TASK_QUEUED);
    assert_int_equal(id_find(place->store, "task", "aaaaa1", id, &err), 0);
    assert_string_equal(id, ONE);
    assert_int_equal(id_find(place->store, "task", "AAAAA1", id, &err), 0);
    assert_int_equal(id_find(place->store, "task", ONE, id, &err), 0);
    assert_int_equal(id_find(place->store, "task", "bbaa1", id, &err), -ERR_INVALID);
    assert_int_equal(id_find(place->store, "task", "cccccc", id, &err), -ERR_NOT_FOUND);
    assert_int_equal(id_find(place->store, "task", "%%%%%%", id, &err), -ERR_NOT_FOUND);
    put_task(place->store, "10000000-0000-4000-8000-00000aaaaaa1", "s", TASK_QUEUED);
    assert_int_equal(id_find(place->store, "task", "aaaaa1", id, &err), -ERR_INVALID);
    assert_non_null(strstr(err.what, ONE));
}

static void a_taken_id_stays_taken(void **state)
{
    struct place *place = *state;
    char *why = NULL;

    assert_false(id_taken(place->store, ONE, NULL));
    assert_int_equal(id_take(place->store, ONE, "first", NULL), 0);
    assert_int_equal(id_take(place->store, ONE, "second", NULL), 0);
    assert_true(id_taken(place->store, ONE, &why));
    assert_string_equal(why, "first");
    free(why);
}

static void the_queue_is_in_the_order_it_came_and_moves_behind_a_task(void **state)
{
    struct place *place = *state;
    struct task behind = {.task = (char *)TWO, .session = (char *)"s"}, *tasks;
    int64_t open;
    size_t count;

    put_task(place->store, ONE, "s", TASK_QUEUED);
    put_task(place->store, TWO, "s", TASK_QUEUED);
    put_task(place->store, OTHER, "s", TASK_DELAYED);
    put_task(place->store, "done", "s", TASK_COMPLETED);
    assert_int_equal(task_table_count_open(place->store, &open, NULL), 0);
    assert_int_equal(open, 3);
    assert_int_equal(task_table_move(place->store, &behind, "new", NULL), 0);
    assert_int_equal(task_table_open_of(place->store, "new", &tasks, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_string_equal(tasks[0].task, OTHER);
    task_table_free(tasks, count);
    assert_int_equal(task_table_queued(place->store, &tasks, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_string_equal(tasks[0].task, ONE);
    task_table_free(tasks, count);
}

static void delayed_tasks_wake_when_they_are_due(void **state)
{
    struct place *place = *state;
    int64_t due, woken;
    struct task task;

    assert_int_equal(task_table_next_due(place->store, &due, NULL), 0);
    assert_true(due < 0);
    put_task(place->store, ONE, "s", TASK_DELAYED);
    assert_int_equal(task_table_get(place->store, ONE, &task, NULL), 0);
    task.until = 1000;
    assert_int_equal(task_table_update(place->store, &task, NULL), 0);
    task_done(&task);
    assert_int_equal(task_table_next_due(place->store, &due, NULL), 0);
    assert_int_equal(due, 1000);
    assert_int_equal(task_table_wake(place->store, 999, &woken, NULL), 0);
    assert_int_equal(woken, 0);
    assert_int_equal(task_table_wake(place->store, 1000, &woken, NULL), 0);
    assert_int_equal(woken, 1);
}

static void lines_come_in_the_order_of_their_offsets(void **state)
{
    struct place *place = *state;
    char run[] = "r", ref[] = "ref", text[] = "text\n", more[] = "more\n";
    struct line_row second = {run, 5, LINE_ANSWER, ref, 7, more}, *lines;
    struct line_row first = {run, 0, LINE_PROMPT, ref, 0, text};
    struct err err;
    size_t count;

    assert_int_equal(line_table_insert(place->store, &second, NULL), 0);
    assert_int_equal(line_table_insert(place->store, &first, NULL), 0);
    assert_int_equal(line_table_insert(place->store, &first, &err), -ERR_STORAGE);
    assert_int_equal(line_table_of(place->store, "r", &lines, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_string_equal(lines[0].content, "text\n");
    assert_int_equal(lines[1].kind, LINE_ANSWER);
    line_table_free(lines, count);
}

static void what_was_rolled_back_is_not_there(void **state)
{
    struct place *place = *state;
    struct task task;

    assert_int_equal(store_begin(place->store, NULL), 0);
    put_task(place->store, ONE, "s", TASK_QUEUED);
    store_rollback(place->store);
    assert_int_equal(task_table_get(place->store, ONE, &task, NULL), -ERR_NOT_FOUND);
    assert_false(store_broken(place->store));
}

static void a_session_forgets_its_note(void **state)
{
    struct place *place = *state;
    struct session_row row;

    session_row_init(&row);
    row.session = mem_dup(ONE);
    row.note = mem_dup("told");
    row.created_at = 1;
    assert_int_equal(session_table_put(place->store, &row, NULL), 0);
    session_row_done(&row);
    assert_int_equal(session_table_forget_note(place->store, ONE, NULL), 0);
    assert_int_equal(session_table_get(place->store, ONE, &row, NULL), 0);
    assert_null(row.note);
    session_row_done(&row);
}

static void audit_entries_come_newest_first(void **state)
{
    struct place *place = *state;
    char who[] = "who", scope[] = "full", method[] = "task/submit", done[] = "done";
    struct audit entry = {1, who, scope, method, NULL, done}, *audits;
    size_t count;

    assert_int_equal(audit_table_insert(place->store, &entry, NULL), 0);
    entry.at = 2;
    assert_int_equal(audit_table_insert(place->store, &entry, NULL), 0);
    assert_int_equal(audit_table_list(place->store, 1, 0, &audits, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(audits[0].at, 2);
    audit_table_free(audits, count);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_file_of_each_older_schema_is_brought_up_to_date(void **state)
{
    struct place *place = *state;

    for (int version = 1; schema_steps[version] != NULL; version++) {
        char name[32], mark[64], *path;
        struct attempt attempt;
        struct store *store;

        snprintf(name, sizeof(name), "old-%d.db", version);
        path = scratch_path(&place->scratch, name);
        for (int step = 0; step < version; step++)
            run_sql(path, schema_steps[step]);
        snprintf(mark, sizeof(mark), "PRAGMA user_version = %d", version);
        run_sql(path, mark);
        run_sql(path, "INSERT INTO attempt (attempt, task, number, over) VALUES ('a', 't', 1, 0)");
        assert_int_equal(store_open(path, &store, NULL), 0);
        assert_int_equal(attempt_table_get(store, "a", &attempt, NULL), 0);
        assert_int_equal(attempt.stop, STOP_NONE);
        attempt_done(&attempt);
        store_free(store);
        free(path);
    }
}

static void a_newer_file_and_a_damaged_one_are_told_apart(void **state)
{
    struct place *place = *state;
    char *newer = scratch_path(&place->scratch, "newer.db"), *aside;
    char *damaged = scratch_text(&place->scratch, "damaged.db",
                                 "this is no database at all, "
                                 "but it is long enough to be one");
    struct store *store;
    struct err err;

    run_sql(newer, "PRAGMA user_version = 999");
    assert_int_equal(store_open(newer, &store, &err), -ERR_RUNNER);
    assert_int_equal(store_open(damaged, &store, &err), -ERR_CONFLICT);
    assert_int_equal(store_set_aside(damaged, "now", &aside, NULL), 0);
    assert_int_equal(store_open(damaged, &store, NULL), 0);
    store_free(store);
    assert_non_null(strstr(aside, ".damaged-now"));
    free(aside);
    free(damaged);
    free(newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_task_comes_back_as_it_was, begin, end),
        cmocka_unit_test_setup_teardown(an_attempt_keeps_why_it_is_stopped, begin, end),
        cmocka_unit_test_setup_teardown(an_id_is_named_by_an_ending_that_fits_one, begin, end),
        cmocka_unit_test_setup_teardown(a_taken_id_stays_taken, begin, end),
        cmocka_unit_test_setup_teardown(the_queue_is_in_the_order_it_came_and_moves_behind_a_task,
                                        begin, end),
        cmocka_unit_test_setup_teardown(delayed_tasks_wake_when_they_are_due, begin, end),
        cmocka_unit_test_setup_teardown(lines_come_in_the_order_of_their_offsets, begin, end),
        cmocka_unit_test_setup_teardown(what_was_rolled_back_is_not_there, begin, end),
        cmocka_unit_test_setup_teardown(a_session_forgets_its_note, begin, end),
        cmocka_unit_test_setup_teardown(audit_entries_come_newest_first, begin, end),
        cmocka_unit_test_setup_teardown(a_file_of_each_older_schema_is_brought_up_to_date, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_newer_file_and_a_damaged_one_are_told_apart, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
