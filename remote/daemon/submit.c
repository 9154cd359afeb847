#include "remote/daemon/requests.h"

#include "remote/agent/input.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/queue.h"
#include "remote/store/attempt_table.h"
#include "remote/store/id.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/paths.h"
#include "protocol/sys/random.h"
#include "protocol/wire.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MAX_BYTES 200
#define BUDGET_MAX_USD 1000000
#define ORIGINS_MAX    64 /* sessions that followed each other by /clear */
#define OPEN_MAX       1000
#define TIMEOUT_MAX_MS (INT64_C(7) * 24 * 3600 * 1000)

/* The permission modes that the CLI knows; 2.1.197 takes any string and means default. */
static const char *const modes[] = {"default", "acceptEdits",       "plan", "dontAsk",
                                    "auto",    "bypassPermissions", NULL};

static int check_mode(const struct daemon *daemon, const char *mode, struct err *err)
{
    if (mode == NULL)
        return 0;
    if (field_word_of(modes, mode) < 0)
        return err_set(err, ERR_INVALID, "permission_mode: no such mode: %.32s", mode);
    if (strcmp(mode, "bypassPermissions") == 0 && !daemon->settings.allow_bypass) {
        err_set(err, ERR_POLICY, "this host does not allow bypassPermissions");
        return err_next(err, "set policy.allow-bypass on the host");
    }
    return 0;
}

static int check_project(const char *project, struct err *err)
{
    struct stat st;

    if (project[0] != '/')
        return err_set(err, ERR_INVALID, "project: not an absolute path: %.200s", project);
    if (stat(project, &st) != 0 || !S_ISDIR(st.st_mode)) {
        err_set(err, ERR_NOT_FOUND, "project: no such folder on this host: %.200s", project);
        return err_next(err, "choose a folder with -C");
    }
    if (access(project, R_OK | X_OK) != 0)
        return err_set(err, ERR_NOT_FOUND, "project: %.200s: %s", project, strerror(errno));
    return 0;
}

/* "~", "~/x" and nothing at all mean the home folder of this host's user. */
static char *absolute_project(const char *project)
{
    char *home, *path;

    if (project != NULL && project[0] != '~')
        return mem_dup(project);
    home = paths_home();
    if (home == NULL)
        return mem_dup("/");
    path = project == NULL || strlen(project) < 3 ? mem_dup(home) : paths_join(home, project + 2);
    free(home);
    return path;
}

/* A new session gets an id of ours; one that is continued or forked is looked up. */
static int choose_session(struct client *client, const struct json *params, struct task *task,
                          struct err *err)
{
    struct daemon *daemon = client->daemon;
    const char *named = json_get_text(params, "session");
    struct session_row row;
    struct session known;
    char fresh[UUID_SIZE], *found = NULL;
    int rc;

    random_uuid(fresh);
    if (named == NULL) {
        task->session = mem_dup(fresh);
        return 0;
    }
    session_init(&known);
    if (session_table_find(daemon->store, named, &row, err) == 0) {
        found = mem_dup(row.session);
        known.project = mem_dup(row.project);
        session_row_done(&row);
    } else if (err->code == ERR_INVALID ||
               (rc = catalog_find(daemon->catalog, named, &found, err)) < 0 ||
               (rc = catalog_session(daemon->catalog, found, &known, err)) < 0) {
        free(found);
        return -(int)err->code;
    }
    if (json_get_bool(params, "fork", false)) {
        task->fork_of = found;
        task->session = mem_dup(fresh);
    } else {
        task->session = found;
    }
    free(task->project);
    task->project = mem_dup(known.project);
    session_done(&known);
    return 0;
}

static int read_task(struct client *client, const struct json *params, struct task *task,
                     struct err *err)
{
    const char *id = json_get_text(params, "task"), *at = json_get_text(params, "at");
    size_t full = 0;
    int rc;

    if (!uuid_valid(id))
        return err_set(err, ERR_INVALID, "task: not a UUID");
    task->task = mem_dup(id);
    task->prompt = json_text_copy(json_get(params, "prompt"), SIZE_MAX, &full);
    if (task->prompt == NULL)
        return err_set(err, ERR_INVALID, "prompt: a text is missing");
    if (json_text(json_get(params, "prompt")) == NULL)
        return err_set(err, ERR_INVALID, "the prompt holds a NUL byte");
    rc = input_check_prompt(task->prompt, full, err);
    if (rc < 0)
        return rc;
    mem_set(&task->name, json_get_text(params, "name"));
    mem_set(&task->model, json_get_text(params, "model"));
    mem_set(&task->permission_mode, json_get_text(params, "permission_mode"));
    if (task->name != NULL && strlen(task->name) > NAME_MAX_BYTES)
        return err_set(err, ERR_TOO_LARGE, "name: over %d bytes", NAME_MAX_BYTES);
    if (task->model != NULL && (task->model[0] == '-' || strlen(task->model) > NAME_MAX_BYTES))
        return err_set(err, ERR_INVALID, "model: no model's name");
    task->steer = json_get_bool(params, "steer", false);
    task->timeout_ms = json_get_int(params, "timeout_ms", -1);
    if (task->timeout_ms == 0 || task->timeout_ms > TIMEOUT_MAX_MS)
        return err_set(err, ERR_INVALID, "timeout_ms: between 1 and %lld",
                       (long long)TIMEOUT_MAX_MS);
    task->max_budget_usd = json_get_real(params, "max_budget_usd", (double)NAN);
    if (!isnan(task->max_budget_usd) &&
        !(task->max_budget_usd > 0 && task->max_budget_usd <= BUDGET_MAX_USD))
        return err_set(err, ERR_INVALID, "max_budget_usd: above 0, at most %d", BUDGET_MAX_USD);
    if (at != NULL && !str_parse_time(at, &task->until))
        return err_set(err, ERR_INVALID, "at: not a time: %.64s", at);
    task->created_at = clock_wall_ms();
    task->attempts = 1;
    task->state = task->until > task->created_at ? TASK_DELAYED : TASK_QUEUED;
    if (task->state == TASK_QUEUED)
        task->until = -1;
    free(task->project);
    task->project = absolute_project(json_get_text(params, "project"));
    return check_mode(client->daemon, task->permission_mode, err);
}

static int commit_task(struct daemon *daemon, const struct task *task, struct err *err)
{
    struct session_row session;
    struct attempt attempt;
    int rc = store_begin_later(daemon->store, err);

    if (rc < 0)
        return rc;
    attempt_init(&attempt);
    attempt.attempt = task->task;
    attempt.task = task->task;
    attempt.number = 1;
    attempt.starts = 0;
    if (session_table_get(daemon->store, task->session, &session, NULL) < 0) {
        session_row_init(&session);
        session.session = mem_dup(task->session);
        session.project = mem_dup(task->project);
        session.origin = mem_dup(task->fork_of);
        session.created_at = task->created_at;
    }
    if (task->name != NULL)
        mem_set(&session.title, task->name);
    session.last_activity = task->created_at;
    rc = session_table_put(daemon->store, &session, err);
    session_row_done(&session);
    if (rc == 0)
        rc = task_table_insert(daemon->store, task, err);
    if (rc == 0)
        rc = attempt_table_insert(daemon->store, &attempt, err);
    rc = store_end(daemon->store, rc, err);
    return rc;
}

/* True when the session is the one named, or followed it by /clear: a prompt that was queued
 * behind one has moved on when its sender asks again. */
static bool follows(struct daemon *daemon, const char *session, const char *named)
{
    char *at = mem_dup(session);
    bool found = uuid_ends(at, named);

    for (int i = 0; at != NULL && !found && i < ORIGINS_MAX; i++) {
        struct session_row row;
        char *origin = NULL;

        if (session_table_get(daemon->store, at, &row, NULL) == 0) {
            origin = mem_dup(row.origin);
            session_row_done(&row);
        }
        free(at);
        at = origin;
        found = at != NULL && uuid_ends(at, named);
    }
    free(at);
    return found;
}

/* The same id again: the same task when it says the same, a conflict when it does not. */
static int known_task(struct client *client, const struct task *task, const struct json *params,
                      struct json **ret_result, bool *ret_known, struct err *err)
{
    struct daemon *daemon = client->daemon;
    const char *named = json_get_text(params, "session");
    struct task known;
    char *why = NULL;
    int rc = 0;

    *ret_known = true;
    if (task_table_get(daemon->store, task->task, &known, NULL) == 0) {
        if (!str_equal(known.prompt, task->prompt) ||
            (named != NULL && known.fork_of == NULL && !follows(daemon, known.session, named)) ||
            (named == NULL && !str_equal(known.project, task->project)))
            rc = err_set(err, ERR_CONFLICT, "the id %s was taken by another prompt", task->task);
        else
            *ret_result = wire_object(task_fields, &known);
        task_done(&known);
        return rc;
    }
    if (id_taken(daemon->store, task->task, &why)) {
        rc = err_set(err, ERR_CONFLICT, "the id %s is refused: %s", task->task,
                     why != NULL ? why : "it was taken");
        free(why);
        return rc;
    }
    *ret_known = false;
    return 0;
}

/* What waits is looked through with each hand-over, so it must not grow without an end. */
static int check_room(struct daemon *daemon, struct err *err)
{
    int64_t count;
    int rc = task_table_count_open(daemon->store, &count, err);

    if (rc < 0 || count < OPEN_MAX)
        return rc;
    err_set(err, ERR_CONFLICT, "%d prompts run or wait here already; that is the most", OPEN_MAX);
    return err_next(err, "cancel some, or wait");
}

static int check_storage(const struct daemon *daemon, struct err *err)
{
    if (daemon->leaving)
        return err_set(err, ERR_STORAGE, "the runner hands over to a newer one; send it again");
    if (daemon->storage_until == 0)
        return 0;
    err_set(err, ERR_STORAGE, "no prompt is taken now: %s", daemon->storage_reason);
    return err_next(err, "free some space on the host and send it again");
}

/* A prompt that can be handed over is, and that commit syncs both: one wait for the disk from the
 * submit to the agent. The receipt is given after this alone. */
static int make_durable(struct daemon *daemon, struct err *err)
{
    queue_pump(daemon);
    return store_sync(daemon->store, err);
}

int on_task_submit(struct client *client, const struct json *params, struct json **ret_result,
                   struct err *err)
{
    struct daemon *daemon = client->daemon;
    struct task task;
    bool known = false;
    int rc;

    task_init(&task);
    rc = read_task(client, params, &task, err);
    if (rc == 0)
        rc = known_task(client, &task, params, ret_result, &known, err);
    if (rc < 0 || known)
        goto done;
    rc = check_storage(daemon, err);
    if (rc == 0)
        rc = check_room(daemon, err);
    if (rc == 0)
        rc = choose_session(client, params, &task, err);
    if (rc == 0 && task.project != NULL)
        rc = check_project(task.project, err);
    if (rc == 0)
        rc = commit_task(daemon, &task, err);
    if (rc == 0)
        rc = make_durable(daemon, err);
    if (rc < 0)
        goto done;
    daemon_task_changed(daemon, task.task);
    *ret_result = wire_object(task_fields, &task);
done:
    task_done(&task);
    return rc;
}
