/*
 * The daemon's care for its disk: opening the database or setting a damaged one aside, the reserve
 * that is given up first when the disk is full, and old run folders.
 */
#ifndef CCR_DAEMON_COLLECT_H
#define CCR_DAEMON_COLLECT_H

#include "remote/daemon/daemon.h"

/* Opens ccr.db. A damaged one is set aside whole, and every id that the spools and the
 * transcripts show is remembered, so that none of them is ever taken a second time. */
int collect_open_store(struct daemon *daemon, struct err *err);

/* How many tasks have not ended. */
int64_t collect_open_tasks(struct daemon *daemon);

/* Deletes the 1 MiB reserve, which is made again when the disk takes writes. */
void collect_release_reserve(struct daemon *daemon);

/* True when the disk takes a commit and the reserve. */
bool collect_probe_disk(struct daemon *daemon);

/* Removes the folders of runs that were settled a week ago. */
void collect_old_runs(struct daemon *daemon);

#endif
