/*
 * The floor of everything that is durable: one fsync.
 */
#ifndef CCR_BENCH_DISK_H
#define CCR_BENCH_DISK_H

#include "protocol/base/err.h"

struct disk {
    int fd;
    long written; /* pages so far */
};

/* Makes a file in the folder that is measured. */
int disk_open(struct disk *disk, const char *folder, struct err *err);
void disk_done(struct disk *disk);

/* Appends a page and syncs it; how long that took, in milliseconds. */
int disk_sync(struct disk *disk, double *ret_ms, struct err *err);

#endif
