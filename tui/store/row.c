#include "tui/store/row.h"

#include "protocol/base/mem.h"

#include <math.h>

int row_error(struct database *database, const char *doing, struct err *err)
{
    err_set(err, ERR_STORAGE, "%s: %s: %s", database->path, doing,
            sqlite3_errmsg(database->sqlite));
    return err_next(err, "look at the free space and the rights of its folder");
}

int row_prepare(struct database *database, const char *sql, const char *const *texts, size_t count,
                sqlite3_stmt **ret_statement, struct err *err)
{
    if (sqlite3_prepare_v2(database->sqlite, sql, -1, ret_statement, NULL) != SQLITE_OK)
        return row_error(database, "reading", err);
    for (size_t i = 0; i < count; i++)
        sqlite3_bind_text(*ret_statement, (int)i + 1, texts[i], -1, SQLITE_STATIC);
    return 0;
}

int row_run(struct database *database, const char *sql, const char *const *texts, size_t count,
            int *ret_changed, struct err *err)
{
    sqlite3_stmt *statement;
    int rc = row_prepare(database, sql, texts, count, &statement, err);

    if (rc < 0)
        return rc;
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = row_error(database, "writing", err);
    else if (ret_changed != NULL)
        *ret_changed = sqlite3_changes(database->sqlite);
    sqlite3_finalize(statement);
    return rc;
}

static void bind_one(sqlite3_stmt *statement, int index, const struct field *field, void *object)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        sqlite3_bind_text(statement, index, *field_text(field, object), -1, SQLITE_STATIC);
        break;
    case FIELD_TIME:
    case FIELD_COUNT:
        if (*field_count(field, object) >= 0)
            sqlite3_bind_int64(statement, index, *field_count(field, object));
        break;
    case FIELD_MONEY:
        if (!isnan(*field_money(field, object)))
            sqlite3_bind_double(statement, index, *field_money(field, object));
        break;
    case FIELD_BOOL:
        sqlite3_bind_int(statement, index, *field_bool(field, object));
        break;
    case FIELD_WORD:
        sqlite3_bind_text(statement, index, field->words[*field_word(field, object)], -1,
                          SQLITE_STATIC);
        break;
    }
}

void row_bind(sqlite3_stmt *statement, const struct field *table, const void *object)
{
    for (int i = 0; table[i].name != NULL; i++)
        bind_one(statement, i + 1, &table[i], (void *)object);
}

static void read_one(sqlite3_stmt *statement, int index, const struct field *field, void *object)
{
    const char *text = (const char *)sqlite3_column_text(statement, index);
    int word;

    if (text == NULL)
        return;
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        mem_set(field_text(field, object), text);
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
        word = field_word_of(field->words, text);
        *field_word(field, object) = word >= 0 ? word : 0;
        break;
    }
}

void row_read(sqlite3_stmt *statement, const struct field *table, void *object)
{
    for (int i = 0; table[i].name != NULL; i++)
        read_one(statement, i, &table[i], object);
}
