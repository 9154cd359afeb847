#include "remote/store/row.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SQL_MAX (64 * 1024)

int row_error(struct store *store, const char *doing, struct err *err)
{
    int code = sqlite3_extended_errcode(store->db);

    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        store->broken = true;
    err_set(err, ERR_STORAGE, "database: %s: %s", doing, sqlite3_errmsg(store->db));
    return err_next(err, "look at the free space and the rights of the state folder");
}

static void append_column(struct buf *sql, const struct field *field)
{
    for (const char *c = field->name; *c != '\0'; c++)
        buf_append_char(sql, *c == '.' || *c == '-' ? '_' : *c);
}

/* Appends "a,b,c" with suffix after each name, or as many of suffix alone. */
static void append_columns(struct buf *sql, const struct field *fields, bool names,
                           const char *suffix)
{
    for (const struct field *field = fields; field->name != NULL; field++) {
        if (field != fields)
            buf_append_char(sql, ',');
        if (names)
            append_column(sql, field);
        buf_append_text(sql, suffix);
    }
}

static int bind_field(sqlite3_stmt *statement, int index, const struct field *field, void *object)
{
    const char *text;
    int64_t count;

    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        text = *field_text(field, object);
        return sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
    case FIELD_TIME:
    case FIELD_COUNT:
        count = *field_count(field, object);
        return count < 0 ? sqlite3_bind_null(statement, index)
                         : sqlite3_bind_int64(statement, index, count);
    case FIELD_MONEY:
        return isnan(*field_money(field, object))
                   ? sqlite3_bind_null(statement, index)
                   : sqlite3_bind_double(statement, index, *field_money(field, object));
    case FIELD_BOOL:
        return sqlite3_bind_int(statement, index, *field_bool(field, object));
    case FIELD_WORD:
        text = field->words[*field_word(field, object)];
        return sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static void read_field(sqlite3_stmt *statement, int index, const struct field *field, void *object)
{
    int word;

    if (sqlite3_column_type(statement, index) == SQLITE_NULL)
        return;
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        *field_text(field, object) = mem_dup((const char *)sqlite3_column_text(statement, index));
        break;
    case FIELD_TIME:
    case FIELD_COUNT:
        *field_count(field, object) = sqlite3_column_int64(statement, index);
        break;
    case FIELD_MONEY:
        *field_money(field, object) = sqlite3_column_double(statement, index);
        break;
    case FIELD_BOOL:
        *field_bool(field, object) = sqlite3_column_int(statement, index) != 0;
        break;
    case FIELD_WORD:
        word = field_word_of(field->words, (const char *)sqlite3_column_text(statement, index));
        *field_word(field, object) = word >= 0 ? word : 0;
        break;
    }
}

static int prepare(struct store *store, const char *sql, sqlite3_stmt **ret_statement,
                   struct err *err)
{
    if (sqlite3_prepare_v2(store->db, sql, -1, ret_statement, NULL) != SQLITE_OK)
        return row_error(store, sql, err);
    return 0;
}

static void bind_args(sqlite3_stmt *statement, const struct row_arg *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].is_number)
            sqlite3_bind_int64(statement, (int)i + 1, args[i].number);
        else
            sqlite3_bind_text(statement, (int)i + 1, args[i].text, -1, SQLITE_STATIC);
}

/* Binds every field and runs a statement that returns no rows. */
static int write_row(struct store *store, const struct row_kind *kind, const char *sql,
                     const void *object, struct err *err)
{
    sqlite3_stmt *statement;
    int index = 1, rc = prepare(store, sql, &statement, err);

    if (rc < 0)
        return rc;
    for (const struct field *field = kind->fields; field->name != NULL; field++)
        bind_field(statement, index++, field, (void *)object);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = row_error(store, kind->table, err);
    sqlite3_finalize(statement);
    return rc;
}

int row_insert(struct store *store, const struct row_kind *kind, const void *object,
               struct err *err)
{
    struct buf sql;
    int rc;

    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "INSERT INTO %s (", kind->table);
    append_columns(&sql, kind->fields, true, "");
    buf_append_text(&sql, ") VALUES (");
    append_columns(&sql, kind->fields, false, "?");
    buf_append_char(&sql, ')');
    rc = write_row(store, kind, buf_text(&sql), object, err);
    buf_done(&sql);
    return rc;
}

int row_update(struct store *store, const struct row_kind *kind, const void *object,
               struct err *err)
{
    struct buf sql;
    int rc;

    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "UPDATE %s SET ", kind->table);
    append_columns(&sql, kind->fields, true, "=?");
    buf_append_text(&sql, " WHERE ");
    append_column(&sql, kind->fields);
    buf_append_text(&sql, "=?1");
    rc = write_row(store, kind, buf_text(&sql), object, err);
    buf_done(&sql);
    if (rc == 0 && sqlite3_changes(store->db) == 0)
        rc = err_set(err, ERR_NOT_FOUND, "no such %s", kind->table);
    return rc;
}

int row_each(struct store *store, const struct row_kind *kind, const char *rest,
             const struct row_arg *args, size_t arg_count,
             bool (*each)(void *context, void *object), void *context, struct err *err)
{
    sqlite3_stmt *statement;
    struct buf sql;
    int rc, step;

    buf_init(&sql, SQL_MAX);
    buf_append_text(&sql, "SELECT ");
    append_columns(&sql, kind->fields, true, "");
    buf_printf(&sql, " FROM %s %s", kind->table, rest);
    rc = prepare(store, buf_text(&sql), &statement, err);
    buf_done(&sql);
    if (rc < 0)
        return rc;
    bind_args(statement, args, arg_count);
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        void *object = mem_new(1, kind->size);
        int index = 0;

        field_init(kind->fields, object);
        for (const struct field *field = kind->fields; field->name != NULL; field++)
            read_field(statement, index++, field, object);
        if (!each(context, object))
            field_done(kind->fields, object);
        free(object);
    }
    if (step != SQLITE_DONE)
        rc = row_error(store, kind->table, err);
    sqlite3_finalize(statement);
    return rc;
}

struct collect {
    const struct row_kind *kind;
    char *objects;
    size_t count, cap, max;
};

static bool collect_row(void *context, void *object)
{
    struct collect *all = context;

    if (all->count == all->max)
        return false;
    if (all->count == all->cap) {
        all->cap = all->cap != 0 ? all->cap * 2 : 8;
        all->objects = mem_resize(all->objects, all->cap, all->kind->size);
    }
    memcpy(all->objects + all->count++ * all->kind->size, object, all->kind->size);
    return true;
}

int row_list(struct store *store, const struct row_kind *kind, const char *rest,
             const struct row_arg *args, size_t arg_count, void **ret_objects, size_t *ret_count,
             struct err *err)
{
    struct collect all = {.kind = kind, .max = SIZE_MAX};
    int rc = row_each(store, kind, rest, args, arg_count, collect_row, &all, err);

    if (rc < 0) {
        for (size_t i = 0; i < all.count; i++)
            field_done(kind->fields, all.objects + i * kind->size);
        free(all.objects);
        return rc;
    }
    *ret_objects = all.objects;
    *ret_count = all.count;
    return 0;
}

int row_get(struct store *store, const struct row_kind *kind, const char *rest,
            const struct row_arg *args, size_t arg_count, void *ret_object, struct err *err)
{
    struct collect all = {.kind = kind, .max = 1};
    int rc = row_each(store, kind, rest, args, arg_count, collect_row, &all, err);

    if (rc == 0 && all.count == 0)
        rc = err_set(err, ERR_NOT_FOUND, "no such %s", kind->table);
    else if (rc == 0)
        memcpy(ret_object, all.objects, kind->size);
    free(all.objects);
    return rc;
}

int row_run(struct store *store, const char *sql, const struct row_arg *args, size_t arg_count,
            int64_t *ret_number, struct err *err)
{
    sqlite3_stmt *statement;
    int step, rc = prepare(store, sql, &statement, err);

    if (rc < 0)
        return rc;
    bind_args(statement, args, arg_count);
    step = sqlite3_step(statement);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        rc = row_error(store, sql, err);
    else if (ret_number != NULL)
        *ret_number =
            step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : sqlite3_changes(store->db);
    sqlite3_finalize(statement);
    return rc;
}
