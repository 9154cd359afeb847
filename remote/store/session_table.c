#include "remote/store/session_table.h"

#include "remote/store/id.h"
#include "remote/store/row.h"

#include "protocol/base/uuid.h"

#include <stdlib.h>

#define AT(member) offsetof(struct session_row, member)

static const struct field fields[] = {
    {"session", FIELD_TEXT, AT(session), NULL},
    {"project", FIELD_TEXT, AT(project), NULL},
    {"title", FIELD_TEXT, AT(title), NULL},
    {"model", FIELD_TEXT, AT(model), NULL},
    {"permission_mode", FIELD_TEXT, AT(permission_mode), NULL},
    {"origin", FIELD_TEXT, AT(origin), NULL},
    {"note", FIELD_TEXT, AT(note), NULL},
    {"created_at", FIELD_TIME, AT(created_at), NULL},
    {"last_activity", FIELD_TIME, AT(last_activity), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

static const struct row_kind kind = {"session", fields, sizeof(struct session_row)};

void session_row_init(struct session_row *session)
{
    field_init(fields, session);
}

void session_row_done(struct session_row *session)
{
    field_done(fields, session);
}

int session_table_put(struct store *store, const struct session_row *session, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(session->session)};
    int64_t there;
    int rc = row_run(store, "SELECT count(*) FROM session WHERE session = ?", args, 1, &there, err);

    if (rc < 0)
        return rc;
    return there != 0 ? row_update(store, &kind, session, err)
                      : row_insert(store, &kind, session, err);
}

int session_table_get(struct store *store, const char *id, struct session_row *ret_session,
                      struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(id)};

    return row_get(store, &kind, "WHERE session = ?", args, 1, ret_session, err);
}

int session_table_forget_note(struct store *store, const char *id, struct err *err)
{
    struct row_arg args[] = {ROW_TEXT(id)};

    return row_run(store, "UPDATE session SET note = NULL WHERE session = ?", args, 1, NULL, err);
}

int session_table_find(struct store *store, const char *ending, struct session_row *ret_session,
                       struct err *err)
{
    char id[UUID_SIZE];
    int rc = id_find(store, "session", ending, id, err);

    return rc < 0 ? rc : session_table_get(store, id, ret_session, err);
}

int session_table_list(struct store *store, struct session_row **ret_sessions, size_t *ret_count,
                       struct err *err)
{
    void *rows;
    int rc = row_list(store, &kind, "ORDER BY last_activity DESC", NULL, 0, &rows, ret_count, err);

    if (rc == 0)
        *ret_sessions = rows;
    return rc;
}

void session_table_free(struct session_row *sessions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        session_row_done(&sessions[i]);
    free(sessions);
}
