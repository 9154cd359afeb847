/*
 * The transcript files below Claude Code's configuration folders. A session is
 * ROOT/projects/SLUG/UUID.jsonl; the slug tells nothing for certain, and one session may
 * stand under two. Sub-agents have files of their own and are no sessions.
 *
 * Links are followed to folders and files, but a folder is read once however it is
 * reached. What cannot be read is counted and passed over.
 */
#ifndef CCR_TRANSCRIPT_SCAN_H
#define CCR_TRANSCRIPT_SCAN_H

#include "protocol/base/err.h"
#include "protocol/base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One file found; what it points to lives as long as the call it is given to. */
struct scan_file {
    const char *path;
    const char *id; /* a session's UUID, or what stands behind "agent-" in a file's name */
    int64_t size;
    int64_t changed; /* modification time, milliseconds since 1970, to the second */
    uint64_t device, inode;
};

/* Is given each file, in no order; anything but 0 ends the scan. */
typedef int scan_each(const struct scan_file *file, void *context);

/* Gives each session file below the roots (configuration folders; a missing one is fine).
 * *ret_unreadable counts folders and files that could not be looked at. Returns 0, or what
 * `each` returned. */
int scan_sessions(const char *const *roots, size_t count, scan_each *each, void *context,
                  int64_t *ret_unreadable);

/* The file of one session, the newest when there are several; the caller's to free.
 * ERR_NOT_FOUND when there is none, ERR_INVALID when id is no UUID. */
int scan_find(const char *const *roots, size_t count, const char *id, char **ret_path,
              struct err *err);

/* Gives each sub-agent's file of the session whose file is at path: those in its own folder, at
 * any depth, and those beside it that name the session. Not the runs that compact a
 * conversation. Returns 0, or what `each` returned. */
int scan_agents(const char *path, scan_each *each, void *context);

/* The session that a path names by its last part; false when that is no UUID.jsonl. */
bool scan_session_id(const char *path, char ret_id[UUID_SIZE]);

#endif
