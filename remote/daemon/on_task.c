#include "remote/daemon/requests.h"

#include "remote/daemon/ending.h"
#include "remote/daemon/run.h"
#include "remote/daemon/stop.h"
#include "remote/store/id.h"
#include "remote/store/task_table.h"

#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/data/task.h"
#include "protocol/wire.h"

#include <stdlib.h>

#define LIMIT_DEFAULT 50
#define LIMIT_MAX     500

/* The task that params name; ret_task is the caller's. */
static int named_task(struct client *client, const struct json *params, struct task *ret_task,
                      struct err *err)
{
    const char *id = json_get_text(params, "task");

    if (id == NULL)
        return err_set(err, ERR_INVALID, "task: an id is missing");
    return task_table_find(client->daemon->store, id, ret_task, err);
}

int on_task_list(struct client *client, const struct json *params, struct json **ret_result,
                 struct err *err)
{
    int64_t limit = json_get_int(params, "limit", LIMIT_DEFAULT), total;
    int64_t offset = json_get_int(params, "offset", 0);
    const char *word = json_get_text(params, "state");
    int state = word != NULL ? field_word_of(task_state_words, word) : -1, rc;
    struct task *tasks;
    struct json *list;
    size_t count;

    if (word != NULL && state < 0)
        return err_set(err, ERR_INVALID, "state: no such state: %.32s", word);
    limit = limit < 1 || limit > LIMIT_MAX ? LIMIT_MAX : limit;
    rc = task_table_list(client->daemon->store, state, limit, offset < 0 ? 0 : offset, &tasks,
                         &count, &total, err);
    if (rc < 0)
        return rc;
    list = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(list, wire_object(task_fields, &tasks[i]));
    task_table_free(tasks, count);
    *ret_result = json_new_object();
    json_put(*ret_result, "tasks", list);
    json_put_int(*ret_result, "total", total);
    return 0;
}

int on_task_get(struct client *client, const struct json *params, struct json **ret_result,
                struct err *err)
{
    struct task task;
    int rc = named_task(client, params, &task, err);

    if (rc < 0)
        return rc;
    *ret_result = wire_object(task_fields, &task);
    task_done(&task);
    return 0;
}

/* The task as it is after a change. */
static int answer_with(struct client *client, const char *id, struct json **ret_result,
                       struct err *err)
{
    struct task task;
    int rc = task_table_get(client->daemon->store, id, &task, err);

    if (rc < 0)
        return rc;
    *ret_result = wire_object(task_fields, &task);
    task_done(&task);
    return 0;
}

/* A task that never came: its id is remembered, so that it is refused when it does. */
static int bury(struct client *client, const char *id, struct json **ret_result, struct err *err)
{
    struct task task;
    int rc;

    if (!uuid_valid(id))
        return err_set(err, ERR_NOT_FOUND, "no such task: %.64s", id);
    rc = id_take(client->daemon->store, id, "it was cancelled before it came", err);
    if (rc < 0)
        return rc;
    task_init(&task);
    task.task = (char *)id;
    task.state = TASK_CANCELLED;
    *ret_result = wire_object(task_fields, &task);
    return 0;
}

static int end_waiting(struct daemon *daemon, const char *id, struct err *err)
{
    int rc = store_begin(daemon->store, err);

    if (rc < 0)
        return rc;
    rc = ending_set(daemon, id, TASK_CANCELLED, NULL, NULL, NULL, err);
    rc = store_end(daemon->store, rc, err);
    return rc;
}

int on_task_cancel(struct client *client, const struct json *params, struct json **ret_result,
                   struct err *err)
{
    struct daemon *daemon = client->daemon;
    const char *named = json_get_text(params, "task");
    struct run *run;
    struct task task;
    int rc = named_task(client, params, &task, err);

    if (rc == -ERR_NOT_FOUND && named != NULL)
        return bury(client, named, ret_result, err);
    if (rc < 0)
        return rc;
    run = task.session != NULL ? run_of_session(daemon, task.session) : NULL;
    if (task_ended(task.state))
        rc = err_set(err, ERR_CONFLICT, "the task has ended: %s", task_state_words[task.state]);
    else if (task.state == TASK_QUEUED || task.state == TASK_DELAYED || run == NULL)
        rc = end_waiting(daemon, task.task, err);
    else
        rc = stop_begin(run, task.task, STOP_CANCEL, err);
    if (rc == 0)
        rc = answer_with(client, task.task, ret_result, err);
    task_done(&task);
    return rc;
}

int on_task_retry(struct client *client, const struct json *params, struct json **ret_result,
                  struct err *err)
{
    struct daemon *daemon = client->daemon;
    struct task task;
    int rc = named_task(client, params, &task, err);

    if (rc < 0)
        return rc;
    if (task.state != TASK_INTERRUPTED && task.state != TASK_FAILED &&
        task.state != TASK_CANCELLED) {
        rc = err_set(err, ERR_CONFLICT,
                     "only a task that failed or was stopped is retried; it is %s",
                     task_state_words[task.state]);
    } else if (task.prompt == NULL || task.session == NULL) {
        rc = err_set(err, ERR_CONFLICT, "the task never came here; send its prompt again");
    } else if ((rc = store_begin(daemon->store, err)) == 0) {
        rc = ending_retry(daemon, &task, json_get_bool(params, "again", false), -1, err);
        rc = store_end(daemon->store, rc, err);
    }
    if (rc == 0)
        rc = answer_with(client, task.task, ret_result, err);
    task_done(&task);
    return rc;
}
