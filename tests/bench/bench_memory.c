/*
 * What the daemon and its shims hold while agents talk, one for each of as many clients, which
 * watch the home screen and the live text of a session. COUNT is how many.
 */
#include "tests/bench/caller.h"
#include "tests/bench/score.h"
#include "tests/bench/stopwatch.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MB            1e6
#define DAEMON_GOAL   64.0
#define SHIM_GOAL     2.0
#define FILE_MAX      8192
#define DEADLINE_MS   20000
#define LIVE_EACH_RUN 10 /* pieces of live text that every client gets between two looks */

struct memory {
    double rss, pss; /* MB */
};

struct bench {
    struct runner runner;
    struct caller *callers;
    int count;
    struct memory shim, agent; /* the largest of one look */
    struct score daemon_rss, daemon_pss, shim_rss, shim_pss;
};

static double field_mb(const char *text, const char *name)
{
    const char *at = strstr(text, name);

    return at != NULL ? strtod(at + strlen(name), NULL) * 1024 / MB : 0;
}

/* False on a system that does not tell. */
static bool memory_of(pid_t pid, struct memory *ret_memory)
{
    char *path = mem_printf("%s%ld/smaps_rollup", "/proc/", (long)pid);
    struct buf text;
    bool told;

    buf_init(&text, FILE_MAX);
    told = fd_read_file(path, FILE_MAX, &text, NULL) == 0;
    *ret_memory =
        (struct memory){field_mb(buf_text(&text), "Rss:"), field_mb(buf_text(&text), "Pss:")};
    buf_done(&text);
    free(path);
    return told && ret_memory->rss > 0;
}

static void keep_larger(struct memory *memory, pid_t pid)
{
    struct memory now;

    if (!memory_of(pid, &now))
        return;
    memory->rss = now.rss > memory->rss ? now.rss : memory->rss;
    memory->pss = now.pss > memory->pss ? now.pss : memory->pss;
}

static void look_at_run(const char *folder, pid_t shim, pid_t agent, void *context)
{
    struct bench *bench = context;

    (void)folder;
    keep_larger(&bench->shim, shim);
    keep_larger(&bench->agent, agent);
}

/* A client with a session of its own that it watches. */
static int join(struct bench *bench, struct caller *caller, struct err *err)
{
    char task[UUID_SIZE], session[UUID_SIZE];
    struct json *params;
    int64_t started;
    int rc = caller_open(caller, &bench->runner, CALLER_SERVE, err);

    if (rc == 0)
        rc = caller_ask(caller, "home/watch", NULL, NULL, err);
    if (rc == 0)
        rc = caller_submit(caller, &bench->runner, "stay and talk", NULL, task, session, err);
    if (rc == 0)
        rc = runner_next_start(&bench->runner, &started, err);
    if (rc < 0)
        return rc;
    params = json_new_object();
    json_put_text(params, "session", session);
    json_put_bool(params, "live", true);
    return caller_ask(caller, "session/watch", params, NULL, err);
}

/* Lets everything work until each client got its share of live text. */
static int let_talk(struct bench *bench, struct err *err)
{
    int64_t from = stopwatch_ns();
    bool enough;
    int rc = 0;

    for (int i = 0; i < bench->count; i++)
        bench->callers[i].live = 0;
    do {
        enough = true;
        for (int i = 0; rc == 0 && i < bench->count; i++) {
            rc = caller_listen(&bench->callers[i], err);
            enough &= bench->callers[i].live >= LIVE_EACH_RUN;
        }
        if (rc == 0 && stopwatch_ms_since(from) > DEADLINE_MS)
            rc = err_set(err, ERR_FAILED, "the agents say nothing");
        stopwatch_rest();
    } while (rc == 0 && !enough);
    return rc;
}

static int measure(struct bench *bench, const struct memory *fresh, struct err *err)
{
    struct memory daemon;
    int rc = let_talk(bench, err);

    if (rc < 0)
        return rc;
    bench->shim = bench->agent = (struct memory){0};
    if (runner_each(&bench->runner, look_at_run, bench) != bench->count ||
        !memory_of(bench->runner.daemon, &daemon))
        return err_set(err, ERR_FAILED, "not all agents live");
    score_add(&bench->daemon_rss, daemon.rss, DAEMON_GOAL);
    score_add_floor(&bench->daemon_rss, fresh->rss);
    score_add(&bench->daemon_pss, daemon.pss, DAEMON_GOAL);
    score_add_floor(&bench->daemon_pss, fresh->pss);
    score_add(&bench->shim_rss, bench->shim.rss, SHIM_GOAL);
    score_add_floor(&bench->shim_rss, bench->agent.rss);
    score_add(&bench->shim_pss, bench->shim.pss, SHIM_GOAL);
    score_add_floor(&bench->shim_pss, bench->agent.pss);
    return 0;
}

static int run_all(struct bench *bench, const struct plan *plan, bool *ret_told, struct err *err)
{
    struct memory fresh;
    int rc = runner_start(&bench->runner, plan->count, err);

    *ret_told = rc < 0 || memory_of(bench->runner.daemon, &fresh);
    for (int i = 0; rc == 0 && *ret_told && i < plan->count; i++) {
        bench->count = i + 1;
        rc = join(bench, &bench->callers[i], err);
    }
    for (int i = 0; rc == 0 && *ret_told && i < plan->runs; i++)
        rc = measure(bench, &fresh, err);
    for (int i = 0; i < bench->count; i++)
        caller_close(&bench->callers[i]);
    runner_end(&bench->runner);
    return rc;
}

int main(int argc, char **argv)
{
    struct plan plan = {.runs = 7, .count = 20};
    struct bench bench = {
        .daemon_rss = {"daemon, RSS (floor: just started)", "MB", "64 MB", {0}, {0}, {0}},
        .daemon_pss = {"daemon, PSS", "MB", "64 MB", {0}, {0}, {0}},
        .shim_rss = {"largest shim, RSS (floor: its agent)", "MB", "2 MB", {0}, {0}, {0}},
        .shim_pss = {"largest shim, PSS", "MB", "2 MB", {0}, {0}, {0}}};
    struct err err;
    bool told;
    int rc;

    if (!plan_read(&plan, argc, argv))
        return 2;
    bench.callers = mem_new((size_t)plan.count, sizeof(*bench.callers));
    rc = run_all(&bench, &plan, &told, &err);
    free(bench.callers);
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", argv[0], err.what);
        return 1;
    }
    if (!told) {
        fprintf(stderr, "%s: this system does not tell what a process holds\n", argv[0]);
        return 0;
    }
    score_heading();
    score_print(&bench.daemon_rss);
    score_print(&bench.daemon_pss);
    score_print(&bench.shim_rss);
    score_print(&bench.shim_pss);
    return 0;
}
