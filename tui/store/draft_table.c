#include "tui/store/draft_table.h"

#include "protocol/base/mem.h"
#include "tui/store/row.h"

int draft_table_set(struct database *database, const char *key, const char *text, struct err *err)
{
    const char *const texts[] = {key, text};

    if (text == NULL || *text == '\0')
        return row_run(database, "DELETE FROM draft WHERE key = ?1", texts, 1, NULL, err);
    return row_run(database,
                   "INSERT INTO draft (key, text) VALUES (?1, ?2)"
                   " ON CONFLICT (key) DO UPDATE SET text = ?2",
                   texts, 2, NULL, err);
}

char *draft_table_get(struct database *database, const char *key)
{
    sqlite3_stmt *statement;
    char *text = NULL;

    if (row_prepare(database, "SELECT text FROM draft WHERE key = ?1", &key, 1, &statement, NULL) <
        0)
        return NULL;
    if (sqlite3_step(statement) == SQLITE_ROW)
        text = mem_dup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

int draft_table_each(struct database *database,
                     void (*each)(void *context, const char *key, const char *text), void *context,
                     struct err *err)
{
    sqlite3_stmt *statement;
    int step, rc = row_prepare(database, "SELECT key, text FROM draft ORDER BY key", NULL, 0,
                               &statement, err);

    if (rc < 0)
        return rc;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW)
        each(context, (const char *)sqlite3_column_text(statement, 0),
             (const char *)sqlite3_column_text(statement, 1));
    if (step != SQLITE_DONE)
        rc = row_error(database, "reading", err);
    sqlite3_finalize(statement);
    return rc;
}
