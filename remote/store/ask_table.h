/*
 * The asks of ccr.db. A row is there before any client sees the ask; its input is whole
 * here and cut where it is shown.
 */
#ifndef CCR_STORE_ASK_TABLE_H
#define CCR_STORE_ASK_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/ask.h"

#include <stddef.h>

/* Adds the ask that came as that request of that run. */
int ask_table_insert(struct store *store, const struct ask *ask, const char *run,
                     const char *request_id, struct err *err);
int ask_table_update(struct store *store, const struct ask *ask, struct err *err);

/* By whole id; by id or an ending of it; by the request it came as. ERR_NOT_FOUND. */
int ask_table_get(struct store *store, const char *id, struct ask *ret_ask, struct err *err);
int ask_table_find(struct store *store, const char *ending, struct ask *ret_ask, struct err *err);
int ask_table_by_request(struct store *store, const char *run, const char *request_id,
                         struct ask *ret_ask, struct err *err);

/* The run and the request of an ask; both the caller's. */
int ask_table_route(struct store *store, const char *id, char **ret_run, char **ret_request_id,
                    struct err *err);

/* Oldest first; state -1 means all, and then at most limit of the newest. */
int ask_table_list(struct store *store, int state, int64_t limit, struct ask **ret_asks,
                   size_t *ret_count, struct err *err);

/* Those of a run that are pending or answered. */
int ask_table_open_of(struct store *store, const char *run, struct ask **ret_asks,
                      size_t *ret_count, struct err *err);

void ask_table_free(struct ask *asks, size_t count);

#endif
