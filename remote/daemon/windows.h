/*
 * Windows of transcripts as they cross the wire.
 */
#ifndef CCR_DAEMON_WINDOWS_H
#define CCR_DAEMON_WINDOWS_H

#include "remote/daemon/catalog.h"
#include "remote/daemon/daemon.h"

#include "protocol/json.h"

/* A window of a session; of one that has no transcript yet, an empty one whose cursor is the
 * beginning of what will come. */
int windows_read(struct daemon *daemon, const char *session, struct window_request *request,
                 struct window *ret_window, struct err *err);

/* Adds the answer that Claude's own records lack since its process ended before it was written:
 * the last of the session's last run, as a live item. False when there is none. */
bool windows_kept(struct daemon *daemon, const char *session, struct window *window);

/* The result of session/window. The caller owns it. */
struct json *windows_object(const char *session, const struct window *window);

#endif
