/*
 * ccr.db: the runner's truth about tasks, attempts, runs, lines in, asks, sessions and
 * the audit. SQLite is included in this folder only. The daemon is the only writer, and
 * holds daemon.lock before it opens the file.
 *
 * WAL with synchronous=FULL: when store_commit() has returned 0, what was written is on
 * the disk, and a receipt may be given for it. Commits reach the disk in their order, so one
 * sync is enough for several: all but the last may be begun with store_begin_later().
 */
#ifndef CCR_STORE_STORE_H
#define CCR_STORE_STORE_H

#include "protocol/base/err.h"

#include <stdbool.h>

struct store;

/* Opens or makes the file and brings its schema up to date. ERR_STORAGE: the folder
 * or the disk; ERR_RUNNER: a newer build made it, which is refused; ERR_CONFLICT: damaged, see
 * store_set_aside(). */
int store_open(const char *path, struct store **ret_store, struct err *err);

/* Closes; NULL is fine. An open transaction is rolled back. */
void store_free(struct store *store);

/* Renames a damaged file and its companions to PATH.damaged-TIME, so that nothing is lost;
 * ret_aside (the caller's) is the new name. */
int store_set_aside(const char *path, const char *time, char **ret_aside, struct err *err);

/* A transaction. Only one at a time; begin fails when the file is not writable. */
int store_begin(struct store *store, struct err *err);
int store_commit(struct store *store, struct err *err);

/* Begins a transaction whose commit costs no sync: it comes onto the disk with a later commit or
 * with store_sync(), and until then a crash may undo it. For what nobody was told yet, and for
 * what may be lost. */
int store_begin_later(struct store *store, struct err *err);

/* Returns 0 when all that was committed is on the disk. ERR_STORAGE: see store_broken(). */
int store_sync(struct store *store, struct err *err);

void store_rollback(struct store *store);

/* Commits when rc is 0, else rolls back and returns it. */
int store_end(struct store *store, int rc, struct err *err);

/* True after an fsync failed: nothing this process believes of the file can be trusted,
 * the daemon ends and starts over from the disk. */
bool store_broken(const struct store *store);

/* SQLite's version at run time. */
const char *store_library_version(void);

#endif
