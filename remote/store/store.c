#include "remote/store/store.h"

#include "remote/store/row.h"
#include "remote/store/schema.h"

#include "protocol/base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_sql(struct store *store, const char *sql, struct err *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return row_error(store, "schema", err);
    return 0;
}

/* True for the codes that mean the file's content is wrong, not the disk or the rights. */
static bool damaged(struct store *store)
{
    int code = sqlite3_errcode(store->db);

    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

static int check_whole(struct store *store, struct err *err)
{
    sqlite3_stmt *statement;
    bool whole = false;

    if (sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK) {
        whole = sqlite3_step(statement) == SQLITE_ROW &&
                strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
        sqlite3_finalize(statement);
    }
    if (whole)
        return 0;
    return err_set(err, ERR_CONFLICT, "database: damaged: %s", sqlite3_errmsg(store->db));
}

static int migrate(struct store *store, struct err *err)
{
    int64_t version;
    int steps = 0, rc = row_run(store, "PRAGMA user_version", NULL, 0, &version, err);

    if (rc < 0)
        return rc;
    while (schema_steps[steps] != NULL)
        steps++;
    if (version > steps) {
        err_set(err, ERR_RUNNER, "the database was made by a newer ccr-remote (schema %d, ours %d)",
                (int)version, steps);
        return err_next(err, "install that version again, or a newer one");
    }
    for (; version < steps; version++) {
        char mark[64];

        snprintf(mark, sizeof(mark), "PRAGMA user_version = %d", (int)version + 1);
        if ((rc = store_begin(store, err)) < 0)
            return rc;
        if ((rc = run_sql(store, schema_steps[version], err)) < 0 ||
            (rc = run_sql(store, mark, err)) < 0 || (rc = store_commit(store, err)) < 0) {
            store_rollback(store);
            return rc;
        }
    }
    return 0;
}

int store_open(const char *path, struct store **ret_store, struct err *err)
{
    struct store *store = mem_new(1, sizeof(*store));
    int rc;

    if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK) {
        rc = row_error(store, path, err);
        goto fail;
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, 2000);
    rc = run_sql(store, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", err);
    if (rc == 0)
        rc = check_whole(store, err);
    if (rc == 0)
        rc = migrate(store, err);
    if (rc < 0) {
        if (damaged(store))
            rc = err_set(err, ERR_CONFLICT, "%s: damaged: %s", path, sqlite3_errmsg(store->db));
        goto fail;
    }
    *ret_store = store;
    return 0;
fail:
    store_free(store);
    return rc;
}

void store_free(struct store *store)
{
    if (store == NULL)
        return;
    sqlite3_close_v2(store->db);
    free(store);
}

int store_set_aside(const char *path, const char *time, char **ret_aside, struct err *err)
{
    static const char *const companions[] = {"-wal", "-shm", NULL};
    char *aside = mem_printf("%s.damaged-%s", path, time);

    if (rename(path, aside) != 0) {
        free(aside);
        return err_set(err, ERR_STORAGE, "%s: cannot set aside: %s", path, strerror(errno));
    }
    for (size_t i = 0; companions[i] != NULL; i++) {
        char *from = mem_printf("%s%s", path, companions[i]);
        char *to = mem_printf("%s%s", aside, companions[i]);

        rename(from, to);
        free(from);
        free(to);
    }
    *ret_aside = aside;
    return 0;
}

/* What follows is synced again, as it is set when the file is opened. */
static void sync_again(struct store *store)
{
    if (store->later)
        sqlite3_exec(store->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    store->later = false;
}

int store_begin(struct store *store, struct err *err)
{
    int rc = run_sql(store, "BEGIN IMMEDIATE", err);

    store->changes = sqlite3_total_changes(store->db);
    return rc;
}

int store_begin_later(struct store *store, struct err *err)
{
    /* SQLite takes this outside of a transaction only. */
    int rc = run_sql(store, "PRAGMA synchronous=NORMAL", err);

    store->later = true;
    if (rc == 0)
        rc = store_begin(store, err);
    if (rc < 0)
        sync_again(store);
    return rc;
}

int store_commit(struct store *store, struct err *err)
{
    int rc = run_sql(store, "COMMIT", err);

    if (rc < 0) {
        store_rollback(store);
        return rc;
    }
    /* A commit that changed nothing writes nothing, and syncs nothing of what was before it. */
    if (store->changes != sqlite3_total_changes(store->db))
        store->unsynced = store->later;
    sync_again(store);
    return 0;
}

void store_rollback(struct store *store)
{
    if (sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    sync_again(store);
}

int store_sync(struct store *store, struct err *err)
{
    sqlite3_file *wal = NULL;

    if (!store->unsynced)
        return 0;
    if (sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) != SQLITE_OK ||
        wal == NULL || wal->pMethods == NULL ||
        wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL) != SQLITE_OK) {
        store->broken = true;
        return err_set(err, ERR_STORAGE, "database: the disk did not take a commit");
    }
    store->unsynced = false;
    return 0;
}

int store_end(struct store *store, int rc, struct err *err)
{
    if (rc == 0)
        return store_commit(store, err);
    store_rollback(store);
    return rc;
}

bool store_broken(const struct store *store)
{
    return store->broken;
}

const char *store_library_version(void)
{
    return sqlite3_libversion();
}
