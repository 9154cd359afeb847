/*
 * Statements and their values: what outbox_table.c and draft_table.c share. For this folder only.
 */
#ifndef CCR_STORE_ROW_H
#define CCR_STORE_ROW_H

#include "protocol/base/err.h"
#include "protocol/data/field.h"

#include <sqlite3.h>

struct database {
    sqlite3 *sqlite;
    char *path;
};

/* The error that SQLite's last call left, as ERR_STORAGE. */
int row_error(struct database *database, const char *doing, struct err *err);

/* Prepares a statement and binds texts (NULL as null) to ?1, ?2 and so on. */
int row_prepare(struct database *database, const char *sql, const char *const *texts, size_t count,
                sqlite3_stmt **ret_statement, struct err *err);

/* Runs a statement that returns no rows; ret_changed (may be NULL): the rows it changed. */
int row_run(struct database *database, const char *sql, const char *const *texts, size_t count,
            int *ret_changed, struct err *err);

/* Binds the table's fields in order from parameter 1 on. */
void row_bind(sqlite3_stmt *statement, const struct field *table, const void *object);

/* Reads the columns, in the table's order, into an object that was initialised. */
void row_read(sqlite3_stmt *statement, const struct field *table, void *object);

#endif
