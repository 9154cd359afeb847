/*
 * What it costs until a key is on the screen while a host sends 1,000 events a second: the pure
 * floors alone, in processor time, without terminal, loop and network. The key comes last: it
 * waits behind all events of the longest time between two pictures.
 */
#include "tests/bench/score.h"
#include "tests/bench/stopwatch.h"

#include "protocol/base/mem.h"
#include "tui/view/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST       "host"
#define GOAL_MS    16.0
#define EVENTS     33 /* of 33 ms, at 1,000 a second */
#define SESSIONS   2000
#define TASKS      200
#define ITEMS      1500
#define LIVE_MAX   (64 * 1024)
#define LIVE_PIECE "and `some` words "

struct bench {
    struct model model;
    struct theme theme;
    struct surface surface;
    struct effects effects;
    struct session *sessions;
    struct task *tasks;
    char *session; /* that is watched */
    char *live;
    int64_t steady_ms, number;
    struct series events, frames, keys; /* of one run */
    struct score event, frame, key;
};

static void tell(struct bench *bench, struct msg msg)
{
    model_update(&bench->model, &msg, &bench->effects);
    effects_done(&bench->effects);
}

static void tell_time(struct bench *bench)
{
    bench->steady_ms += 33;
    tell(bench, (struct msg){.kind = MSG_TICK,
                             .tick = {.wall_ms = INT64_C(1790000000000) + bench->steady_ms,
                                      .steady_ms = bench->steady_ms}});
}

static void paint(struct bench *bench)
{
    struct painted painted;

    model_settle(&bench->model);
    view_draw(&bench->model, &bench->theme, &bench->surface, &painted);
    tell(bench, (struct msg){.kind = MSG_PAINTED, .painted = &painted});
}

static char *id_of(const char *kind, long number)
{
    return mem_printf("%.4s%04lx-0000-7000-8000-%012lx", kind, (unsigned long)number & 0xffff,
                      (unsigned long)number);
}

static void make_lists(struct bench *bench)
{
    bench->sessions = mem_new(SESSIONS, sizeof(*bench->sessions));
    bench->tasks = mem_new(TASKS, sizeof(*bench->tasks));
    for (long i = 0; i < SESSIONS; i++) {
        session_init(&bench->sessions[i]);
        bench->sessions[i].session = id_of("0190", i);
        bench->sessions[i].title = mem_printf("a session about matter number %ld", i);
        bench->sessions[i].project = mem_dup("project");
        bench->sessions[i].last_activity = INT64_C(1790000000000) - i * 60000;
    }
    for (long i = 0; i < TASKS; i++) {
        task_init(&bench->tasks[i]);
        bench->tasks[i].task = id_of("0191", i);
        bench->tasks[i].session = mem_dup(bench->sessions[i].session);
        bench->tasks[i].prompt = mem_dup("do it, and say what you did");
        bench->tasks[i].state = i % 2 == 0 ? TASK_RUNNING : TASK_COMPLETED;
        bench->tasks[i].created_at = INT64_C(1790000000000) - i * 60000;
    }
}

static void send_lists(struct bench *bench, bool all, size_t task, size_t session)
{
    tell(bench, (struct msg){.kind = MSG_LISTS,
                             .lists = {.host = HOST,
                                       .snapshot = all,
                                       .confirmed = true,
                                       .tasks = &bench->tasks[task],
                                       .task_count = all ? TASKS : 1,
                                       .sessions = &bench->sessions[session],
                                       .session_count = all ? SESSIONS : 1}});
}

/* Items of the watched session, at its end. */
static void send_items(struct bench *bench, size_t count)
{
    struct item *items = mem_new(count, sizeof(*items));

    for (size_t i = 0; i < count; i++) {
        item_init(&items[i]);
        items[i].cursor = mem_printf("%lld", (long long)++bench->number);
        items[i].uuid = id_of("0192", (long)bench->number);
        items[i].kind = bench->number % 8 == 0 ? ITEM_PROMPT : ITEM_TEXT;
        items[i].text = mem_printf("## Answer %lld\n\nIt *does* what `was` asked:\n\n- one thing\n"
                                   "- another\n\n```c\nint x = %zu;\n```\n\nand so it goes on.\n",
                                   (long long)bench->number, i);
    }
    tell(bench, (struct msg){.kind = MSG_WINDOW,
                             .window = {.host = HOST,
                                        .session = bench->session,
                                        .change = count > 1 ? WINDOW_RESET : WINDOW_APPEND,
                                        .items = items,
                                        .count = count}});
    for (size_t i = 0; i < count; i++)
        item_done(&items[i]);
    free(items);
}

/* The text so far, which grows, and begins anew when it has become long. */
static void send_live(struct bench *bench)
{
    size_t len = strlen(bench->live);

    if (len + sizeof(LIVE_PIECE) > LIVE_MAX)
        len = 0;
    memcpy(bench->live + len, LIVE_PIECE, sizeof(LIVE_PIECE));
    tell(bench, (struct msg){.kind = MSG_LIVE,
                             .live = {.host = HOST,
                                      .session = bench->session,
                                      .text = bench->live,
                                      .elapsed_ms = bench->steady_ms,
                                      .tokens = (int64_t)len}});
}

static void send_event(struct bench *bench, int number)
{
    if (number % 33 == 0)
        send_items(bench, 1);
    else if (number % 8 == 0)
        send_lists(bench, false, (size_t)number % TASKS, (size_t)number % SESSIONS);
    else
        send_live(bench);
}

/* A host with all its lists, and one of its sessions on the screen with a text begun. */
static bool begin(struct bench *bench)
{
    model_init(&bench->model);
    surface_init(&bench->surface);
    effects_init(&bench->effects);
    bench->live = mem_new(LIVE_MAX + 1, 1);
    make_lists(bench);
    tell(bench, (struct msg){.kind = MSG_SETUP, .setup = {.host = HOST}});
    tell(bench, (struct msg){.kind = MSG_RESIZE, .resize = {.columns = 140, .rows = 50}});
    tell(bench, (struct msg){.kind = MSG_HOST,
                             .host = {.name = HOST, .state = LINK_ONLINE, .last_event = -1}});
    tell_time(bench);
    send_lists(bench, true, 0, 0);
    paint(bench);
    tell(bench, (struct msg){.kind = MSG_KEY, .key = "Enter"});
    bench->session = mem_dup(bench->model.transcript.session);
    if (bench->session == NULL || model_screen(&bench->model)->kind != SCREEN_SESSION)
        return false;
    send_items(bench, ITEMS);
    send_live(bench);
    paint(bench);
    tell(bench, (struct msg){.kind = MSG_KEY, .key = "c"});
    paint(bench);
    return bench->model.writing.purpose == WRITE_PROMPT;
}

static void end(struct bench *bench)
{
    for (size_t i = 0; i < SESSIONS; i++)
        session_done(&bench->sessions[i]);
    for (size_t i = 0; i < TASKS; i++)
        task_done(&bench->tasks[i]);
    free(bench->sessions);
    free(bench->tasks);
    free(bench->session);
    free(bench->live);
    model_done(&bench->model);
    surface_done(&bench->surface);
    effects_done(&bench->effects);
}

static double ms_of_work_since(int64_t from_ns)
{
    return (double)(stopwatch_cpu_ns() - from_ns) / 1e6;
}

static void measure(struct bench *bench, int count)
{
    for (int i = 0; i < count; i++) {
        int64_t from = stopwatch_cpu_ns(), painting;

        tell_time(bench);
        for (int n = 0; n < EVENTS; n++) {
            int64_t before = stopwatch_cpu_ns();

            send_event(bench, i * EVENTS + n);
            series_add(&bench->events, ms_of_work_since(before) * 1000);
        }
        tell(bench, (struct msg){.kind = MSG_KEY, .key = i % 2 == 1 ? "Backspace" : "x"});
        painting = stopwatch_cpu_ns();
        paint(bench);
        series_add(&bench->frames, ms_of_work_since(painting));
        series_add(&bench->keys, ms_of_work_since(from));
    }
    score_add(&bench->event, series_quantile(&bench->events, 0.99), 0);
    score_add(&bench->frame, series_quantile(&bench->frames, 0.99), 0);
    score_add(&bench->key, series_quantile(&bench->keys, 0.99), GOAL_MS);
    series_done(&bench->events);
    series_done(&bench->frames);
    series_done(&bench->keys);
}

int main(int argc, char **argv)
{
    struct plan plan = {.runs = 7, .count = 300};
    struct bench bench = {
        .theme = {256, true},
        .event = {.what = "an event into the model, p99", .unit = "µs", .goal = ""},
        .frame = {.what = "a picture of 140 by 50, p99", .unit = "ms", .goal = ""},
        .key = {
            .what = "key behind 33 events, to the picture, p99", .unit = "ms", .goal = "16 ms"}};
    bool begun;

    if (!plan_read(&plan, argc, argv))
        return 2;
    begun = begin(&bench);
    for (int i = 0; begun && i < plan.runs; i++)
        measure(&bench, plan.count);
    end(&bench);
    if (!begun) {
        fprintf(stderr, "%s: the session's screen did not open\n", argv[0]);
        return 1;
    }
    score_heading();
    score_print(&bench.key);
    score_print(&bench.event);
    score_print(&bench.frame);
    return 0;
}
