/*
 * From a submit to its receipt, over an open connection of the kind that every client has: through
 * `ccr-remote serve`. The prompts start in a far future, so that nothing runs meanwhile, and are
 * cancelled again outside of what is timed.
 */
#include "tests/bench/caller.h"
#include "tests/bench/disk.h"
#include "tests/bench/score.h"
#include "tests/bench/stopwatch.h"

#include <stdio.h>

#define ALLOWED_MS 3.0
#define FAR_FUTURE "2099-01-01T00:00:00Z"

struct bench {
    struct runner runner;
    struct caller caller;
    struct disk disk;
    struct series receipts, syncs; /* of one run */
    struct score median, worst;
};

static int sample(struct bench *bench, struct err *err)
{
    char task[UUID_SIZE], session[UUID_SIZE];
    struct json *params;
    double sync;
    int rc = disk_sync(&bench->disk, &sync, err);

    if (rc == 0)
        rc = caller_submit(&bench->caller, &bench->runner, "some day", FAR_FUTURE, task, session,
                           err);
    if (rc < 0)
        return rc;
    series_add(&bench->syncs, sync);
    series_add(&bench->receipts, (double)(bench->caller.heard_ns - bench->caller.sent_ns) / 1e6);
    params = json_new_object();
    json_put_text(params, "task", task);
    return caller_ask(&bench->caller, "task/cancel", params, NULL, err);
}

static int measure(struct bench *bench, int count, struct err *err)
{
    double sync;
    int rc = 0;

    for (int i = 0; rc == 0 && i < count; i++)
        rc = sample(bench, err);
    if (rc < 0)
        return rc;
    sync = series_median(&bench->syncs);
    score_add(&bench->median, series_median(&bench->receipts), sync + ALLOWED_MS);
    score_add_floor(&bench->median, sync);
    score_add(&bench->worst, series_quantile(&bench->receipts, 0.99), 0);
    score_add_floor(&bench->worst, series_quantile(&bench->syncs, 0.99));
    return 0;
}

int main(int argc, char **argv)
{
    struct plan plan = {.runs = 7, .count = 200};
    struct bench bench = {
        .caller = {.in = -1, .out = -1, .serve = -1},
        .disk = {.fd = -1},
        .median = {.what = "receipt, median", .unit = "ms", .goal = "fsync + 3 ms"},
        .worst = {.what = "receipt, p99 (beside the fsync's p99)", .unit = "ms", .goal = ""}};
    struct err err;
    int rc;

    if (!plan_read(&plan, argc, argv))
        return 2;
    rc = runner_start(&bench.runner, 1, &err);
    if (rc == 0)
        rc = disk_open(&bench.disk, bench.runner.state, &err);
    if (rc == 0)
        rc = caller_open(&bench.caller, &bench.runner, CALLER_SERVE, &err);
    for (int i = 0; rc == 0 && i < plan.runs; i++) {
        rc = measure(&bench, plan.count, &err);
        series_done(&bench.receipts);
        series_done(&bench.syncs);
    }
    caller_close(&bench.caller);
    disk_done(&bench.disk);
    runner_end(&bench.runner);
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", argv[0], err.what);
        return 1;
    }
    score_heading();
    score_print(&bench.median);
    score_print(&bench.worst);
    return 0;
}
