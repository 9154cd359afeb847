/*
 * Rows by their field tables: a column a field, its name with '.' and '-' as '_'. The
 * first field of a table is the row's key. Words are stored as words, times as
 * milliseconds, missing as NULL. For the table files of this folder.
 */
#ifndef CCR_STORE_ROW_H
#define CCR_STORE_ROW_H

#include "remote/store/store.h"

#include "protocol/data/field.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    bool broken;
    bool later;      /* the open transaction is one of store_begin_later() */
    bool unsynced;   /* something committed may not be on the disk */
    int64_t changes; /* SQLite's count when the transaction began */
};

/* A value for a '?' of a statement, in order. */
struct row_arg {
    const char *text; /* NULL with is_number false: NULL */
    int64_t number;
    bool is_number;
};

#define ROW_TEXT(value)   ((struct row_arg){.text = (value)})
#define ROW_NUMBER(value) ((struct row_arg){.number = (value), .is_number = true})

/* A table: its name, fields and the size of its struct. */
struct row_kind {
    const char *table;
    const struct field *fields;
    size_t size;
};

int row_insert(struct store *store, const struct row_kind *kind, const void *object,
               struct err *err);

/* Writes every field of the row with the object's key; ERR_NOT_FOUND when there is none. */
int row_update(struct store *store, const struct row_kind *kind, const void *object,
               struct err *err);

/* Calls each for every row that `rest` (a WHERE clause and what follows, or "") picks; the object
 * is the callback's to keep when it returns true and to leave when it returns false. */
int row_each(struct store *store, const struct row_kind *kind, const char *rest,
             const struct row_arg *args, size_t arg_count,
             bool (*each)(void *context, void *object), void *context, struct err *err);

/* The first row that rest picks; ERR_NOT_FOUND when there is none. */
int row_get(struct store *store, const struct row_kind *kind, const char *rest,
            const struct row_arg *args, size_t arg_count, void *ret_object, struct err *err);

/* All rows that rest picks, as an array of the caller's. */
int row_list(struct store *store, const struct row_kind *kind, const char *rest,
             const struct row_arg *args, size_t arg_count, void **ret_objects, size_t *ret_count,
             struct err *err);

/* Runs any other statement; the number of a SELECT's first column goes to ret_number (which
 * may be NULL), or the number of changed rows. */
int row_run(struct store *store, const char *sql, const struct row_arg *args, size_t arg_count,
            int64_t *ret_number, struct err *err);

/* The error that the last call of SQLite left, as ours. */
int row_error(struct store *store, const char *doing, struct err *err);

#endif
