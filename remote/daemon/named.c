#include "remote/daemon/named.h"

#include "remote/daemon/catalog.h"
#include "remote/daemon/holder.h"
#include "remote/daemon/run.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/uuid.h"

#include <stdlib.h>

int named_session(struct daemon *daemon, const struct json *params, char **ret_session,
                  struct err *err)
{
    const char *id = json_get_text(params, "session");
    struct session_row row;

    if (id == NULL)
        return err_set(err, ERR_INVALID, "session: an id is missing");
    if (session_table_find(daemon->store, id, &row, err) == 0) {
        *ret_session = mem_dup(row.session);
        session_row_done(&row);
        return 0;
    }
    if (err->code != ERR_NOT_FOUND)
        return -(int)err->code;
    return catalog_find(daemon->catalog, id, ret_session, err);
}

/* The state by its open tasks: what runs counts for more than what waits. */
static int state_of_tasks(struct daemon *daemon, const char *session)
{
    int state = SESSION_IDLE;
    struct task *tasks;
    size_t count;

    if (task_table_open_of(daemon->store, session, &tasks, &count, NULL) < 0)
        return state;
    for (size_t i = 0; i < count; i++) {
        if (tasks[i].state == TASK_WAITING)
            state = SESSION_WAITING;
        else if (tasks[i].state == TASK_RUNNING && state != SESSION_WAITING)
            state = SESSION_RUNNING;
        else if (state == SESSION_IDLE)
            state = SESSION_QUEUED;
    }
    task_table_free(tasks, count);
    return state;
}

void named_complete(struct daemon *daemon, struct session *session)
{
    struct session_row row;
    struct holder holder;

    session->state = state_of_tasks(daemon, session->session);
    if (run_of_session(daemon, session->session) == NULL &&
        holder_find(daemon, session->session, &holder)) {
        session->state = SESSION_BUSY;
        session->holder_pid = holder.pid;
        mem_set(&session->holder_name, holder.pid >= 0 ? holder.name : NULL);
    }
    if (session_table_get(daemon->store, session->session, &row, NULL) < 0)
        return;
    if (row.title != NULL)
        mem_set(&session->title, row.title);
    if (session->project == NULL)
        mem_set(&session->project, row.project);
    if (session->last_activity < row.last_activity)
        session->last_activity = row.last_activity;
    mem_set(&session->note, row.note);
    session_row_done(&row);
}

/* The first prompt of a session that Claude has not written down yet. */
static void describe_by_tasks(struct daemon *daemon, struct session *session)
{
    struct task *tasks;
    size_t count;

    if (task_table_open_of(daemon->store, session->session, &tasks, &count, NULL) < 0)
        return;
    if (count > 0)
        mem_set(&session->first_prompt, tasks[0].prompt);
    task_table_free(tasks, count);
}

int named_describe(struct daemon *daemon, const char *session, struct session *ret_session,
                   struct err *err)
{
    if (catalog_session(daemon->catalog, session, ret_session, err) < 0) {
        struct session_row row;
        int rc = session_table_get(daemon->store, session, &row, err);

        if (rc < 0)
            return rc;
        session_row_done(&row);
        session_init(ret_session);
        ret_session->session = mem_dup(session);
        describe_by_tasks(daemon, ret_session);
    }
    named_complete(daemon, ret_session);
    return 0;
}
