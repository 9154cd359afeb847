#include "remote/daemon/stop.h"

#include "remote/agent/input.h"
#include "remote/daemon/leftover.h"
#include "remote/store/attempt_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/buf.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"
#include "protocol/sys/proc.h"
#include "protocol/sys/random.h"

#include <signal.h>

#define STEP_MS 5000

enum { STEP_ASKED, STEP_SIGINT, STEP_SIGTERM, STEP_SIGKILL };

/* The reason in the attempt's row, and the request to the agent unless that was made before. */
static int write_stop(struct run *run, struct attempt *attempt, enum attempt_stop why,
                      struct err *err)
{
    char id[UUID_SIZE];
    struct buf line;
    int rc = 0;

    if (!hand_stopping(&run->hand)) {
        random_uuid(id);
        buf_init(&line, INPUT_LINE_MAX);
        input_interrupt(&line, id);
        rc = run_add_line(run, LINE_CONTROL, id, buf_text(&line), err);
        buf_done(&line);
    }
    attempt->stop = (int)why;
    return rc < 0 ? rc : attempt_table_update(run->daemon->store, attempt, err);
}

int stop_begin(struct run *run, const char *task, enum attempt_stop why, struct err *err)
{
    struct store *store = run->daemon->store;
    struct hand_attempt *taken;
    struct attempt attempt;
    int rc = attempt_table_last(store, task, &attempt, err);

    if (rc < 0)
        return rc;
    if (attempt.stop != STOP_NONE && why == STOP_USER)
        goto done;
    rc = store_begin(store, err);
    if (rc < 0)
        goto done;
    rc = write_stop(run, &attempt, why, err);
    rc = store_end(store, rc, err);
    if (rc < 0) {
        run_reload(run);
        goto done;
    }
    taken = hand_find(&run->hand, attempt.attempt);
    if (taken != NULL)
        taken->stop = attempt.stop;
    run_flush(run);
done:
    attempt_done(&attempt);
    return rc;
}

/* Ends the agent, and with it what descends from it: a tool that outlives its agent would
 * go on changing files. */
static void kill_all(struct run *run, const struct proc *agent, int signal)
{
    struct proc list[PROC_LIST_MAX];
    int count = proc_descendants(agent->pid, list);

    for (int i = 0; i < count; i++) {
        log_line(LOG_INFO, "signal %d to %ld (%s), which descends from the agent", signal,
                 (long)list[i].pid, list[i].name);
        proc_signal(&list[i], signal);
        leftover_add(run->daemon, &list[i], clock_steady_ms() + STEP_MS);
    }
    proc_signal(agent, signal);
}

static void climb(struct run *run)
{
    struct spool_pids pids;
    struct proc agent;

    if (!spool_pids(&run->spool, &pids))
        return;
    agent = (struct proc){.pid = pids.agent, .birth = pids.agent_birth};
    log_line(LOG_INFO, "run %s: the turn has not ended; step %d", run->row.run, run->stop_step);
    if (run->stop_step == STEP_SIGINT)
        proc_signal(&agent, SIGINT);
    else
        kill_all(run, &agent, run->stop_step == STEP_SIGTERM ? SIGTERM : SIGKILL);
}

/* When the time of a task is over; -1 for never. Steady ms. */
static int64_t time_of_task(struct run *run, const char *id, int64_t now)
{
    struct task task;
    int64_t due = -1;

    if (task_table_get(run->daemon->store, id, &task, NULL) < 0)
        return -1;
    if (task.timeout_ms > 0 && task.started_at >= 0)
        due = now + task.started_at + task.timeout_ms - clock_wall_ms();
    task_done(&task);
    return due;
}

/* Stops what has run out of its time; when the next will have. */
static int64_t tick_times(struct run *run, int64_t now)
{
    int64_t next = -1;

    for (int i = 0; i < run->hand.count; i++) {
        int64_t due = time_of_task(run, run->hand.attempts[i].task, now);
        struct err err;

        if (due < 0 || due > now) {
            next = daemon_earlier(next, due);
        } else if (stop_begin(run, run->hand.attempts[i].task, STOP_TIMEOUT, &err) < 0) {
            daemon_storage_failed(run->daemon, &err);
            return now + STEP_MS;
        } else {
            return now;
        }
    }
    return next;
}

int64_t stop_tick(struct run *run, int64_t now)
{
    if (!hand_stopping(&run->hand)) {
        run->stop_due = -1;
        return tick_times(run, now);
    }
    if (run->stop_due < 0) {
        run->stop_step = STEP_ASKED;
        run->stop_due = now + STEP_MS;
    }
    if (now >= run->stop_due && run->stop_step < STEP_SIGKILL) {
        run->stop_step++;
        run->stop_due = now + STEP_MS;
        climb(run);
    }
    return run->stop_step < STEP_SIGKILL ? run->stop_due : -1;
}
