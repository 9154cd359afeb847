#include "tui/cli/follow.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"
#include "tui/cli/live.h"
#include "tui/cli/print.h"
#include "tui/cli/seen.h"
#include "tui/cli/terminal.h"

#include <stdlib.h>
#include <string.h>

#define EXIT_INTERRUPTED 130
#define REFRESH_MS       60000 /* the state is asked for again after this much silence */
#define SAVED_MS         5000  /* how long the end waits for the receipt "saved" */
#define BACK_OFF_MAX_S   30

struct follow {
    struct cli *cli;
    const struct follow_wish *wish;
    struct task task; /* of wish->task, once it was got */
    char *session;
    int session_state;
    char *after;   /* cursor of the last item */
    bool watching; /* the session's items come as notices */
    bool begun;    /* items are the task's from here on */
    struct seen items, asks;
    struct live live;
    int64_t asked_at; /* steady */
};

/* Decides whether an item belongs to what is followed. */
static bool is_ours(struct follow *f, const struct item *item)
{
    if (f->wish->task == NULL || f->begun)
        return true;
    f->begun = str_equal(item->uuid, f->wish->task);
    return f->begun;
}

static uint64_t hash_item(const struct item *item)
{
    uint64_t hash = seen_hash(0, item->uuid);

    hash = seen_hash(hash, item_kind_words[item->kind]);
    return seen_hash(seen_hash(hash, item->tool_id), item->text);
}

static void show_item(struct follow *f, const struct item *item)
{
    live_break(&f->live);
    if (f->cli->json)
        output_json(wire_object(item_fields, item));
    else
        print_item(item, false);
}

/* again: the items may have been shown under other cursors. */
static void take_items(struct follow *f, const struct json *items, bool again)
{
    for (size_t i = 0; i < json_count(items); i++) {
        struct item item;
        bool seen;

        if (wire_parse(item_fields, json_at(items, i), &item, NULL) < 0)
            continue;
        seen = seen_before(&f->items, hash_item(&item));
        if (is_ours(f, &item) && !(again && seen))
            show_item(f, &item);
        item_done(&item);
    }
}

static void take_window(struct follow *f, const struct json *window)
{
    const struct json *items = json_get(window, "items");
    const char *last = json_get_text(window, "last");
    bool reset = json_get_bool(window, "reset", false), first = f->after == NULL;

    if (reset && !first && !f->cli->json)
        output_line(stdout, OUTPUT_DIM, "-- the transcript was replaced; on from its tail");
    take_items(f, items, reset);
    if (last != NULL)
        mem_set(&f->after, last);
}

/* The first window is the tail: what lies before the task's prompt is not shown, and when
 * Claude has the prompt but it lies further back, all of the tail is the task's. */
static void take_first_window(struct follow *f, const struct json *window)
{
    take_window(f, window);
    if (f->begun || f->wish->task == NULL || f->task.accepted < 0)
        return;
    f->begun = true;
    seen_done(&f->items);
    f->items = (struct seen){0};
    take_items(f, json_get(window, "items"), false);
}

static void take_task(struct follow *f, const struct json *json)
{
    struct task task;

    if (!str_equal(json_get_text(json, "task"), f->wish->task) || f->wish->task == NULL ||
        cli_read_task(f->cli, json, &task, NULL) < 0)
        return;
    task_done(&f->task);
    f->task = task;
    if (f->session == NULL)
        f->session = mem_dup(task.session);
    if (task.state != TASK_QUEUED && task.state != TASK_DELAYED && f->watching)
        f->begun = true;
}

static void take_session(struct follow *f, const struct json *json)
{
    struct session session;

    if (f->session == NULL || !str_equal(json_get_text(json, "session"), f->session) ||
        wire_parse(session_fields, json, &session, NULL) < 0)
        return;
    f->session_state = session.state;
    session_done(&session);
}

static void take_ask(struct follow *f, const struct json *json)
{
    struct ask ask;

    if (f->wish->quiet || wire_parse(ask_fields, json, &ask, NULL) < 0)
        return;
    if (ask.state == ASK_PENDING && ask.ask != NULL && str_equal(ask.session, f->session) &&
        !seen_before(&f->asks, seen_hash(0, ask.ask))) {
        mem_set(&ask.host, f->cli->host.name);
        live_break(&f->live);
        if (f->cli->json)
            output_json(wire_object(ask_fields, &ask));
        else
            print_ask(f->cli, &ask, clock_wall_ms());
    }
    ask_done(&ask);
}

static void take_list(struct follow *f, const struct json *list,
                      void (*take)(struct follow *, const struct json *))
{
    for (size_t i = 0; i < json_count(list); i++)
        take(f, json_at(list, i));
}

static void take_live(struct follow *f, const struct json *params)
{
    struct json *ack = cli_params("session", f->session);

    json_put_int(ack, "revision", live_update(&f->live, params, f->cli->json));
    host_link_notify(f->cli->link, "session/ack", ack);
}

static void on_notice(void *context, const char *method, const struct json *params)
{
    struct follow *f = context;
    bool mine = str_equal(json_get_text(params, "session"), f->session);

    f->asked_at = clock_steady_ms();
    if (strcmp(method, "task/update") == 0)
        take_task(f, params);
    else if (strcmp(method, "session/state") == 0)
        take_session(f, params);
    else if (strcmp(method, "ask/update") == 0)
        take_ask(f, params);
    else if (strcmp(method, "session/update") == 0 && mine && f->watching)
        take_window(f, params);
    else if (strcmp(method, "session/live") == 0 && mine && f->wish->live)
        take_live(f, params);
    else if (strcmp(method, "home/update") == 0)
        take_list(f, json_get(params, "tasks"), take_task);
    fflush(stdout);
}

static int ask_task(struct follow *f, struct err *err)
{
    struct json *answer;
    int rc;

    if (f->wish->task == NULL)
        return 0;
    rc = cli_query(f->cli, "task/get", cli_params("task", f->wish->task), &answer, err);
    if (rc == 0) {
        take_task(f, answer);
        json_drop(answer);
    }
    return rc;
}

static int ask_session(struct follow *f, struct err *err)
{
    struct json *answer;
    int rc;

    if (f->wish->task != NULL)
        return 0;
    rc = cli_query(f->cli, "session/get", cli_params("session", f->session), &answer, err);
    if (rc == 0) {
        take_session(f, answer);
        json_drop(answer);
    }
    return rc;
}

static int ask_asks(struct follow *f, struct err *err)
{
    struct json *answer;
    int rc;

    if (f->wish->quiet)
        return 0;
    rc = cli_query(f->cli, "ask/list", cli_params("state", "pending"), &answer, err);
    if (rc == 0) {
        take_list(f, json_get(answer, "asks"), take_ask);
        json_drop(answer);
    }
    return rc;
}

static int watch_home(struct follow *f, struct err *err)
{
    struct json *answer;
    int rc = cli_query(f->cli, "home/watch", NULL, &answer, err);

    if (rc == 0) {
        take_list(f, json_get(answer, "tasks"), take_task);
        json_drop(answer);
    }
    return rc;
}

/* A task's session need not have a transcript yet: then it is tried again later. */
static int watch_session(struct follow *f, struct err *err)
{
    struct json *answer, *params;
    bool first = f->after == NULL;
    int rc;

    if (f->session == NULL || f->watching || f->wish->quiet)
        return 0;
    params = cli_params("session", f->session);
    if (!first)
        json_put_text(params, "after", f->after);
    json_put_bool(params, "live", f->wish->live);
    rc = cli_query(f->cli, "session/watch", params, &answer, err);
    if (rc == -ERR_NOT_FOUND && f->wish->task != NULL)
        return 0;
    if (rc < 0)
        return rc;
    f->watching = true;
    if (first)
        take_first_window(f, answer);
    else
        take_window(f, answer);
    json_drop(answer);
    return 0;
}

/* Connects and asks for all that is followed; the same the first time and every other time. */
static int begin(struct follow *f, struct err *err)
{
    int rc;

    f->watching = false;
    if ((rc = cli_connect(f->cli, err)) < 0 || (rc = ask_task(f, err)) < 0 ||
        (rc = watch_session(f, err)) < 0)
        return rc;
    if (!f->watching && (rc = watch_home(f, err)) < 0)
        return rc;
    if ((rc = ask_task(f, err)) < 0 || (rc = ask_session(f, err)) < 0)
        return rc;
    f->asked_at = clock_steady_ms();
    rc = ask_asks(f, err);
    fflush(stdout);
    return rc;
}

static bool is_over(const struct follow *f)
{
    if (f->wish->task != NULL)
        return task_ended(f->task.state);
    return f->session_state == SESSION_IDLE;
}

static int wait_more(struct follow *f, struct err *err)
{
    int rc = host_link_wait(f->cli->link, REFRESH_MS, err);

    if (rc == 0)
        rc = watch_session(f, err);
    if (rc == 0 && clock_steady_ms() - f->asked_at >= REFRESH_MS) {
        f->asked_at = clock_steady_ms();
        rc = ask_task(f, err);
        if (rc == 0)
            rc = ask_session(f, err);
    }
    return rc == 0 ? output_flush(err) : rc;
}

/* The items that are durable and did not come as notices yet. */
static int drain(struct follow *f, struct err *err)
{
    bool more = true;
    int rc = 0;

    while (rc == 0 && more) {
        struct json *answer, *params = cli_params("session", f->session);

        if (f->after != NULL)
            json_put_text(params, "after", f->after);
        else
            json_put_text(params, "from", "tail");
        rc = cli_query(f->cli, "session/window", params, &answer, err);
        if (rc < 0)
            break;
        more =
            json_get_bool(answer, "more_after", false) && json_count(json_get(answer, "items")) > 0;
        if (f->after == NULL)
            take_first_window(f, answer);
        else
            take_window(f, answer);
        json_drop(answer);
    }
    return rc == -ERR_NOT_FOUND ? 0 : rc;
}

/* The turn is over: waits a little for the receipt "saved", then fetches what is left. */
static int finish(struct follow *f, struct err *err)
{
    int64_t end = clock_steady_ms() + SAVED_MS;
    int rc = 0;

    while (rc == 0 && f->wish->task != NULL && f->task.state == TASK_COMPLETED &&
           f->task.saved < 0 && clock_steady_ms() < end)
        rc = host_link_wait(f->cli->link, end - clock_steady_ms(), err);
    if (rc == 0 && f->watching)
        rc = cli_query(f->cli, "session/unwatch", cli_params("session", f->session), NULL, err);
    f->watching = false;
    if (rc < 0 || f->wish->quiet || f->session == NULL)
        return rc;
    return drain(f, err);
}

static int go_on(struct follow *f, struct err *err)
{
    int rc = 0;

    while (rc == 0 && !is_over(f))
        rc = wait_more(f, err);
    return rc == 0 ? finish(f, err) : rc;
}

/* Until it is connected again, or the host refuses, or the user has enough. */
static int reconnect(struct follow *f, struct err *err)
{
    int rc = -ERR_UNREACHABLE;

    live_break(&f->live);
    fflush(stdout);
    for (int seconds = 1; rc == -ERR_UNREACHABLE;
         seconds = seconds * 2 > BACK_OFF_MAX_S ? BACK_OFF_MAX_S : seconds * 2) {
        output_line(stderr, OUTPUT_PLAIN, "%s; trying again in %d s", err->what, seconds);
        cli_disconnect(f->cli);
        if (terminal_sleep((int64_t)seconds * 1000))
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        rc = begin(f, err);
    }
    return rc;
}

static int run(struct follow *f, struct err *err)
{
    bool patient = f->cli->link != NULL;
    int rc;

    f->cli->notice = on_notice;
    f->cli->notice_context = f;
    rc = begin(f, err);
    if (rc == -ERR_UNREACHABLE && patient)
        rc = reconnect(f, err);
    while (rc == 0) {
        rc = go_on(f, err);
        if (rc == 0)
            break;
        if (rc == -ERR_UNREACHABLE)
            rc = reconnect(f, err);
    }
    f->cli->notice = NULL;
    live_break(&f->live);
    return rc;
}

static int say_goes_on(struct follow *f, const char *what, const char *id)
{
    struct buf command;

    fflush(stdout);
    buf_init(&command, 1024);
    cli_command(f->cli, &command, f->cli->host.name, "watch %s", uuid_short(id));
    output_line(stderr, OUTPUT_PLAIN, "%s %s goes on; follow it with: %s", what, uuid_short(id),
                buf_text(&command));
    buf_done(&command);
    return EXIT_INTERRUPTED;
}

static void init(struct follow *f, struct cli *cli, const struct follow_wish *wish)
{
    *f = (struct follow){.cli = cli, .wish = wish, .session_state = -1};
    task_init(&f->task);
    live_init(&f->live);
    f->session = mem_dup(wish->session);
}

static void done(struct follow *f)
{
    task_done(&f->task);
    live_done(&f->live);
    seen_done(&f->items);
    seen_done(&f->asks);
    free(f->session);
    free(f->after);
}

int follow_task(struct cli *cli, const struct follow_wish *wish, struct err *err)
{
    struct follow f;
    int rc;

    init(&f, cli, wish);
    rc = run(&f, err);
    if (rc == -ERR_INTERRUPTED) {
        rc = say_goes_on(&f, "task", wish->task);
    } else if (rc == 0) {
        if (cli->json)
            output_json(wire_object(task_fields, &f.task));
        else if (wish->quiet)
            print_task(&f.task, clock_wall_ms());
        else
            print_task_end(&f.task);
        rc = f.task.state == TASK_COMPLETED ? 0 : 1;
    }
    done(&f);
    return rc;
}

int follow_session(struct cli *cli, const struct follow_wish *wish, struct err *err)
{
    struct follow f;
    int rc;

    init(&f, cli, wish);
    rc = run(&f, err);
    if (rc == -ERR_INTERRUPTED)
        rc = say_goes_on(&f, "session", wish->session);
    done(&f);
    return rc;
}
