/*
 * What the runner itself knows of a session, beside its transcript: where it was started,
 * what the user called it, what a fork came from, and what the user must be told.
 */
#ifndef CCR_STORE_SESSION_TABLE_H
#define CCR_STORE_SESSION_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/field.h"

#include <stddef.h>

struct session_row {
    char *session;
    char *project;
    char *title;
    char *model;
    char *permission_mode;
    char *origin; /* the session that a fork or a /clear came from */
    char *note;
    int64_t created_at, last_activity;
};

void session_row_init(struct session_row *session);
void session_row_done(struct session_row *session);

/* Inserts, or replaces the one with that id. */
int session_table_put(struct store *store, const struct session_row *session, struct err *err);
int session_table_get(struct store *store, const char *id, struct session_row *ret_session,
                      struct err *err);

/* What the user was told of the session is over. */
int session_table_forget_note(struct store *store, const char *id, struct err *err);

/* By id or an ending of it. */
int session_table_find(struct store *store, const char *ending, struct session_row *ret_session,
                       struct err *err);

/* All, the last active first; an array of the caller's. */
int session_table_list(struct store *store, struct session_row **ret_sessions, size_t *ret_count,
                       struct err *err);
void session_table_free(struct session_row *sessions, size_t count);

#endif
