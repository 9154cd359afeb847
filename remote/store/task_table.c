#include "remote/store/task_table.h"

#include "remote/store/id.h"
#include "remote/store/row.h"

#include "protocol/base/uuid.h"

#include <stdlib.h>
#include <string.h>

static const struct row_kind kind = {"task", task_fields, sizeof(struct task)};

#define OPEN_STATES "('queued','delayed','running','waiting')"

int task_table_insert(struct store *store, const struct task *task, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(task->task)};
    int rc = row_insert(store, &kind, task, err);

    if (rc < 0)
        return rc;
    return row_run(store,
                   "UPDATE task SET position = (SELECT coalesce(max(position), 0) + 1 FROM task)"
                   " WHERE task = ?",
                   args, 1, NULL, err);
}

int task_table_move(struct store *store, const struct task *behind, const char *session,
                    struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(session), ROW_TEXT(behind->session), ROW_TEXT(behind->task)};

    return row_run(store,
                   "UPDATE task SET session = ?1 WHERE session = ?2"
                   " AND state IN ('queued', 'delayed')"
                   " AND position > (SELECT position FROM task WHERE task = ?3)",
                   args, 3, NULL, err);
}

int task_table_update(struct store *store, const struct task *task, struct err *err)
{
    return row_update(store, &kind, task, err);
}

int task_table_get(struct store *store, const char *id, struct task *ret_task, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(id)};

    return row_get(store, &kind, "WHERE task = ?", args, 1, ret_task, err);
}

int task_table_find(struct store *store, const char *ending, struct task *ret_task, struct err *err)
{
    char id[UUID_SIZE];
    int rc = id_find(store, "task", ending, id, err);

    return rc < 0 ? rc : task_table_get(store, id, ret_task, err);
}

static int list(struct store *store, const char *rest, const struct row_arg *args, size_t count,
                struct task **ret_tasks, size_t *ret_count, struct err *err)
{
    void *rows;
    int rc = row_list(store, &kind, rest, args, count, &rows, ret_count, err);

    if (rc == 0)
        *ret_tasks = rows;
    return rc;
}

int task_table_list(struct store *store, int state, int64_t limit, int64_t offset,
                    struct task **ret_tasks, size_t *ret_count, int64_t *ret_total, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(state < 0 ? NULL : task_state_words[state]),
                             ROW_NUMBER(limit), ROW_NUMBER(offset)};
    int rc = row_run(store, "SELECT count(*) FROM task WHERE ?1 IS NULL OR state = ?1", args, 1,
                     ret_total, err);

    if (rc < 0)
        return rc;
    return list(store,
                "WHERE ?1 IS NULL OR state = ?1 ORDER BY created_at DESC, position DESC"
                " LIMIT ?2 OFFSET ?3",
                args, 3, ret_tasks, ret_count, err);
}

int task_table_count_open(struct store *store, int64_t *ret_count, struct err *err)
{
    return row_run(store, "SELECT count(*) FROM task WHERE state IN " OPEN_STATES, NULL, 0,
                   ret_count, err);
}

int task_table_queued(struct store *store, struct task **ret_tasks, size_t *ret_count,
                      struct err *err)
{
    return list(store, "WHERE state = 'queued' ORDER BY position", NULL, 0, ret_tasks, ret_count,
                err);
}

int task_table_open_of(struct store *store, const char *session, struct task **ret_tasks,
                       size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(session)};

    return list(store, "WHERE session = ? AND state IN " OPEN_STATES " ORDER BY position", args, 1,
                ret_tasks, ret_count, err);
}

int task_table_home(struct store *store, int64_t recent, struct task **ret_tasks, size_t *ret_count,
                    struct err *err)
{
    struct row_arg args[] = {ROW_NUMBER(recent)};

    return list(store,
                "WHERE state IN " OPEN_STATES " OR task IN (SELECT task FROM task"
                " WHERE state NOT IN " OPEN_STATES " ORDER BY ended_at DESC LIMIT ?)"
                " ORDER BY position",
                args, 1, ret_tasks, ret_count, err);
}

int task_table_wake(struct store *store, int64_t now, int64_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_NUMBER(now)};

    return row_run(store,
                   "UPDATE task SET state = 'queued', until = NULL, reason = NULL"
                   " WHERE state = 'delayed' AND until <= ?",
                   args, 1, ret_count, err);
}

int task_table_next_due(struct store *store, int64_t *ret_ms, struct err *err)
{
    return row_run(store, "SELECT coalesce(min(until), -1) FROM task WHERE state = 'delayed'", NULL,
                   0, ret_ms, err);
}

void task_table_free(struct task *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        task_done(&tasks[i]);
    free(tasks);
}
