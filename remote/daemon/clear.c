#include "remote/daemon/clear.h"

#include "remote/daemon/ending.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"

bool clear_is(const char *prompt)
{
    static const char *const words[] = {"/clear", "/reset", "/new"};
    const char *start = prompt + strspn(prompt, BLANKS);
    size_t len = strcspn(start, BLANKS);

    if (start[len + strspn(start + len, BLANKS)] != '\0')
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (len == strlen(words[i]) && memcmp(start, words[i], len) == 0)
            return true;
    return false;
}

static int make_session(struct daemon *daemon, const struct task *task, const char *id,
                        struct err *err)
{
    struct session_row row;
    int rc;

    session_row_init(&row);
    row.session = mem_dup(id);
    row.project = mem_dup(task->project);
    row.origin = mem_dup(task->session);
    row.created_at = row.last_activity = clock_wall_ms();
    rc = session_table_put(daemon->store, &row, err);
    session_row_done(&row);
    return rc;
}

static int write_rows(struct daemon *daemon, struct task *task, const char *id, struct err *err)
{
    int rc = make_session(daemon, task, id, err);

    if (rc == 0)
        rc = task_table_move(daemon->store, task, id, err);
    if (rc < 0)
        return rc;
    task->started_at = task->accepted = task->saved = clock_wall_ms();
    free(task->result);
    task->result = mem_printf("the conversation goes on in a new session, %s", id);
    rc = task_table_update(daemon->store, task, err);
    return rc < 0 ? rc : ending_set(daemon, task->task, TASK_COMPLETED, NULL, NULL, NULL, err);
}

/* Those that moved are shown in their new session. */
static void tell_moved(struct daemon *daemon, const char *session)
{
    struct task *tasks;
    size_t count;

    if (task_table_open_of(daemon->store, session, &tasks, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count; i++)
        daemon_task_changed(daemon, tasks[i].task);
    task_table_free(tasks, count);
}

bool clear_session(struct daemon *daemon, struct run *run, struct task *task)
{
    struct store *store = daemon->store;
    char id[UUID_SIZE];
    struct err err;
    int rc;

    if (run != NULL && run->hand.count > 0)
        return false;
    random_uuid(id);
    rc = store_begin(store, &err);
    if (rc == 0) {
        rc = write_rows(daemon, task, id, &err);
        rc = store_end(store, rc, &err);
    }
    if (rc < 0) {
        daemon_storage_failed(daemon, &err);
        return false;
    }
    tell_moved(daemon, id);
    daemon_session_changed(daemon, task->session);
    daemon->queue_dirty = true;
    if (run != NULL)
        run_let_go(run);
    return true;
}
