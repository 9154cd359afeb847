#include "tui/cli/print.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"

#include <math.h>
#include <stdlib.h>

static enum output_style style_of(int state)
{
    switch (state) {
    case TASK_COMPLETED:
        return OUTPUT_GOOD;
    case TASK_FAILED:
    case TASK_INTERRUPTED:
        return OUTPUT_BAD;
    case TASK_WAITING:
        return OUTPUT_WAITS;
    case TASK_CANCELLED:
        return OUTPUT_DIM;
    default:
        return OUTPUT_PLAIN;
    }
}

void print_task_row(const struct task *task, int64_t now_ms)
{
    char ago[OUTPUT_AGO_SIZE];
    int64_t since = task->ended_at >= 0     ? task->ended_at
                    : task->started_at >= 0 ? task->started_at
                                            : task->created_at;

    output_ago(now_ms, since, ago);
    output_line(stdout, style_of(task->state), "%s %-11s %4s %s%s%s", uuid_short(task->task),
                task_state_words[task->state], ago, task->name != NULL ? task->name : "",
                task->name != NULL ? ": " : "", task->prompt != NULL ? task->prompt : "");
}

static void print_time(const char *name, int64_t then_ms, int64_t now_ms)
{
    char ago[OUTPUT_AGO_SIZE], time[STR_TIME_SIZE], text[STR_TIME_SIZE + OUTPUT_AGO_SIZE + 8];

    if (then_ms < 0)
        return;
    str_time(then_ms, time);
    output_ago(now_ms, then_ms, ago);
    if (then_ms > now_ms)
        snprintf(text, sizeof(text), "%s", time);
    else
        snprintf(text, sizeof(text), "%s (%s)", time, ago);
    output_member(name, text);
}

static void print_money(const char *name, double usd)
{
    char text[48];

    if (isnan(usd))
        return;
    snprintf(text, sizeof(text), "$%.4f", usd);
    output_member(name, text);
}

static void print_span(const char *name, int64_t ms)
{
    char text[OUTPUT_AGO_SIZE];

    output_span(ms, text);
    if (text[0] != '\0')
        output_member(name, text);
}

static void print_error(const struct task *task)
{
    output_member("error", task->error_code);
    output_member("", task->error_message);
    output_member("next", task->error_next);
}

void print_task(const struct task *task, int64_t now_ms)
{
    output_member("task", task->task);
    output_member("state", task_state_words[task->state]);
    output_member("reason", task->reason);
    print_time("until", task->until, now_ms);
    output_member("session", task->session);
    output_member("host", task->host);
    output_member("project", task->project);
    output_member("name", task->name);
    output_member("model", task->model);
    output_member("mode", task->permission_mode);
    print_time("created", task->created_at, now_ms);
    print_time("started", task->started_at, now_ms);
    print_time("accepted", task->accepted, now_ms);
    print_time("ended", task->ended_at, now_ms);
    print_time("saved", task->saved, now_ms);
    print_span("took", task->duration_ms);
    print_money("cost", task->cost_usd);
    if (task->attempts > 1)
        printf("%-9s %d\n", "attempts", (int)task->attempts);
    print_error(task);
    output_member("prompt", task->prompt);
    output_member("result", task->result);
}

void print_task_end(const struct task *task)
{
    char took[OUTPUT_AGO_SIZE], cost[48] = "";

    output_span(task->duration_ms, took);
    if (!isnan(task->cost_usd))
        snprintf(cost, sizeof(cost), ", $%.4f", task->cost_usd);
    output_line(stdout, style_of(task->state), "-- %s %s%s%s%s%s%s", uuid_short(task->task),
                task_state_words[task->state], took[0] != '\0' ? " in " : "", took, cost,
                task->session != NULL ? ", session " : "",
                task->session != NULL ? uuid_short(task->session) : "");
    if (task->error_message != NULL)
        output_line(stdout, OUTPUT_BAD, "-- %s%s%s", task->error_message,
                    task->error_next != NULL ? "; " : "",
                    task->error_next != NULL ? task->error_next : "");
    if (task->state == TASK_COMPLETED && task->saved < 0)
        output_line(stdout, OUTPUT_WAITS, "-- the answer does not stand in the transcript yet");
}
