#include "remote/daemon/stop.h"

#include "remote/agent/input.h"
#include "remote/store/task_table.h"

#include "protocol/base/buf.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"
#include "protocol/sys/proc.h"
#include "protocol/sys/random.h"

#include <signal.h>
#include <stdio.h>

#define STEP_MS 5000

enum { STEP_ASKED, STEP_SIGINT, STEP_SIGTERM, STEP_SIGKILL, STEP_DONE };

int stop_begin(struct run *run, const char *task, enum stop_why why, struct err *err)
{
    struct store *store = run->daemon->store;
    char id[UUID_SIZE];
    struct buf line;
    int rc;

    if (run->stop.why != STOP_NONE) {
        run->stop.why = why;
        return 0;
    }
    random_uuid(id);
    buf_init(&line, INPUT_LINE_MAX);
    input_interrupt(&line, id);
    rc = store_begin(store, err);
    if (rc == 0) {
        rc = run_add_line(run, LINE_CONTROL, id, buf_text(&line), err);
        if (rc < 0)
            store_rollback(store);
        else
            rc = store_commit(store, err);
        if (rc < 0)
            run_reload(run);
    }
    buf_done(&line);
    if (rc < 0)
        return rc;
    run->stop = (struct stop){.why = why, .step = STEP_ASKED, .due = clock_steady_ms() + STEP_MS};
    snprintf(run->stop.task, sizeof(run->stop.task), "%s", task);
    run_flush(run);
    return 0;
}

/* Ends the agent, and with it what descends from it: a tool that outlives its agent would
 * go on changing files. */
static void kill_all(const struct proc *agent, int signal)
{
    struct proc list[PROC_LIST_MAX];
    int count = proc_descendants(agent->pid, list);

    proc_signal(agent, signal);
    for (int i = 0; i < count; i++) {
        log_line(LOG_INFO, "signal %d to %ld (%s), which descends from the agent", signal,
                 (long)list[i].pid, list[i].name);
        proc_signal(&list[i], signal);
    }
}

static void climb(struct run *run)
{
    struct spool_pids pids;
    struct proc agent;

    if (!spool_pids(&run->spool, &pids))
        return;
    agent = (struct proc){.pid = pids.agent, .birth = pids.agent_birth};
    log_line(LOG_INFO, "run %s: the turn has not ended; step %d", run->row.run, run->stop.step);
    if (run->stop.step == STEP_SIGINT)
        proc_signal(&agent, SIGINT);
    else
        kill_all(&agent, run->stop.step == STEP_SIGTERM ? SIGTERM : SIGKILL);
}

/* When the time of the task in hand is over; -1 for never. Steady ms. */
static int64_t time_of_task(struct run *run, int64_t now)
{
    struct task task;
    int64_t due = -1;

    if (run->hand.count == 0 ||
        task_table_get(run->daemon->store, run->hand.attempts[0].task, &task, NULL) < 0)
        return -1;
    if (task.timeout_ms > 0 && task.started_at >= 0)
        due = now + task.started_at + task.timeout_ms - clock_wall_ms();
    task_done(&task);
    return due;
}

int64_t stop_tick(struct run *run, int64_t now)
{
    struct err err;
    int64_t due;

    if (run->stop.why == STOP_NONE) {
        due = time_of_task(run, now);
        if (due < 0 || due > now)
            return due;
        if (stop_begin(run, run->hand.attempts[0].task, STOP_TIMEOUT, &err) < 0) {
            daemon_storage_failed(run->daemon, &err);
            return now + STEP_MS;
        }
        return run->stop.due;
    }
    if (run->hand.count == 0) {
        run->stop = (struct stop){0};
        return -1;
    }
    if (now >= run->stop.due && run->stop.step < STEP_DONE - 1) {
        run->stop.step++;
        run->stop.due = now + STEP_MS;
        climb(run);
    }
    return run->stop.step < STEP_DONE - 1 ? run->stop.due : -1;
}
