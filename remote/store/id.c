#include "remote/store/id.h"

#include "remote/store/row.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"

#include <stdio.h>
#include <string.h>

#define CANDIDATES_MAX 5

static int candidates(struct store *store, const char *table, const char *ending,
                      char found[CANDIDATES_MAX + 1][UUID_SIZE], int *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(ending)};
    sqlite3_stmt *statement;
    char sql[128];

    snprintf(sql, sizeof(sql),
             "SELECT %s FROM %s WHERE substr(%s, -length(?1)) = lower(?1)"
             " LIMIT %d",
             table, table, table, CANDIDATES_MAX + 1);
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return row_error(store, sql, err);
    sqlite3_bind_text(statement, 1, args[0].text, -1, SQLITE_STATIC);
    for (*ret_count = 0; *ret_count <= CANDIDATES_MAX && sqlite3_step(statement) == SQLITE_ROW;
         ++*ret_count)
        snprintf(found[*ret_count], UUID_SIZE, "%s",
                 (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return 0;
}

int id_find(struct store *store, const char *table, const char *ending, char ret_id[UUID_SIZE],
            struct err *err)
{
    char found[CANDIDATES_MAX + 1][UUID_SIZE];
    struct buf names;
    int count = 0, rc;

    if (strlen(ending) < UUID_MIN_ENDING || strlen(ending) >= UUID_SIZE)
        return err_set(err, ERR_INVALID, "%s: an id is named by its last %d characters or more",
                       ending, UUID_MIN_ENDING);
    rc = candidates(store, table, ending, found, &count, err);
    if (rc < 0)
        return rc;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND, "no such %s: %s", table, ending);
    memcpy(ret_id, found[0], UUID_SIZE);
    if (count == 1)
        return 0;
    buf_init(&names, 1024);
    for (int i = 0; i < count && i < CANDIDATES_MAX; i++)
        buf_printf(&names, " %s", found[i]);
    err_set(err, ERR_INVALID, "%s fits several:%s%s", ending, buf_text(&names),
            count > CANDIDATES_MAX ? " ..." : "");
    buf_done(&names);
    return err_next(err, "give more of the id's end");
}

int id_take(struct store *store, const char *id, const char *why, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(id), ROW_TEXT(why)};

    return row_run(store, "INSERT OR IGNORE INTO taken (id, why) VALUES (?, ?)", args, 2, NULL,
                   err);
}

bool id_taken(struct store *store, const char *id, char **ret_why)
{
    sqlite3_stmt *statement;
    bool taken;

    if (sqlite3_prepare_v2(store->db, "SELECT why FROM taken WHERE id = ?", -1, &statement, NULL) !=
        SQLITE_OK)
        return false;
    sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    taken = sqlite3_step(statement) == SQLITE_ROW;
    if (taken && ret_why != NULL)
        *ret_why = mem_dup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return taken;
}
