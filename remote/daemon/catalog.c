#include "remote/daemon/catalog.h"

#include "remote/transcript/cursor.h"
#include "remote/transcript/presence.h"
#include "remote/transcript/scan.h"
#include "remote/transcript/summary.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/filetime.h"
#include "protocol/sys/paths.h"
#include "protocol/sys/random.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CANDIDATES_MAX 5

/* What is kept of a session's file between two looks. */
struct entry {
    char session[UUID_SIZE];
    char *path;
    struct place place;
    struct summary summary;
    int64_t size, changed; /* of the file when the summary was read; -1: never */
    bool seen;             /* by the scan that runs */
};

struct catalog {
    char *const *roots;
    size_t root_count;
    struct entry **entries;
    size_t count;
};

struct catalog *catalog_new(char *const *roots)
{
    struct catalog *catalog = mem_new(1, sizeof(*catalog));

    catalog->roots = roots;
    catalog->root_count = paths_count(roots);
    return catalog;
}

static void entry_free(struct entry *entry)
{
    summary_done(&entry->summary);
    free(entry->path);
    free(entry);
}

void catalog_free(struct catalog *catalog)
{
    for (size_t i = 0; catalog != NULL && i < catalog->count; i++)
        entry_free(catalog->entries[i]);
    if (catalog != NULL)
        free(catalog->entries);
    free(catalog);
}

static struct entry *known(struct catalog *catalog, const char *session)
{
    for (size_t i = 0; i < catalog->count; i++)
        if (strcmp(catalog->entries[i]->session, session) == 0)
            return catalog->entries[i];
    return NULL;
}

/* The session's entry with that path, made when it is new. */
static struct entry *learn(struct catalog *catalog, const char *session, const char *path)
{
    struct entry *entry = known(catalog, session);

    if (entry == NULL) {
        entry = mem_new(1, sizeof(*entry));
        memcpy(entry->session, session, UUID_SIZE);
        place_init(&entry->place, cursor_file(session));
        summary_init(&entry->summary);
        entry->size = entry->changed = -1;
        catalog->entries = mem_resize(catalog->entries, catalog->count + 1, sizeof(entry));
        catalog->entries[catalog->count++] = entry;
    }
    if (!str_equal(entry->path, path)) {
        mem_set(&entry->path, path);
        entry->size = entry->changed = -1;
    }
    return entry;
}

static bool look_at(const char *path, int64_t *ret_size, int64_t *ret_changed)
{
    struct stat st;

    if (path == NULL || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *ret_size = (int64_t)st.st_size;
    *ret_changed = filetime_ms(&st);
    return true;
}

/* The entry of a session whose file is there now; NULL when it has none. */
static struct entry *find(struct catalog *catalog, const char *session)
{
    struct entry *entry = known(catalog, session);
    int64_t size, changed;
    char *path;

    if (entry != NULL && look_at(entry->path, &size, &changed))
        return entry;
    if (scan_find((const char *const *)catalog->roots, catalog->root_count, session, &path, NULL) <
        0)
        return NULL;
    entry = learn(catalog, session, path);
    free(path);
    return entry;
}

static int no_transcript(const char *session, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "session %s has no transcript here", session);
}

char *catalog_transcript(struct catalog *catalog, const char *session)
{
    struct entry *entry = find(catalog, session);

    return entry != NULL ? mem_dup(entry->path) : NULL;
}

int64_t catalog_size(struct catalog *catalog, const char *session)
{
    struct entry *entry = find(catalog, session);
    int64_t size, changed;

    return entry != NULL && look_at(entry->path, &size, &changed) ? size : 0;
}

int64_t catalog_changed_at(struct catalog *catalog, const char *session)
{
    struct entry *entry = find(catalog, session);
    int64_t size, changed;

    return entry != NULL && look_at(entry->path, &size, &changed) ? changed : -1;
}

bool catalog_has_prompt(struct catalog *catalog, const char *session, const char *uuid)
{
    struct presence wanted = {.kind = PRESENCE_PROMPT, .id = uuid};
    struct entry *entry = find(catalog, session);
    int64_t offset = 0;
    int rc;

    if (entry == NULL)
        return false;
    rc = presence_scan(entry->path, 0, &wanted, 1, &offset, NULL);
    return rc < 0 ? rc != -ERR_NOT_FOUND : wanted.found;
}

/* Reads the summary anew when the file is another than it was. */
static int refresh(struct entry *entry, struct err *err)
{
    int64_t size, changed;
    int rc;

    if (!look_at(entry->path, &size, &changed))
        return no_transcript(entry->session, err);
    if (size == entry->size && changed == entry->changed)
        return 0;
    rc = summary_read(entry->path, &entry->summary, err);
    if (rc < 0)
        return rc;
    mem_set(&entry->summary.session.session, entry->session);
    entry->size = size;
    entry->changed = changed;
    return 0;
}

int catalog_session(struct catalog *catalog, const char *session, struct session *ret_session,
                    struct err *err)
{
    struct entry *entry = find(catalog, session);
    int rc = entry != NULL ? refresh(entry, err) : no_transcript(session, err);

    if (rc == 0)
        field_copy(session_fields, ret_session, &entry->summary.session);
    return rc;
}

static int learn_file(const struct scan_file *file, void *context)
{
    struct catalog *catalog = context;
    struct entry *entry = known(catalog, file->id);

    if (entry == NULL || !entry->seen)
        entry = learn(catalog, file->id, file->path);
    entry->seen = true;
    return 0;
}

/* Looks which files there are; entries whose file is gone are dropped. */
static void rescan(struct catalog *catalog)
{
    int64_t unreadable = 0;
    size_t kept = 0;

    for (size_t i = 0; i < catalog->count; i++)
        catalog->entries[i]->seen = false;
    scan_sessions((const char *const *)catalog->roots, catalog->root_count, learn_file, catalog,
                  &unreadable);
    for (size_t i = 0; i < catalog->count; i++)
        if (catalog->entries[i]->seen)
            catalog->entries[kept++] = catalog->entries[i];
        else
            entry_free(catalog->entries[i]);
    catalog->count = kept;
}

static int later_first(const void *a, const void *b)
{
    int64_t x = ((const struct session *)a)->last_activity;
    int64_t y = ((const struct session *)b)->last_activity;

    return x < y ? 1 : x > y ? -1 : 0;
}

size_t catalog_list(struct catalog *catalog, struct session **ret_sessions)
{
    struct session *list;
    size_t count = 0;

    rescan(catalog);
    list = mem_new(catalog->count, sizeof(*list));
    for (size_t i = 0; i < catalog->count; i++)
        if (refresh(catalog->entries[i], NULL) == 0 && catalog->entries[i]->summary.listed)
            field_copy(session_fields, &list[count++], &catalog->entries[i]->summary.session);
    qsort(list, count, sizeof(*list), later_first);
    *ret_sessions = list;
    return count;
}

int catalog_find(struct catalog *catalog, const char *ending, char **ret_session, struct err *err)
{
    const char *found[CANDIDATES_MAX] = {NULL};
    struct buf names;
    size_t count = 0;

    if (strlen(ending) < UUID_MIN_ENDING || strlen(ending) >= UUID_SIZE)
        return err_set(err, ERR_INVALID, "%.64s: an id is named by its last %d characters or more",
                       ending, UUID_MIN_ENDING);
    rescan(catalog);
    for (size_t i = 0; i < catalog->count && count < CANDIDATES_MAX; i++)
        if (uuid_ends(catalog->entries[i]->session, ending))
            found[count++] = catalog->entries[i]->session;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND, "no such session: %.64s", ending);
    if (count == 1) {
        *ret_session = mem_dup(found[0]);
        return 0;
    }
    buf_init(&names, CANDIDATES_MAX * (UUID_SIZE + 1));
    for (size_t i = 0; i < count; i++)
        buf_printf(&names, " %s", found[i]);
    err_set(err, ERR_INVALID, "%s fits several:%s", ending, buf_text(&names));
    buf_done(&names);
    return err_next(err, "give more of the id's end");
}

static uint64_t fresh_generation(void)
{
    uint64_t fresh;

    random_bytes(&fresh, sizeof(fresh));
    return fresh;
}

int catalog_window(struct catalog *catalog, const char *session, struct window_request *request,
                   struct window *ret_window, struct err *err)
{
    struct entry *entry = find(catalog, session);

    if (entry == NULL)
        return no_transcript(session, err);
    request->fresh = fresh_generation();
    return window_read(entry->path, request, &entry->place, ret_window, err);
}

int catalog_page(struct catalog *catalog, const char *session, const char *cursor, int64_t offset,
                 struct page *ret_page, struct err *err)
{
    struct entry *entry = find(catalog, session);

    if (entry == NULL)
        return no_transcript(session, err);
    return page_read(entry->path, cursor, offset, PAGE_BYTES_MAX, &entry->place, fresh_generation(),
                     ret_page, err);
}

bool catalog_moved(struct catalog *catalog, const char *session, struct catalog_mark *mark)
{
    struct entry *entry = find(catalog, session);
    struct catalog_mark now = {-1, -1};
    bool moved;

    if (entry == NULL || !look_at(entry->path, &now.size, &now.changed_at))
        return false;
    moved = now.size != mark->size || now.changed_at != mark->changed_at;
    *mark = now;
    return moved;
}
