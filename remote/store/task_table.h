/*
 * The tasks of ccr.db. Lists are arrays of the caller's, ended with task_done() each
 * and free().
 */
#ifndef CCR_STORE_TASK_TABLE_H
#define CCR_STORE_TASK_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/task.h"

#include <stddef.h>

/* Adds a task at the end of the queue. */
int task_table_insert(struct store *store, const struct task *task, struct err *err);

/* Moves what waits in a session behind that task to another session. */
int task_table_move(struct store *store, const struct task *behind, const char *session,
                    struct err *err);

int task_table_update(struct store *store, const struct task *task, struct err *err);

/* By whole id; ERR_NOT_FOUND. */
int task_table_get(struct store *store, const char *id, struct task *ret_task, struct err *err);

/* By id or an ending of it; ERR_INVALID with the candidates when several fit. */
int task_table_find(struct store *store, const char *ending, struct task *ret_task,
                    struct err *err);

/* Newest first; state -1 means all. ret_total counts all that fit. */
int task_table_list(struct store *store, int state, int64_t limit, int64_t offset,
                    struct task **ret_tasks, size_t *ret_count, int64_t *ret_total,
                    struct err *err);

/* How many have not ended. */
int task_table_count_open(struct store *store, int64_t *ret_count, struct err *err);

/* All queued ones, first in the queue first. */
int task_table_queued(struct store *store, struct task **ret_tasks, size_t *ret_count,
                      struct err *err);

/* All of a session that have not ended, in the order they came. */
int task_table_open_of(struct store *store, const char *session, struct task **ret_tasks,
                       size_t *ret_count, struct err *err);

/* What home shows: all that have not ended and the `recent` that ended last. */
int task_table_home(struct store *store, int64_t recent, struct task **ret_tasks, size_t *ret_count,
                    struct err *err);

/* Delayed ones that are due become queued; how many. */
int task_table_wake(struct store *store, int64_t now, int64_t *ret_count, struct err *err);

/* When the next delayed one is due, -1 for none. */
int task_table_next_due(struct store *store, int64_t *ret_ms, struct err *err);

/* Frees a list. */
void task_table_free(struct task *tasks, size_t count);

#endif
