#include "remote/store/ask_table.h"

#include "remote/store/id.h"
#include "remote/store/row.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

static const struct row_kind kind = {"ask", ask_fields, sizeof(struct ask)};

int ask_table_insert(struct store *store, const struct ask *ask, const char *run,
                     const char *request_id, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run), ROW_TEXT(request_id), ROW_TEXT(ask->ask)};
    int rc = row_insert(store, &kind, ask, err);

    if (rc < 0)
        return rc;
    return row_run(store, "UPDATE ask SET run = ?, request_id = ? WHERE ask = ?", args, 3, NULL,
                   err);
}

int ask_table_update(struct store *store, const struct ask *ask, struct err *err)
{
    return row_update(store, &kind, ask, err);
}

int ask_table_get(struct store *store, const char *id, struct ask *ret_ask, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(id)};

    return row_get(store, &kind, "WHERE ask = ?", args, 1, ret_ask, err);
}

int ask_table_find(struct store *store, const char *ending, struct ask *ret_ask, struct err *err)
{
    char id[UUID_SIZE];
    int rc = id_find(store, "ask", ending, id, err);

    return rc < 0 ? rc : ask_table_get(store, id, ret_ask, err);
}

int ask_table_by_request(struct store *store, const char *run, const char *request_id,
                         struct ask *ret_ask, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run), ROW_TEXT(request_id)};

    return row_get(store, &kind, "WHERE run = ? AND request_id = ?", args, 2, ret_ask, err);
}

int ask_table_route(struct store *store, const char *id, char **ret_run, char **ret_request_id,
                    struct err *err)
{
    sqlite3_stmt *statement;
    int rc = 0;

    if (sqlite3_prepare_v2(store->db, "SELECT run, request_id FROM ask WHERE ask = ?", -1,
                           &statement, NULL) != SQLITE_OK)
        return row_error(store, "ask", err);
    sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        *ret_run = mem_dup((const char *)sqlite3_column_text(statement, 0));
        *ret_request_id = mem_dup((const char *)sqlite3_column_text(statement, 1));
    } else {
        rc = err_set(err, ERR_NOT_FOUND, "no such ask: %s", id);
    }
    sqlite3_finalize(statement);
    return rc;
}

static int list(struct store *store, const char *rest, const struct row_arg *args, size_t count,
                struct ask **ret_asks, size_t *ret_count, struct err *err)
{
    void *rows;
    int rc = row_list(store, &kind, rest, args, count, &rows, ret_count, err);

    if (rc == 0)
        *ret_asks = rows;
    return rc;
}

int ask_table_list(struct store *store, int state, int64_t limit, struct ask **ret_asks,
                   size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(state < 0 ? NULL : ask_state_words[state]),
                             ROW_NUMBER(limit)};

    return list(store,
                "WHERE ask IN (SELECT ask FROM ask WHERE ?1 IS NULL OR state = ?1"
                " ORDER BY created_at DESC LIMIT ?2) ORDER BY created_at",
                args, 2, ret_asks, ret_count, err);
}

int ask_table_open_of(struct store *store, const char *run, struct ask **ret_asks,
                      size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(run)};

    return list(store, "WHERE run = ? AND state IN ('pending','answered')", args, 1, ret_asks,
                ret_count, err);
}

void ask_table_free(struct ask *asks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ask_done(&asks[i]);
    free(asks);
}
