#include "remote/daemon/beginning.h"

#include "remote/agent/command.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/settle.h"
#include "remote/engine.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

#define SPOOL_MAX (INT64_C(1) << 30) /* the shim stops reading the agent there */

/* How the agent takes up the session: as a new one, with its transcript, or as a fork. */
static char **agent_argv(struct daemon *daemon, const struct task *task)
{
    struct command command = {
        .program = daemon->settings.agent,
        .session = task->session,
        .model = task->model,
        .permission_mode = task->permission_mode,
        .max_budget_usd = task->max_budget_usd,
    };
    char *transcript = catalog_transcript(daemon->catalog, task->session), **argv;

    if (transcript != NULL) {
        command.start = COMMAND_RESUME;
    } else if (task->fork_of != NULL) {
        command.start = COMMAND_FORK;
        command.origin = task->fork_of;
    } else {
        command.start = COMMAND_NEW;
    }
    argv = command_build(&command);
    free(transcript);
    return argv;
}

void beginning_plan(struct run *run, const struct task *task)
{
    beginning_done(run);
    run->argv = agent_argv(run->daemon, task);
    run->cwd = mem_dup(task->project);
}

void beginning_done(struct run *run)
{
    command_free(run->argv);
    run->argv = NULL;
    mem_set(&run->cwd, NULL);
}

static void launch(struct run *run)
{
    char *lock = daemon_session_lock(run->daemon, run->row.session);
    struct engine_start start = {.shim = run->daemon->settings.shim,
                                 .folder = run->spool.folder,
                                 .lock = lock,
                                 .cwd = run->cwd,
                                 .max_spool = SPOOL_MAX,
                                 .agent = run->argv,
                                 .environment = run->daemon->settings.environment};
    struct err err;
    int rc = engine_start(&start, &err);

    free(lock);
    beginning_done(run);
    if (rc < 0)
        settle_failed_start(run, &err);
}

void beginning_launch(struct daemon *daemon)
{
    struct run *following;

    for (struct run *run = daemon->runs; run != NULL; run = following) {
        following = run->next;
        if (run->argv != NULL)
            launch(run);
    }
}
