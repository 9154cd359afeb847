#include "tui/store/database.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"
#include "tui/store/row.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Step i makes schema i + 1 of schema i. A step that was released never changes. */
static const char *const steps[] = {
    "CREATE TABLE outbox ("
    " id TEXT PRIMARY KEY, host TEXT NOT NULL, state TEXT NOT NULL, dropping INTEGER NOT NULL,"
    " prompt TEXT NOT NULL, project TEXT, session TEXT, fork INTEGER NOT NULL,"
    " steer INTEGER NOT NULL, name TEXT, model TEXT, permission_mode TEXT, at INTEGER,"
    " timeout_ms INTEGER, max_budget_usd REAL, created_at INTEGER NOT NULL, note TEXT"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX outbox_waiting ON outbox (state, created_at, id);"
    "CREATE TABLE draft (key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    NULL,
};

const char *database_library_version(void)
{
    return sqlite3_libversion();
}

static int run(struct database *database, const char *sql, struct err *err)
{
    if (sqlite3_exec(database->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return row_error(database, "opening", err);
    return 0;
}

static int read_version(struct database *database, int *ret_version, struct err *err)
{
    sqlite3_stmt *statement;
    int rc = row_prepare(database, "PRAGMA user_version", NULL, 0, &statement, err);

    if (rc < 0)
        return rc;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *ret_version = sqlite3_column_int(statement, 0);
    else
        rc = row_error(database, "opening", err);
    sqlite3_finalize(statement);
    return rc;
}

static int migrate(struct database *database, struct err *err)
{
    const int count = (int)(sizeof(steps) / sizeof(steps[0])) - 1;
    int version, rc = read_version(database, &version, err);

    if (rc < 0)
        return rc;
    if (version > count) {
        err_set(err, ERR_RUNNER, "%s: made by a newer ccr (schema %d, this one knows %d)",
                database->path, version, count);
        return err_next(err, "use that version again, or a newer one");
    }
    if (version == count)
        return 0;
    /* Another client may be migrating: the version counts that is there once we may write. */
    if ((rc = run(database, "BEGIN IMMEDIATE", err)) < 0 ||
        (rc = read_version(database, &version, err)) < 0)
        return rc;
    for (; rc == 0 && version < count; version++) {
        char mark[64];

        snprintf(mark, sizeof(mark), "PRAGMA user_version = %d", version + 1);
        rc = run(database, steps[version], err);
        if (rc == 0)
            rc = run(database, mark, err);
    }
    return rc < 0 ? rc : run(database, "COMMIT", err);
}

/* The file is made with its rights before SQLite sees it: prompts are private. */
static int make_file(const char *path, struct err *err)
{
    char *folder = mem_dup(path), *slash = strrchr(folder, '/');
    int fd, rc = 0;

    if (slash != NULL && slash != folder) {
        *slash = '\0';
        rc = paths_private_folder(folder, err);
    }
    free(folder);
    if (rc < 0)
        return rc;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return 0;
}

int database_open(const char *path, struct database **ret_database, struct err *err)
{
    struct database *database = mem_new(1, sizeof(*database));
    int rc = make_file(path, err);

    database->path = mem_dup(path);
    if (rc < 0)
        goto fail;
    if (sqlite3_open_v2(path, &database->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        NULL) != SQLITE_OK) {
        rc = row_error(database, "opening", err);
        goto fail;
    }
    sqlite3_busy_timeout(database->sqlite, 5000);
    if ((rc = migrate(database, err)) < 0 ||
        (rc = run(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", err)) < 0)
        goto fail;
    *ret_database = database;
    return 0;
fail:
    database_free(database);
    return rc;
}

void database_free(struct database *database)
{
    if (database == NULL)
        return;
    sqlite3_close_v2(database->sqlite);
    free(database->path);
    free(database);
}
