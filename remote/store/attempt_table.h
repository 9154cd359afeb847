/*
 * The attempts of ccr.db. Lists as in task_table.h.
 */
#ifndef CCR_STORE_ATTEMPT_TABLE_H
#define CCR_STORE_ATTEMPT_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/attempt.h"

#include <stddef.h>

int attempt_table_insert(struct store *store, const struct attempt *attempt, struct err *err);
int attempt_table_update(struct store *store, const struct attempt *attempt, struct err *err);

/* By its uuid; ERR_NOT_FOUND. */
int attempt_table_get(struct store *store, const char *uuid, struct attempt *ret_attempt,
                      struct err *err);

/* The newest attempt of a task; ERR_NOT_FOUND. */
int attempt_table_last(struct store *store, const char *task, struct attempt *ret_attempt,
                       struct err *err);

/* The one that a run was started with; ERR_NOT_FOUND. */
int attempt_table_first_of(struct store *store, const char *run, struct attempt *ret_attempt,
                           struct err *err);

/* Those of a run that are not over, in the order they were handed over. */
int attempt_table_open_of(struct store *store, const char *run, struct attempt **ret_attempts,
                          size_t *ret_count, struct err *err);

/* Those of a run whose task has no receipt `accepted` yet. */
int attempt_table_unaccepted_of(struct store *store, const char *run, struct attempt **ret_attempts,
                                size_t *ret_count, struct err *err);

/* Those of a run whose task is completed and has no receipt `saved` yet. */
int attempt_table_unsaved_of(struct store *store, const char *run, struct attempt **ret_attempts,
                             size_t *ret_count, struct err *err);

void attempt_table_free(struct attempt *attempts, size_t count);

#endif
