#include "remote/daemon/ending.h"

#include "remote/daemon/catalog.h"
#include "remote/store/attempt_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_DELAYS_MAX 5 /* delays in a row for a usage limit */
#define MESSAGE_MAX      2000
#define CONTINUE_TEXT    "Continue from where you left off."

/* What the user is told of an error that the CLI has a word for. */
static const struct {
    const char *word, *code, *next;
} known_errors[] = {
    {"authentication_failed", "login", "log in on that host: run claude there once"},
    {"rate_limit", "rate_limit", "wait and retry"},
    {"server_error", "api", "retry"},
    {"overloaded", "api", "retry"},
    {"model_not_found", "model", "choose another model"},
    {"invalid_request", "invalid_request", NULL},
    {"billing_error", "billing", "look at the account's billing"},
};

static int end_attempt(struct daemon *daemon, const char *uuid, struct err *err)
{
    struct attempt attempt;
    int rc = attempt_table_get(daemon->store, uuid, &attempt, err);

    if (rc < 0)
        return rc;
    attempt.over = true;
    rc = attempt_table_update(daemon->store, &attempt, err);
    attempt_done(&attempt);
    return rc;
}

static void set_error(struct task *task, const char *code, const char *message, const char *next)
{
    mem_set(&task->error_code, code);
    mem_set(&task->error_next, next);
    free(task->error_message);
    task->error_message = message != NULL
                              ? mem_dup_n(message, utf8_cut(message, strlen(message), MESSAGE_MAX))
                              : NULL;
}

static void set_ended(struct task *task, int state)
{
    task->state = state;
    task->ended_at = clock_wall_ms();
    task->duration_ms = task->started_at >= 0 ? task->ended_at - task->started_at : -1;
    mem_set(&task->reason, NULL);
    task->until = -1;
}

/* A turn that ended in an error nobody asked for. */
static void set_failed(struct run *run, struct task *task, const struct event *result)
{
    const char *word = run->error_word, *code = "claude", *next = NULL;

    for (size_t i = 0; i < sizeof(known_errors) / sizeof(known_errors[0]); i++)
        if (str_equal(known_errors[i].word, word)) {
            code = known_errors[i].code;
            next = known_errors[i].next;
        }
    if (result->subtype != NULL && str_starts(result->subtype, "error_max_"))
        code = result->subtype + strlen("error_");
    set_ended(task, TASK_FAILED);
    set_error(task, code, result->text != NULL ? result->text : "the turn failed", next);
}

/* A turn that ended because somebody stopped it. */
static void set_stopped(struct task *task, int stop, const char *result)
{
    switch (stop) {
    case STOP_CANCEL:
        set_ended(task, TASK_CANCELLED);
        set_error(task, NULL, NULL, NULL);
        break;
    case STOP_TIMEOUT:
        set_ended(task, TASK_FAILED);
        set_error(task, "timeout", "the time for this task ran out", "give it more time and retry");
        break;
    default:
        set_ended(task, TASK_INTERRUPTED);
        set_error(task, "user", "interrupted by the user", "retry continues it");
        break;
    }
    mem_set(&task->result, result);
}

/* A local command, such as /cost, makes no record of the prompt: its result is the receipt. */
static void accept_local(struct task *task, const struct event *result)
{
    if (task->accepted < 0 && result->turns == 0 && task->prompt[0] == '/')
        task->accepted = task->saved = clock_wall_ms();
}

int ending_by_result(struct run *run, const struct hand_attempt *taken, int stop,
                     const struct event *result, double cost, struct err *err)
{
    struct daemon *daemon = run->daemon;
    struct task task;
    int rc = task_table_get(daemon->store, taken->task, &task, err);

    if (rc < 0 || (rc = end_attempt(daemon, taken->uuid, err)) < 0)
        return rc;
    if (!isnan(cost))
        task.cost_usd = (isnan(task.cost_usd) ? 0 : task.cost_usd) + cost;
    accept_local(&task, result);
    if (result->is_error && stop != STOP_NONE) {
        set_stopped(&task, stop, run->row.answer);
    } else if (result->is_error && run->limit_reset > clock_wall_ms() &&
               task.attempts <= LIMIT_DELAYS_MAX) {
        mem_set(&task.reason, "usage limit");
        rc = ending_retry(daemon, &task, false, run->limit_reset, err);
        task_done(&task);
        return rc;
    } else if (result->is_error) {
        set_failed(run, &task, result);
    } else {
        set_ended(&task, TASK_COMPLETED);
        mem_set(&task.result, result->text);
    }
    rc = task_table_update(daemon->store, &task, err);
    daemon_task_changed(daemon, task.task);
    task_done(&task);
    return rc;
}

/* Writes a task that has ended; its last attempt is over. */
static int put_ended(struct daemon *daemon, const struct task *task, struct err *err)
{
    struct attempt attempt;
    int rc = task_table_update(daemon->store, task, err);

    daemon_task_changed(daemon, task->task);
    if (rc == 0 && attempt_table_last(daemon->store, task->task, &attempt, NULL) == 0) {
        attempt.over = true;
        rc = attempt_table_update(daemon->store, &attempt, err);
        attempt_done(&attempt);
    }
    return rc;
}

int ending_stopped(struct daemon *daemon, const char *id, int stop, const char *result,
                   struct err *err)
{
    struct task task;
    int rc = task_table_get(daemon->store, id, &task, err);

    if (rc < 0)
        return rc;
    if (!task_ended(task.state)) {
        set_stopped(&task, stop, result);
        rc = put_ended(daemon, &task, err);
    }
    task_done(&task);
    return rc;
}

int ending_set(struct daemon *daemon, const char *id, int state, const char *code,
               const char *message, const char *next, struct err *err)
{
    struct task task;
    int rc = task_table_get(daemon->store, id, &task, err);

    if (rc < 0)
        return rc;
    if (!task_ended(task.state)) {
        set_ended(&task, state);
        set_error(&task, code, message, next);
        rc = put_ended(daemon, &task, err);
    }
    task_done(&task);
    return rc;
}

int ending_again(struct daemon *daemon, struct attempt *attempt, const char *reason,
                 struct err *err)
{
    struct task task;
    int rc = task_table_get(daemon->store, attempt->task, &task, err);

    if (rc < 0)
        return rc;
    mem_set(&attempt->run, NULL);
    attempt->line_offset = attempt->line_bytes = attempt->handed_at = -1;
    attempt->began = attempt->echoed = false;
    attempt->stop = STOP_NONE;
    rc = attempt_table_update(daemon->store, attempt, err);
    if (rc == 0) {
        task.state = TASK_QUEUED;
        mem_set(&task.reason, reason);
        rc = task_table_update(daemon->store, &task, err);
    }
    daemon_task_changed(daemon, task.task);
    daemon->queue_dirty = true;
    task_done(&task);
    return rc;
}

/* True when Claude's own records hold a prompt of this task. */
static bool known_to_claude(struct daemon *daemon, const struct task *task,
                            const struct attempt *last)
{
    return task->accepted >= 0 || catalog_has_prompt(daemon->catalog, task->session, last->attempt);
}

int ending_retry(struct daemon *daemon, struct task *task, bool again, int64_t until,
                 struct err *err)
{
    struct attempt last, next;
    char uuid[UUID_SIZE];
    int rc = attempt_table_last(daemon->store, task->task, &last, err);

    if (rc < 0)
        return rc;
    random_uuid(uuid);
    attempt_init(&next);
    next.attempt = mem_dup(uuid);
    next.task = mem_dup(task->task);
    next.number = last.number + 1;
    next.starts = 0;
    next.why = ATTEMPT_RETRY;
    if (!again && known_to_claude(daemon, task, &last)) {
        next.why = ATTEMPT_CONTINUE;
        next.prompt = mem_dup(CONTINUE_TEXT);
    }
    task->attempts = next.number;
    task->state = until >= 0 ? TASK_DELAYED : TASK_QUEUED;
    task->until = until;
    task->started_at = task->ended_at = task->duration_ms = task->saved = -1;
    mem_set(&task->result, NULL);
    set_error(task, NULL, NULL, NULL);
    rc = attempt_table_insert(daemon->store, &next, err);
    if (rc == 0)
        rc = task_table_update(daemon->store, task, err);
    attempt_done(&last);
    attempt_done(&next);
    daemon_task_changed(daemon, task->task);
    daemon->queue_dirty = true;
    return rc;
}
