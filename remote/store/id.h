/*
 * Ids by their endings, and the ids that may never be taken again.
 */
#ifndef CCR_STORE_ID_H
#define CCR_STORE_ID_H

#include "remote/store/store.h"

#include "protocol/base/uuid.h"

/* The one id of a table (whose key column has the table's name) that ends with ending.
 * ERR_NOT_FOUND; ERR_INVALID with the candidates, at most five, when several do or when
 * ending is shorter than UUID_MIN_ENDING. */
int id_find(struct store *store, const char *table, const char *ending, char ret_id[UUID_SIZE],
            struct err *err);

/* Remembers an id that must be refused from now on, with the reason; twice is fine. */
int id_take(struct store *store, const char *id, const char *why, struct err *err);

/* True when the id was remembered; ret_why (the caller's, may be NULL) is the reason. */
bool id_taken(struct store *store, const char *id, char **ret_why);

#endif
