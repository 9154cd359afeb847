#include "remote/daemon/salvage.h"

#include "remote/daemon/spool.h"
#include "remote/store/id.h"
#include "remote/transcript/scan.h"

#include "protocol/base/mem.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/log.h"
#include "protocol/sys/paths.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct salvage {
    struct store *store;
    struct err *err;
    int rc;
    int count;
};

/* A uuid stands as "uuid":"..." in what we write and in what the CLI writes; a
 * false hit costs nothing, since nobody makes that id a second time. */
static void take_ids(struct salvage *salvage, const char *path)
{
    static const char *const marks[] = {"\"uuid\":\"", "\"source_uuid\":\""};
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t cap = 0;

    while (file != NULL && salvage->rc == 0 && getline(&line, &cap, file) > 0)
        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
            const char *at = strstr(line, marks[i]);
            char id[UUID_SIZE];

            if (at == NULL || (i == 0 && strstr(line, "\"type\":\"user\"") == NULL))
                continue;
            snprintf(id, sizeof(id), "%.36s", at + strlen(marks[i]));
            if (uuid_valid(id)) {
                salvage->rc = id_take(salvage->store, id, "it ran before the database was lost",
                                      salvage->err);
                salvage->count++;
            }
        }
    free(line);
    if (file != NULL)
        fclose(file);
}

static void salvage_run(struct salvage *salvage, const char *folder)
{
    char *lines = paths_join(folder, "in.ndjson");
    struct spool spool;

    take_ids(salvage, lines);
    free(lines);
    if (spool_open(&spool, folder, NULL) == 0) {
        spool_let_go(&spool, NULL);
        spool_done(&spool);
    }
}

static int salvage_transcript(const struct scan_file *file, void *context)
{
    struct salvage *salvage = context;

    take_ids(salvage, file->path);
    return salvage->rc;
}

int salvage_ids(struct daemon *daemon, struct err *err)
{
    char *runs = paths_join(daemon->settings.state, "runs");
    struct salvage salvage = {.store = daemon->store, .err = err};
    DIR *dir = opendir(runs);
    struct dirent *entry;
    int64_t unreadable = 0;
    int rc = store_begin(daemon->store, err);

    while (rc == 0 && dir != NULL && (entry = readdir(dir)) != NULL)
        if (uuid_valid(entry->d_name)) {
            char *folder = paths_join(runs, entry->d_name);

            salvage_run(&salvage, folder);
            free(folder);
        }
    if (rc == 0)
        scan_sessions((const char *const *)daemon->settings.roots,
                      paths_count(daemon->settings.roots), salvage_transcript, &salvage,
                      &unreadable);
    if (dir != NULL)
        closedir(dir);
    free(runs);
    rc = rc < 0 ? rc : salvage.rc;
    if (rc < 0) {
        store_rollback(daemon->store);
        return rc;
    }
    log_line(LOG_INFO, "%d ids were collected from spools and transcripts", salvage.count);
    return store_commit(daemon->store, err);
}
