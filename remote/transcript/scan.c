#include "remote/transcript/scan.h"

#include "remote/transcript/hash.h"
#include "remote/transcript/keys.h"
#include "remote/transcript/line.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/json.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SUFFIX          ".jsonl"
#define AGENT           "agent-"
#define COMPACT_AGENT   "agent-acompact-"
#define AGENT_DEPTH_MAX 8
#define AGENT_LINE_MAX  (256 * 1024)

struct scan {
    scan_each *each;
    void *context;
    struct keys folders; /* that were read */
    int64_t unreadable;
    const char *session; /* whose sub-agents are looked for */
};

/* Called for each name in a folder; anything but 0 ends the walk. */
typedef int scan_visit(struct scan *scan, const char *folder, const char *name);

bool scan_session_id(const char *path, char ret_id[UUID_SIZE])
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;

    if (strlen(name) != UUID_SIZE - 1 + strlen(SUFFIX) || !str_ends(name, SUFFIX))
        return false;
    memcpy(ret_id, name, UUID_SIZE - 1);
    ret_id[UUID_SIZE - 1] = '\0';
    return uuid_valid(ret_id);
}

static bool first_time(struct scan *scan, const struct stat *status)
{
    const uint64_t place[2] = {(uint64_t)status->st_dev, (uint64_t)status->st_ino};
    size_t index;

    return keys_put(&scan->folders, hash_bytes(place, sizeof(place)), &index);
}

/* Visits what is in a folder, unless it was read before. */
static int walk(struct scan *scan, const char *folder, scan_visit *visit)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat status;
    int rc = 0;

    if (dir == NULL) {
        scan->unreadable += errno != ENOENT && errno != ENOTDIR;
        return 0;
    }
    if (fstat(dirfd(dir), &status) == 0 && first_time(scan, &status))
        while (rc == 0 && (entry = readdir(dir)) != NULL)
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                rc = visit(scan, folder, entry->d_name);
    closedir(dir);
    return rc;
}

static int give(struct scan *scan, const char *path, const char *id)
{
    struct scan_file file = {.path = path, .id = id};
    struct stat status;

    if (stat(path, &status) != 0) {
        scan->unreadable++;
        return 0;
    }
    if (!S_ISREG(status.st_mode))
        return 0;
    file.size = status.st_size;
    file.changed = (int64_t)status.st_mtime * 1000;
    file.device = (uint64_t)status.st_dev;
    file.inode = (uint64_t)status.st_ino;
    return scan->each(&file, scan->context);
}

static int visit_file(struct scan *scan, const char *folder, const char *name)
{
    char id[UUID_SIZE], *path;
    int rc;

    if (!scan_session_id(name, id))
        return 0;
    path = mem_printf("%s/%s", folder, name);
    rc = give(scan, path, id);
    free(path);
    return rc;
}

static int visit_slug(struct scan *scan, const char *folder, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    int rc = walk(scan, path, visit_file);

    free(path);
    return rc;
}

int scan_sessions(const char *const *roots, size_t count, scan_each *each, void *context,
                  int64_t *ret_unreadable)
{
    struct scan scan = {.each = each, .context = context};
    int rc = 0;

    keys_init(&scan.folders);
    for (size_t i = 0; i < count && rc == 0; i++) {
        char *projects = mem_printf("%s/projects", roots[i]);

        rc = walk(&scan, projects, visit_slug);
        free(projects);
    }
    keys_done(&scan.folders);
    *ret_unreadable = scan.unreadable;
    return rc;
}

struct find {
    const char *name; /* of the file */
    char *path;
    int64_t changed;
};

static int keep_newest(const struct scan_file *file, void *context)
{
    struct find *find = context;

    if (find->path == NULL || file->changed > find->changed) {
        mem_set(&find->path, file->path);
        find->changed = file->changed;
    }
    return 0;
}

/* Looks for the one file in a slug's folder, which need not be readable for that. */
static int visit_wanted(struct scan *scan, const char *folder, const char *name)
{
    struct find *find = scan->context;
    char *path = mem_printf("%s/%s/%s", folder, name, find->name);

    give(scan, path, find->name);
    free(path);
    return 0;
}

int scan_find(const char *const *roots, size_t count, const char *id, char **ret_path,
              struct err *err)
{
    struct find find = {.changed = 0};
    struct scan scan = {.each = keep_newest, .context = &find};
    char *name;

    if (!uuid_valid(id))
        return err_set(err, ERR_INVALID, "not a session id");
    name = mem_printf("%s" SUFFIX, id);
    find.name = name;
    keys_init(&scan.folders);
    for (size_t i = 0; i < count; i++) {
        char *projects = mem_printf("%s/projects", roots[i]);

        walk(&scan, projects, visit_wanted);
        free(projects);
    }
    keys_done(&scan.folders);
    free(name);
    if (find.path == NULL)
        return err_set(err, ERR_NOT_FOUND, "no transcript of session %s", id);
    *ret_path = find.path;
    return 0;
}

/* The agent's id in a file's name, the caller's to free; NULL for other names. */
static char *agent_id(const char *name)
{
    size_t len = strlen(name), around = strlen(AGENT) + strlen(SUFFIX);

    if (len <= around || !str_starts(name, AGENT) || !str_ends(name, SUFFIX) ||
        str_starts(name, COMPACT_AGENT))
        return NULL;
    return mem_dup_n(name + strlen(AGENT), len - around);
}

/* True when the first record of a sub-agent's file names the session. */
static bool names_session(const char *path, const char *session)
{
    struct lines lines;
    struct line line;
    struct json *record = NULL;
    bool named;

    if (lines_open(&lines, path, AGENT_LINE_MAX, NULL) < 0)
        return false;
    if (lines_read(&lines, 0, &line, NULL) > 0 && line.whole)
        record = json_parse(line.data, line.len, NULL);
    named = str_equal(json_get_text(record, "sessionId"), session);
    json_drop(record);
    lines_done(&lines);
    return named;
}

static int visit_beside(struct scan *scan, const char *folder, const char *name)
{
    char *id = agent_id(name), *path;
    int rc = 0;

    if (id == NULL)
        return 0;
    path = mem_printf("%s/%s", folder, name);
    if (names_session(path, scan->session))
        rc = give(scan, path, id);
    free(path);
    free(id);
    return rc;
}

/* Visits a session's own folder; `depth` is what is left of how deep it may be. */
static int walk_agents(struct scan *scan, const char *folder, int depth)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat status;
    int rc = 0;

    if (dir == NULL)
        return 0;
    while (rc == 0 && (entry = readdir(dir)) != NULL) {
        char *path, *id;

        if (entry->d_name[0] == '.')
            continue;
        path = mem_printf("%s/%s", folder, entry->d_name);
        id = agent_id(entry->d_name);
        if (id != NULL)
            rc = give(scan, path, id);
        else if (depth > 0 && lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
            rc = walk_agents(scan, path, depth - 1);
        free(id);
        free(path);
    }
    closedir(dir);
    return rc;
}

int scan_agents(const char *path, scan_each *each, void *context)
{
    struct scan scan = {.each = each, .context = context};
    const char *slash = strrchr(path, '/');
    char id[UUID_SIZE], *own, *beside;
    int rc;

    if (slash == NULL || !scan_session_id(path, id))
        return 0;
    scan.session = id;
    beside = mem_dup_n(path, (size_t)(slash - path));
    own = mem_printf("%s/%s/subagents", beside, id);
    rc = walk_agents(&scan, own, AGENT_DEPTH_MAX);
    keys_init(&scan.folders);
    if (rc == 0)
        rc = walk(&scan, beside[0] != '\0' ? beside : "/", visit_beside);
    keys_done(&scan.folders);
    free(own);
    free(beside);
    return rc;
}
