#include "remote/daemon/queue.h"

#include "remote/daemon/clear.h"
#include "remote/daemon/ending.h"
#include "remote/daemon/holder.h"
#include "remote/daemon/run.h"
#include "remote/store/attempt_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WALL_LOOK_MS  60000
#define LOOK_AGAIN_MS 1000 /* at a session that somebody else holds */

/* Sessions whose first waiting prompt could not go: those behind it wait too. Those that are
 * steered are a line of their own, since the running turn is what the others wait for. */
struct blocked {
    const struct task **tasks;
    size_t count;
};

/* True for a prompt that goes into the running turn. */
static bool is_steered(struct daemon *daemon, const struct task *task)
{
    const struct run *run = task->steer ? run_of_session(daemon, task->session) : NULL;

    return run != NULL && run->hand.count > 0;
}

static bool is_blocked(struct daemon *daemon, const struct blocked *blocked,
                       const struct task *task)
{
    bool steered = is_steered(daemon, task);

    for (size_t i = 0; i < blocked->count; i++)
        if (strcmp(blocked->tasks[i]->session, task->session) == 0 &&
            is_steered(daemon, blocked->tasks[i]) == steered)
            return true;
    return false;
}

static int64_t slots_in_use(const struct daemon *daemon)
{
    int64_t used = 0;

    for (const struct run *run = daemon->runs; run != NULL; run = run->next)
        used += run->phase == RUN_ORPHANED || run->hand.count > 0 || run->row.background > 0;
    return used;
}

/* Says in the task why it waits; NULL for no reason. It is found out again, so no disk is waited
 * for. */
static void set_reason(struct daemon *daemon, struct task *task, const char *reason)
{
    struct err err;

    if (str_equal(task->reason, reason) || store_begin_later(daemon->store, &err) < 0)
        return;
    mem_set(&task->reason, reason);
    if (task_table_update(daemon->store, task, &err) < 0)
        store_rollback(daemon->store);
    else if (store_commit(daemon->store, &err) == 0)
        daemon_task_changed(daemon, task->task);
}

/* True when the process was started with what the task asks for. A budget is a process's, so a
 * task that has one shares none. */
static bool fits(const struct run *run, const struct task *task)
{
    return isnan(run->max_budget_usd) && isnan(task->max_budget_usd) &&
           (task->model == NULL || str_equal(task->model, run->model)) &&
           (task->permission_mode == NULL ||
            str_equal(task->permission_mode, run->permission_mode));
}

/* Into the session's live process. True when the prompt was handed over. */
static bool hand_to(struct run *run, struct task *task, struct attempt *attempt)
{
    struct err err;
    bool steered = task->steer && run->hand.count > 0;

    if (run->phase != RUN_WORKS || run->last_turn || !hand_has_room(&run->hand, steered))
        return false;
    if (!fits(run, task)) {
        if (run_is_idle(run))
            run_let_go(run);
        return false;
    }
    if (run_hand_over(run, task, attempt, &err) < 0) {
        daemon_storage_failed(run->daemon, &err);
        return false;
    }
    return true;
}

/* In a new process. True when the run's rows are committed. */
static bool start(struct daemon *daemon, struct task *task, struct attempt *attempt)
{
    struct holder holder;
    struct err err;
    char *reason;

    if (slots_in_use(daemon) >= daemon->settings.slots) {
        set_reason(daemon, task, "waiting for a free slot");
        return false;
    }
    if (holder_find(daemon, task->session, &holder)) {
        reason = holder_reason(&holder);
        set_reason(daemon, task, reason);
        free(reason);
        return false;
    }
    if (run_start(daemon, task, attempt, &err) < 0) {
        if (err.code == ERR_CONFLICT)
            set_reason(daemon, task, "the session is held by a process that is ending");
        else
            daemon_storage_failed(daemon, &err);
        return false;
    }
    return true;
}

static bool try_task(struct daemon *daemon, struct task *task)
{
    struct run *run = run_of_session(daemon, task->session);
    struct attempt attempt;
    bool gone;

    if (clear_is(task->prompt))
        return clear_session(daemon, run, task);
    if (attempt_table_last(daemon->store, task->task, &attempt, NULL) < 0)
        return false;
    gone = run != NULL ? hand_to(run, task, &attempt) : start(daemon, task, &attempt);
    attempt_done(&attempt);
    return gone;
}

void queue_pump(struct daemon *daemon)
{
    struct blocked blocked = {0};
    struct task *tasks;
    size_t count;
    struct err err;

    daemon->queue_dirty = false;
    if (daemon->leaving || daemon->storage_until != 0 ||
        task_table_queued(daemon->store, &tasks, &count, &err) < 0)
        return;
    blocked.tasks = mem_new(count, sizeof(*blocked.tasks));
    /* A change of the queue itself ends the pass: the list is old then. */
    for (size_t i = 0; i < count && !daemon->queue_dirty; i++)
        if (!is_blocked(daemon, &blocked, &tasks[i]) && !try_task(daemon, &tasks[i]))
            blocked.tasks[blocked.count++] = &tasks[i];
    free(blocked.tasks);
    task_table_free(tasks, count);
}

/* A prompt that waits for somebody else's process is tried again and again. */
static bool waits_for_others(struct daemon *daemon)
{
    struct task *tasks;
    size_t count;
    bool waits = false;

    if (task_table_queued(daemon->store, &tasks, &count, NULL) < 0)
        return true;
    for (size_t i = 0; i < count && !waits; i++)
        waits = run_of_session(daemon, tasks[i].session) == NULL;
    task_table_free(tasks, count);
    return waits;
}

int64_t queue_tick(struct daemon *daemon, int64_t now)
{
    int64_t woken = 0, due = -1, wall = clock_wall_ms();

    if (task_table_next_due(daemon->store, &due, NULL) < 0)
        return now + LOOK_AGAIN_MS;
    if (due >= 0 && due <= wall && task_table_wake(daemon->store, wall, &woken, NULL) == 0 &&
        woken > 0) {
        daemon->queue_dirty = true;
        return now;
    }
    /* The steady clock stops while the machine sleeps, so the time is looked at now and then. */
    if (due >= 0)
        due = now + (due - wall < WALL_LOOK_MS ? due - wall : WALL_LOOK_MS);
    if (waits_for_others(daemon)) {
        daemon->queue_dirty = true;
        due = daemon_earlier(due, now + LOOK_AGAIN_MS);
    }
    return due;
}
