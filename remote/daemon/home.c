#include "remote/daemon/home.h"

#include "remote/daemon/asks.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/named.h"
#include "remote/store/ask_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/utf8.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

#define RECENT_TASKS    20
#define RECENT_SESSIONS 50
#define ASKS_MAX        200
#define INPUT_SHOWN_MAX 2048 /* of each ask; the whole is asked for when it is opened */
#define TEXT_SHOWN_MAX  1024 /* of a task's prompt and result */

/* A task as a list needs it: its texts cut. */
static struct json *short_task(struct task *task)
{
    char *texts[] = {task->prompt, task->result, task->error_message};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (texts[i] != NULL)
            texts[i][utf8_cut(texts[i], strlen(texts[i]), TEXT_SHOWN_MAX)] = '\0';
    return wire_object(task_fields, task);
}

static struct json *short_ask(struct ask *ask)
{
    asks_cut_input(ask, INPUT_SHOWN_MAX);
    return wire_object(ask_fields, ask);
}

static struct json *recent_sessions(struct daemon *daemon)
{
    struct json *list = json_new_array();
    struct session *sessions;
    size_t count = catalog_list(daemon->catalog, &sessions);

    for (size_t i = 0; i < count; i++) {
        if (i < RECENT_SESSIONS) {
            named_complete(daemon, &sessions[i]);
            json_append(list, wire_object(session_fields, &sessions[i]));
        }
        session_done(&sessions[i]);
    }
    free(sessions);
    return list;
}

int home_snapshot(struct daemon *daemon, struct json **ret_snapshot, struct err *err)
{
    struct json *snapshot, *tasks_list = json_new_array(), *asks_list = json_new_array();
    struct task *tasks = NULL;
    struct ask *asks = NULL;
    size_t task_count = 0, ask_count = 0;
    int rc = task_table_home(daemon->store, RECENT_TASKS, &tasks, &task_count, err);

    if (rc == 0)
        rc = ask_table_list(daemon->store, ASK_PENDING, ASKS_MAX, &asks, &ask_count, err);
    for (size_t i = 0; rc == 0 && i < task_count; i++)
        json_append(tasks_list, short_task(&tasks[i]));
    for (size_t i = 0; rc == 0 && i < ask_count; i++)
        json_append(asks_list, short_ask(&asks[i]));
    task_table_free(tasks, task_count);
    ask_table_free(asks, ask_count);
    if (rc < 0) {
        json_drop(tasks_list);
        json_drop(asks_list);
        return rc;
    }
    snapshot = json_new_object();
    json_put_int(snapshot, "revision", daemon->revision);
    json_put(snapshot, "tasks", tasks_list);
    json_put(snapshot, "asks", asks_list);
    json_put(snapshot, "sessions", recent_sessions(daemon));
    *ret_snapshot = snapshot;
    return 0;
}

struct json *home_changes(struct daemon *daemon)
{
    struct json *params = json_new_object(), *tasks = json_new_array(), *asks = json_new_array();
    struct json *sessions = json_new_array();

    for (size_t i = 0; i < daemon->tasks.count; i++) {
        struct task task;

        if (task_table_get(daemon->store, daemon->tasks.ids[i], &task, NULL) < 0)
            continue;
        json_append(tasks, short_task(&task));
        task_done(&task);
    }
    for (size_t i = 0; i < daemon->asks.count; i++) {
        struct ask ask;

        if (ask_table_get(daemon->store, daemon->asks.ids[i], &ask, NULL) < 0)
            continue;
        json_append(asks, short_ask(&ask));
        ask_done(&ask);
    }
    json_put_int(params, "base", daemon->revision);
    json_put_int(params, "revision", ++daemon->revision);
    json_put(params, "tasks", tasks);
    json_put(params, "asks", asks);
    json_put(params, "sessions", sessions);
    return params;
}
