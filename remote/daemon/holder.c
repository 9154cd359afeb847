#include "remote/daemon/holder.h"

#include "remote/daemon/catalog.h"
#include "remote/daemon/run.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/json.h"
#include "protocol/sys/birth.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX  (64 * 1024)
#define FILES_MAX 4096
#define GREW_MS   60000
#define SETTLE_MS 2000 /* file times are in whole seconds */

/* True when the process runs, is no zombie, and started when the file says (in the unit
 * of birth_of(), where the file has it). */
static bool runs_since(pid_t pid, const struct json *file)
{
    uint64_t birth;
    int rc = birth_of(pid, &birth);
    const struct json *start = json_get(file, "procStart");
    const char *text = json_text(start);

    if (rc == BIRTH_GONE || rc == BIRTH_ZOMBIE)
        return false;
    if (rc != 0)
        return kill(pid, 0) == 0;
    if (text != NULL)
        return strtoull(text, NULL, 10) == birth;
    return json_int(start, (int64_t)birth) == (int64_t)birth;
}

static bool is_ours(const struct daemon *daemon, pid_t pid)
{
    for (const struct run *run = daemon->runs; run != NULL; run = run->next) {
        struct spool_pids pids;

        if (spool_pids(&run->spool, &pids) && pids.agent == pid)
            return true;
    }
    return false;
}

/* Reads folder/name as the CLI's file about a process that has the session open. */
static bool names_session(const struct daemon *daemon, const char *folder, const char *name,
                          const char *session, struct holder *ret_holder)
{
    char *path = paths_join(folder, name);
    struct buf text;
    struct json *file = NULL;
    bool found = false;
    const char *entry;
    int64_t pid;

    buf_init(&text, FILE_MAX);
    if (fd_read_file(path, FILE_MAX, &text, NULL) == 0)
        file = json_parse(buf_text(&text), text.len, NULL);
    pid = json_get_int(file, "pid", -1);
    if (pid > 1 && str_equal(json_get_text(file, "sessionId"), session) &&
        !is_ours(daemon, (pid_t)pid) && runs_since((pid_t)pid, file)) {
        entry = json_get_text(file, "entrypoint");
        ret_holder->pid = pid;
        snprintf(ret_holder->name, sizeof(ret_holder->name), "%s", entry != NULL ? entry : "?");
        found = true;
    }
    json_drop(file);
    buf_done(&text);
    free(path);
    return found;
}

static bool in_root(const struct daemon *daemon, const char *root, const char *session,
                    struct holder *ret_holder)
{
    char *folder = paths_join(root, "sessions");
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool found = false;

    for (int seen = 0; dir != NULL && !found && seen < FILES_MAX && (entry = readdir(dir)) != NULL;
         seen++)
        if (str_ends(entry->d_name, ".json"))
            found = names_session(daemon, folder, entry->d_name, session, ret_holder);
    if (dir != NULL)
        closedir(dir);
    free(folder);
    return found;
}

/* The transcript changed within the last minute, and after our last run on it was over. */
static bool grew_alone(struct daemon *daemon, const char *session)
{
    int64_t changed = catalog_changed_at(daemon->catalog, session), settled;

    if (changed < 0 || changed < clock_wall_ms() - GREW_MS)
        return false;
    if (run_table_last_settled(daemon->store, session, &settled, NULL) < 0)
        return true;
    return changed > settled + SETTLE_MS;
}

bool holder_named(struct daemon *daemon, const char *session, struct holder *ret_holder)
{
    for (size_t i = 0; daemon->settings.roots[i] != NULL; i++)
        if (in_root(daemon, daemon->settings.roots[i], session, ret_holder))
            return true;
    return false;
}

bool holder_find(struct daemon *daemon, const char *session, struct holder *ret_holder)
{
    if (holder_named(daemon, session, ret_holder))
        return true;
    if (grew_alone(daemon, session)) {
        *ret_holder = (struct holder){.pid = -1};
        return true;
    }
    return false;
}

char *holder_reason(const struct holder *holder)
{
    return holder->pid < 0 ? mem_dup("open elsewhere: its transcript grew within the last minute")
                           : mem_printf("open in a terminal (%s), pid %lld", holder->name,
                                        (long long)holder->pid);
}
