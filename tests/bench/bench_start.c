/*
 * From a submit to the agent that it starts. The clock starts right before the client writes the
 * request into the daemon's socket, and stops in the first line of the agent's main(): so it
 * includes the socket, and the loading of the agent.
 */
#include "tests/bench/caller.h"
#include "tests/bench/disk.h"
#include "tests/bench/score.h"
#include "tests/bench/stopwatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALLOWED_MS  15.0
#define DEADLINE_MS 20000

struct bench {
    struct runner runner;
    struct caller caller;
    struct disk disk;
    struct series starts, syncs, spawns; /* of one run */
    struct score start, spawn;
};

/* Waits until nothing of the run is left, so that the next sample has the machine for itself. The
 * second answer comes when the daemon has seen the shim's end and written down what it means. */
static int until_idle(struct bench *bench, struct err *err)
{
    int64_t from = stopwatch_ns();
    int rc;

    while (runner_each(&bench->runner, NULL, NULL) > 0) {
        if (stopwatch_ms_since(from) > DEADLINE_MS)
            return err_set(err, ERR_FAILED, "the run does not end");
        stopwatch_rest();
    }
    rc = caller_ask(&bench->caller, "ping", NULL, NULL, err);
    return rc == 0 ? caller_ask(&bench->caller, "ping", NULL, NULL, err) : rc;
}

static int sample_start(struct bench *bench, struct err *err)
{
    char task[UUID_SIZE], session[UUID_SIZE];
    int64_t started = 0, sent;
    int rc = caller_submit(&bench->caller, &bench->runner, "be quick", NULL, task, session, err);

    sent = bench->caller.sent_ns;
    if (rc == 0)
        rc = runner_next_start(&bench->runner, &started, err);
    if (rc < 0)
        return rc;
    series_add(&bench->starts, (double)(started - sent) / 1e6);
    return until_idle(bench, err);
}

/* The same program, and nothing but fork and exec. */
static int sample_spawn(struct bench *bench, struct err *err)
{
    int64_t from = stopwatch_ns(), started = 0;
    pid_t child = fork();
    int rc;

    if (child == 0) {
        close(STDIN_FILENO);
        execl(bench->runner.agent, bench->runner.agent, (char *)NULL);
        _exit(127);
    }
    if (child < 0)
        return err_set(err, ERR_FAILED, "fork failed");
    rc = runner_next_start(&bench->runner, &started, err);
    waitpid(child, NULL, 0);
    if (rc == 0)
        series_add(&bench->spawns, (double)(started - from) / 1e6);
    return rc;
}

static int measure(struct bench *bench, int count, struct err *err)
{
    double sync;
    int rc = 0;

    for (int i = 0; rc == 0 && i < count; i++) {
        if ((rc = disk_sync(&bench->disk, &sync, err)) < 0)
            break;
        series_add(&bench->syncs, sync);
        rc = sample_spawn(bench, err);
        if (rc == 0)
            rc = sample_start(bench, err);
    }
    if (rc < 0)
        return rc;
    sync = series_median(&bench->syncs);
    score_add(&bench->start, series_median(&bench->starts), sync + ALLOWED_MS);
    score_add_floor(&bench->start, sync);
    score_add(&bench->spawn, series_median(&bench->spawns), 0);
    return 0;
}

int main(int argc, char **argv)
{
    struct plan plan = {.runs = 7, .count = 12};
    struct bench bench = {
        .caller = {.in = -1, .out = -1, .serve = -1},
        .disk = {.fd = -1},
        .start = {.what = "submit to the agent's main()", .unit = "ms", .goal = "fsync + 15 ms"},
        .spawn = {.what = "(the agent by fork and exec alone)", .unit = "ms", .goal = ""}};
    struct err err;
    int rc;

    if (!plan_read(&plan, argc, argv))
        return 2;
    rc = runner_start(&bench.runner, 1, &err);
    if (rc == 0)
        rc = disk_open(&bench.disk, bench.runner.state, &err);
    if (rc == 0)
        rc = caller_open(&bench.caller, &bench.runner, CALLER_SOCKET, &err);
    for (int i = 0; rc == 0 && i < plan.runs; i++) {
        rc = measure(&bench, plan.count, &err);
        series_done(&bench.starts);
        series_done(&bench.syncs);
        series_done(&bench.spawns);
    }
    caller_close(&bench.caller);
    disk_done(&bench.disk);
    runner_end(&bench.runner);
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", argv[0], err.what);
        return 1;
    }
    score_heading();
    score_print(&bench.start);
    score_print(&bench.spawn);
    return 0;
}
