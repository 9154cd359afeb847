#include "remote/daemon/requests.h"

#include "remote/daemon/catalog.h"
#include "remote/daemon/named.h"
#include "remote/daemon/run.h"
#include "remote/daemon/stop.h"
#include "remote/store/session_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/wire.h"

#include <stdlib.h>

#define LIMIT_DEFAULT 50
#define LIMIT_MAX     500

/* Sessions of ours that Claude has written nothing of yet come before the others. */
static size_t append_unwritten(struct daemon *daemon, const char *project, struct json *list,
                               int64_t limit)
{
    struct session_row *rows;
    size_t count, added = 0;

    if (session_table_list(daemon->store, &rows, &count, NULL) < 0)
        return 0;
    for (size_t i = 0; i < count && (int64_t)added < limit; i++) {
        char *transcript = catalog_transcript(daemon->catalog, rows[i].session);
        struct session session;

        if (transcript == NULL && (project == NULL || str_equal(project, rows[i].project)) &&
            named_describe(daemon, rows[i].session, &session, NULL) == 0) {
            if (session.state != SESSION_IDLE || session.note != NULL) {
                json_append(list, wire_object(session_fields, &session));
                added++;
            }
            session_done(&session);
        }
        free(transcript);
    }
    session_table_free(rows, count);
    return added;
}

int on_session_list(struct client *client, const struct json *params, struct json **ret_result,
                    struct err *err)
{
    struct daemon *daemon = client->daemon;
    const char *project = json_get_text(params, "project");
    int64_t limit = json_get_int(params, "limit", LIMIT_DEFAULT), at = 0;
    int64_t offset = json_get_int(params, "offset", 0), total = 0;
    struct json *list = json_new_array();
    struct session *sessions;
    size_t count;

    (void)err;
    limit = limit < 1 || limit > LIMIT_MAX ? LIMIT_MAX : limit;
    if (offset <= 0)
        total += (int64_t)append_unwritten(daemon, project, list, limit);
    count = catalog_list(daemon->catalog, &sessions);
    for (size_t i = 0; i < count; i++) {
        if (project == NULL || str_equal(project, sessions[i].project)) {
            if (at >= offset && (int64_t)json_count(list) < limit) {
                named_complete(daemon, &sessions[i]);
                json_append(list, wire_object(session_fields, &sessions[i]));
            }
            at++;
        }
        session_done(&sessions[i]);
    }
    free(sessions);
    *ret_result = json_new_object();
    json_put(*ret_result, "sessions", list);
    json_put_int(*ret_result, "total", total + at);
    return 0;
}

int on_session_get(struct client *client, const struct json *params, struct json **ret_result,
                   struct err *err)
{
    struct session session;
    char *id;
    int rc = named_session(client->daemon, params, &id, err);

    if (rc < 0)
        return rc;
    rc = named_describe(client->daemon, id, &session, err);
    if (rc == 0) {
        *ret_result = wire_object(session_fields, &session);
        session_done(&session);
    }
    free(id);
    return rc;
}

int on_session_interrupt(struct client *client, const struct json *params, struct json **ret_result,
                         struct err *err)
{
    struct daemon *daemon = client->daemon;
    struct session session;
    struct run *run;
    char *id;
    int rc = named_session(daemon, params, &id, err);

    if (rc < 0)
        return rc;
    run = run_of_session(daemon, id);
    if (run == NULL || run->hand.count == 0) {
        rc = err_set(err, ERR_CONFLICT, "nothing of ours runs in this session");
        err_next(err, "ccr cancel TASK takes a prompt out of the queue");
    } else {
        rc = stop_begin(run, run->hand.attempts[0].task, STOP_USER, err);
    }
    if (rc == 0)
        rc = named_describe(daemon, id, &session, err);
    if (rc == 0) {
        *ret_result = wire_object(session_fields, &session);
        session_done(&session);
    }
    free(id);
    return rc;
}

/* Quoted for a shell: inside single quotes only the quote itself is special. */
static char *quote(const char *text)
{
    struct buf quoted;

    buf_init(&quoted, 64 * 1024);
    buf_append_char(&quoted, '\'');
    for (; *text != '\0'; text++)
        if (*text == '\'')
            buf_append_text(&quoted, "'\\''");
        else
            buf_append_char(&quoted, *text);
    buf_append_char(&quoted, '\'');
    return buf_take(&quoted);
}

int on_session_release(struct client *client, const struct json *params, struct json **ret_result,
                       struct err *err)
{
    struct daemon *daemon = client->daemon;
    struct session session;
    struct run *run;
    char *id, *folder, *command;
    int rc = named_session(daemon, params, &id, err);

    if (rc < 0)
        return rc;
    run = run_of_session(daemon, id);
    if (run != NULL && (!run_is_idle(run) || run->row.background > 0)) {
        rc = err_set(err, ERR_CONFLICT, "Claude works in this session, or asks something");
        err_next(err, "wait for it, answer it, or ccr interrupt it first");
    } else {
        if (run != NULL)
            run_let_go(run);
        rc = named_describe(daemon, id, &session, err);
    }
    if (rc == 0) {
        folder = quote(session.project != NULL ? session.project : ".");
        command = mem_printf("cd %s && claude --resume %s", folder, id);
        *ret_result = json_new_object();
        json_put_text(*ret_result, "session", id);
        json_put_text(*ret_result, "command", command);
        free(folder);
        free(command);
        session_done(&session);
    }
    free(id);
    return rc;
}
