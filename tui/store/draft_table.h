/*
 * Texts by name that outlive the process: drafts, and where the user was. The names are the
 * caller's.
 */
#ifndef CCR_STORE_DRAFT_TABLE_H
#define CCR_STORE_DRAFT_TABLE_H

#include "protocol/base/err.h"

struct database;

/* Sets the text of a name; NULL or "" removes it. ERR_STORAGE. */
int draft_table_set(struct database *database, const char *key, const char *text, struct err *err);

/* The text of a name, the caller's; NULL when there is none or it cannot be read. */
char *draft_table_get(struct database *database, const char *key);

/* Calls each for every name, in the names' order. */
int draft_table_each(struct database *database,
                     void (*each)(void *context, const char *key, const char *text), void *context,
                     struct err *err);

#endif
