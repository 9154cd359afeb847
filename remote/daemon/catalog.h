/*
 * What the daemon knows of the transcripts: where each session's is, what a list says of it, and
 * what stands in it. Read plainly, with a cache by size and time; the index takes its place later.
 */
#ifndef CCR_DAEMON_CATALOG_H
#define CCR_DAEMON_CATALOG_H

#include "remote/transcript/page.h"
#include "remote/transcript/window.h"

#include "protocol/base/err.h"
#include "protocol/data/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalog;

/* roots ends with NULL and must outlive the catalog. */
struct catalog *catalog_new(char *const *roots);
void catalog_free(struct catalog *catalog);

/* The path of a session's transcript, NULL when it has none; the caller's. */
char *catalog_transcript(struct catalog *catalog, const char *session);

/* Bytes of the transcript, 0 when there is none. */
int64_t catalog_size(struct catalog *catalog, const char *session);

/* When the transcript last changed, wall ms; -1 when there is none. */
int64_t catalog_changed_at(struct catalog *catalog, const char *session);

/* True when the transcript holds a prompt with that uuid, or cannot be read. */
bool catalog_has_prompt(struct catalog *catalog, const char *session, const char *uuid);

/* What a list says of a session; ERR_NOT_FOUND when it has no transcript. */
int catalog_session(struct catalog *catalog, const char *session, struct session *ret_session,
                    struct err *err);

/* All sessions, the last active first; an array of the caller's, each ended with session_done(). */
size_t catalog_list(struct catalog *catalog, struct session **ret_sessions);

/* The one session with a transcript whose id ends so; ERR_NOT_FOUND, ERR_INVALID. The id is the
 * caller's. */
int catalog_find(struct catalog *catalog, const char *ending, char **ret_session, struct err *err);

/* A window or a page of a session's transcript; see remote/transcript/window.h and page.h.
 * ERR_NOT_FOUND when it has none. */
int catalog_window(struct catalog *catalog, const char *session, struct window_request *request,
                   struct window *ret_window, struct err *err);
int catalog_page(struct catalog *catalog, const char *session, const char *cursor, int64_t offset,
                 struct page *ret_page, struct err *err);

/* True when the transcript's size or time is another than at the last call for this mark. */
struct catalog_mark {
    int64_t size, changed_at;
};
bool catalog_moved(struct catalog *catalog, const char *session, struct catalog_mark *mark);

#endif
