#include "remote/daemon/orphan.h"

#include "remote/daemon/output.h"
#include "remote/daemon/settle.h"

#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/lock.h"
#include "protocol/sys/log.h"
#include "protocol/sys/proc.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>

#define STEP_MS   5000 /* between SIGINT, SIGTERM and SIGKILL */
#define LOOK_MS   100  /* between looks whether they have worked */
#define RETRY_MS  1000
#define GRACE_MS  1000 /* for what ends with its agent by itself */
#define JUDGE_FDS 8
#define LAST_STEP 3

void orphan_begin(struct run *run)
{
    char *exit = spool_exit(&run->spool);

    run->phase = RUN_ORPHANED;
    run->orphan_step = 0;
    run->orphan_due = clock_steady_ms() + (exit != NULL ? GRACE_MS : 0);
    free(exit);
}

/* Signals every process of the shim's session; how many there are, -1 when nobody can tell. */
static int signal_session(struct run *run, int signal)
{
    struct proc list[PROC_LIST_MAX];
    struct spool_pids pids;
    int count;

    if (!str_equal(run->row.boot, run->daemon->boot) || !spool_pids(&run->spool, &pids))
        return 0;
    count = proc_session(pids.shim, list);
    if (count < 0) {
        list[0] = (struct proc){.pid = pids.agent, .birth = pids.agent_birth};
        proc_signal(&list[0], signal);
    }
    for (int i = 0; signal != 0 && i < count; i++)
        proc_signal(&list[i], signal);
    return count;
}

/* A lock that cannot be asked about counts as held. */
static bool lock_is_held(struct run *run)
{
    char *lock = daemon_session_lock(run->daemon, run->row.session);
    bool held = lock_held(lock, NULL) != 0;

    free(lock);
    return held;
}

/* What is judged is read from files: without a descriptor to spare, nothing can be. */
static bool can_judge(void)
{
    int fds[JUDGE_FDS], opened = 0;

    while (opened < JUDGE_FDS && (fds[opened] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        opened++;
    for (int i = 0; i < opened; i++)
        fd_close(&fds[i]);
    return opened == JUDGE_FDS;
}

/* From here on a shim that has not appeared feeds nothing, however late it comes. */
static bool withdraw(struct run *run)
{
    struct spool_pids pids;
    struct err err;

    if (run->withdrawn || spool_pids(&run->spool, &pids))
        return true;
    if (spool_withdraw(&run->spool, &err) < 0) {
        daemon_storage_failed(run->daemon, &err);
        return false;
    }
    run->withdrawn = true;
    return true;
}

int64_t orphan_tick(struct run *run, int64_t now)
{
    static const int ladder[LAST_STEP] = {SIGINT, SIGTERM, SIGKILL};

    if (!can_judge() || !withdraw(run))
        return now + RETRY_MS;
    output_read(run);
    if (!lock_is_held(run) || signal_session(run, 0) == 0) {
        if (run->apply_offset < spool_output(&run->spool) && run->retry_at >= 0)
            return run->retry_at;
        return settle_run(run) ? -1 : now + RETRY_MS;
    }
    if (now >= run->orphan_due && run->orphan_step < LAST_STEP) {
        log_line(LOG_INFO, "run %s: its shim is gone; signal %d to what is left", run->row.run,
                 ladder[run->orphan_step]);
        signal_session(run, ladder[run->orphan_step++]);
        run->orphan_due = now + STEP_MS;
    }
    return now + LOOK_MS;
}
