#include "remote/daemon/settle.h"

#include "remote/agent/evidence.h"
#include "remote/daemon/asks.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/ending.h"
#include "remote/daemon/orphan.h"
#include "remote/daemon/receipt.h"
#include "remote/store/attempt_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <stdlib.h>
#include <string.h>

#define STARTS_MAX 5 /* an agent that dies this often before it begins is not tried again */

/* What the user is told when the agent ended by itself before it began. */
static char *start_error(struct run *run, const char *exit)
{
    char *said = spool_stderr(&run->spool), *message;

    if (str_starts(exit, "noexec"))
        message = mem_printf("claude could not be started: %s", exit + strlen("noexec "));
    else if (str_starts(exit, "nocwd"))
        message = mem_printf("the project folder cannot be entered: %s", exit + strlen("nocwd "));
    else
        message = mem_printf("claude ended before it began (%s)%s%s", exit,
                             said[0] != '\0' ? ": " : "", said);
    free(said);
    return message;
}

/* An exit that says that another try would end the same way. */
static bool hopeless(const char *exit)
{
    return exit != NULL &&
           (str_starts(exit, "noexec") || str_starts(exit, "nocwd") || str_starts(exit, "failed") ||
            (str_starts(exit, "exit ") && !str_equal(exit, "exit 0")));
}

static int fail_start(struct run *run, const struct attempt *attempt, const char *exit,
                      struct err *err)
{
    char *message = start_error(run, exit != NULL ? exit : "its shim died");
    const char *next = exit != NULL && str_starts(exit, "nocwd")
                           ? "choose another folder with -C"
                           : "run claude there once, or set agent.command";
    int rc = ending_set(run->daemon, attempt->task, TASK_FAILED,
                        exit != NULL && str_starts(exit, "nocwd") ? "project" : "agent", message,
                        next, err);

    free(message);
    return rc;
}

static int settle_attempt(struct run *run, struct attempt *attempt, const char *exit,
                          struct err *err)
{
    struct daemon *daemon = run->daemon;
    bool same_boot = str_equal(run->row.boot, daemon->boot);
    struct evidence evidence = {
        .has_line = attempt->line_offset >= 0,
        .same_boot = same_boot,
        .fed = spool_fed(&run->spool, attempt->line_offset + attempt->line_bytes),
        .exit_seen = exit != NULL,
        .stalled = run->unread || spool_stalled(&run->spool),
        .began = attempt->began,
        .echoed = attempt->echoed,
        .in_transcript = catalog_has_prompt(daemon->catalog, run->row.session, attempt->attempt),
    };

    if (attempt->stop != STOP_NONE)
        return ending_stopped(daemon, attempt->task, attempt->stop, NULL, err);
    if (evidence_judge(&evidence) == VERDICT_AGAIN) {
        if (exit != NULL && str_equal(exit, "locked"))
            return ending_again(daemon, attempt, "the session is open elsewhere", err);
        if (hopeless(exit) || attempt->starts >= STARTS_MAX)
            return fail_start(run, attempt, exit, err);
        return ending_again(daemon, attempt, NULL, err);
    }
    if (hand_stopping(&run->hand))
        return ending_stopped(daemon, attempt->task, STOP_USER, NULL, err);
    return ending_set(daemon, attempt->task, TASK_INTERRUPTED, "agent",
                      same_boot ? "the agent ended in the middle; its tools may have acted"
                                : "the machine went down in the middle; tools may have acted",
                      "retry continues it", err);
}

/* Everything in one transaction: all of the run is settled, or nothing is. */
static int settle_rows(struct run *run, const char *exit, struct err *err)
{
    struct store *store = run->daemon->store;
    struct attempt *attempts;
    size_t count;
    int rc = attempt_table_open_of(store, run->row.run, &attempts, &count, err);

    if (rc < 0)
        return rc;
    rc = store_begin(store, err);
    if (rc == 0) {
        for (size_t i = 0; rc == 0 && i < count; i++)
            rc = settle_attempt(run, &attempts[i], exit, err);
        if (rc == 0)
            rc = receipt_settle(run, err);
        if (rc == 0)
            rc = asks_expire(run->daemon, run->row.run, err);
        if (rc == 0) {
            run->row.state = RUN_SETTLED;
            run->row.settled_at = clock_wall_ms();
            mem_set(&run->row.exit, exit);
            rc = run_table_update(store, &run->row, err);
        }
        rc = store_end(store, rc, err);
    }
    attempt_table_free(attempts, count);
    return rc;
}

bool settle_run(struct run *run)
{
    char *exit = spool_exit(&run->spool);
    struct err err;
    bool settled = settle_rows(run, exit, &err) == 0;

    if (!settled) {
        daemon_storage_failed(run->daemon, &err);
        run->row.state = RUN_LIVE;
    } else {
        log_line(LOG_INFO, "run %s settled: %s", run->row.run, exit != NULL ? exit : "shim died");
        daemon_session_changed(run->daemon, run->row.session);
        run_free(run);
    }
    free(exit);
    return settled;
}

void settle_failed_start(struct run *run, const struct err *why)
{
    struct daemon *daemon = run->daemon;
    struct attempt attempt;
    struct err err;
    int rc = store_begin(daemon->store, &err);

    if (rc == 0)
        rc = attempt_table_get(daemon->store, run->hand.attempts[0].uuid, &attempt, &err);
    if (rc == 0) {
        rc = why->code == ERR_STORAGE ? ending_again(daemon, &attempt, why->what, &err)
                                      : ending_set(daemon, attempt.task, TASK_FAILED, "runner",
                                                   why->what, why->next, &err);
        attempt_done(&attempt);
    }
    run->row.state = RUN_SETTLED;
    run->row.settled_at = clock_wall_ms();
    if (rc == 0)
        rc = run_table_update(daemon->store, &run->row, &err);
    if (rc == 0)
        rc = store_commit(daemon->store, &err);
    else
        store_rollback(daemon->store);
    if (why->code == ERR_STORAGE || rc < 0)
        daemon_storage_failed(daemon, rc < 0 ? &err : why);
    if (rc == 0)
        run_free(run);
    else
        orphan_begin(run);
}

void settle_swallowed(struct run *run, const char *attempt_uuid)
{
    struct store *store = run->daemon->store;
    struct attempt attempt;
    struct err err;
    int rc = attempt_table_get(store, attempt_uuid, &attempt, &err);

    if (rc < 0 || store_begin(store, &err) < 0)
        return;
    rc = ending_set(run->daemon, attempt.task, TASK_FAILED, "swallowed",
                    "claude took the prompt for one it has already had", "retry sends it anew",
                    &err);
    attempt_done(&attempt);
    rc = store_end(store, rc, &err);
    if (rc < 0) {
        daemon_storage_failed(run->daemon, &err);
        return;
    }
    hand_drop(&run->hand, attempt_uuid);
    if (run->hand.count == 0)
        run->idle_since = clock_steady_ms();
    run->daemon->queue_dirty = true;
}
