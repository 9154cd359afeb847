/*
 * outbox.db: what the user typed and no host has yet, and what the screen wants back after a crash.
 * SQLite is included in this folder only. Several clients may have the file open.
 */
#ifndef CCR_STORE_DATABASE_H
#define CCR_STORE_DATABASE_H

#include "protocol/base/err.h"

struct database;

/* Opens the file, made when it is missing, in its folder (made private when missing); WAL, and each
 * change is on disk when its function returns. ERR_STORAGE: cannot be opened or written, or
 * was damaged; ERR_RUNNER: made by a newer ccr, nothing was touched. */
int database_open(const char *path, struct database **ret_database, struct err *err);
void database_free(struct database *database);

/* SQLite's version at run time. */
const char *database_library_version(void);

#endif
