#include "remote/daemon/collect.h"

#include "remote/daemon/salvage.h"
#include "remote/store/id.h"
#include "remote/store/run_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/log.h"
#include "protocol/sys/paths.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RESERVE_BYTES (1024 * 1024)
#define KEEP_MS       (INT64_C(7) * 24 * 3600 * 1000)

/* Writes the reserve whole; false when the disk does not take it. */
static bool make_reserve(const struct daemon *daemon)
{
    char *path = paths_join(daemon->settings.state, "reserve"), *zeros;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    bool made;

    zeros = mem_new(RESERVE_BYTES, 1);
    made = fd >= 0 && fd_write_all(fd, zeros, RESERVE_BYTES) == 0 && fsync(fd) == 0;
    fd_close(&fd);
    if (!made)
        unlink(path);
    free(zeros);
    free(path);
    return made;
}

void collect_release_reserve(struct daemon *daemon)
{
    char *path = paths_join(daemon->settings.state, "reserve");

    unlink(path);
    free(path);
}

bool collect_probe_disk(struct daemon *daemon)
{
    struct err err;

    if (!make_reserve(daemon) || store_begin(daemon->store, &err) < 0)
        return false;
    if (id_take(daemon->store, "probe", "the disk was tried", &err) < 0) {
        store_rollback(daemon->store);
        return false;
    }
    return store_commit(daemon->store, &err) == 0;
}

static int start_anew(struct daemon *daemon, const char *path, struct err *err)
{
    char time[STR_TIME_SIZE], *aside;
    int rc;

    str_time(clock_wall_ms(), time);
    rc = store_set_aside(path, time, &aside, err);
    if (rc < 0)
        return rc;
    log_line(LOG_ERROR, "the database was damaged; it is kept as %s", aside);
    free(aside);
    rc = store_open(path, &daemon->store, err);
    return rc < 0 ? rc : salvage_ids(daemon, err);
}

int collect_open_store(struct daemon *daemon, struct err *err)
{
    char *path = paths_join(daemon->settings.state, "ccr.db");
    int rc = store_open(path, &daemon->store, err);

    if (rc == -ERR_CONFLICT)
        rc = start_anew(daemon, path, err);
    free(path);
    if (rc == 0)
        make_reserve(daemon);
    return rc;
}

int64_t collect_open_tasks(struct daemon *daemon)
{
    int64_t count;

    return task_table_count_open(daemon->store, &count, NULL) < 0 ? 1 : count;
}

void collect_old_runs(struct daemon *daemon)
{
    struct run_row *runs;
    size_t count;

    if (run_table_settled_before(daemon->store, clock_wall_ms() - KEEP_MS, &runs, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count; i++) {
        char *folder = mem_printf("%s/runs/%s", daemon->settings.state, runs[i].run);

        if (fd_remove_tree(folder, NULL) == 0)
            run_table_delete(daemon->store, runs[i].run, NULL);
        free(folder);
    }
    run_table_free(runs, count);
}
