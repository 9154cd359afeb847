#include "remote/daemon/watch.h"

#include "remote/daemon/asks.h"
#include "remote/daemon/home.h"
#include "remote/daemon/named.h"
#include "remote/daemon/run.h"
#include "remote/daemon/windows.h"
#include "remote/store/ask_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_LIVE_MS 50  /* at a file that a run of ours writes */
#define LOOK_MS      500 /* at any other */
#define LIVE_MS      40  /* between two values of the live overlay */
#define SLOW_MS      100
#define WINDOW_ITEMS 100
#define WINDOW_BYTES (256 * 1024)

static struct watch *find(struct client *client, const char *session)
{
    struct watch *watch = client->watches;

    while (watch != NULL && strcmp(watch->session, session) != 0)
        watch = watch->next;
    return watch;
}

static void free_watch(struct watch *watch)
{
    free(watch->after);
    free(watch);
}

static size_t count_watches(const struct client *client)
{
    size_t count = 0;

    for (const struct watch *watch = client->watches; watch != NULL; watch = watch->next)
        count++;
    return count;
}

int watch_add(struct client *client, const char *session, const char *after, bool live,
              struct err *err)
{
    struct watch *watch;

    watch_drop(client, session);
    if (count_watches(client) >= WATCHES_MAX) {
        err_set(err, ERR_TOO_LARGE, "a connection watches at most %d sessions", WATCHES_MAX);
        return err_next(err, "unwatch one first");
    }
    watch = mem_new(1, sizeof(*watch));
    snprintf(watch->session, sizeof(watch->session), "%s", session);
    watch->after = mem_dup(after);
    watch->wants_live = live;
    watch->state_due = true;
    watch->mark.size = -1;
    watch->next = client->watches;
    client->watches = watch;
    return 0;
}

void watch_drop(struct client *client, const char *session)
{
    struct watch **at = &client->watches, *watch;

    while (*at != NULL && strcmp((*at)->session, session) != 0)
        at = &(*at)->next;
    watch = *at;
    if (watch == NULL)
        return;
    *at = watch->next;
    free_watch(watch);
}

void watch_drop_all(struct client *client)
{
    while (client->watches != NULL)
        watch_drop(client, client->watches->session);
}

void watch_acknowledge(struct client *client, const char *session, int64_t revision)
{
    struct watch *watch = find(client, session);

    if (watch != NULL && revision > watch->acknowledged)
        watch->acknowledged = revision;
}

static void tell_task(struct daemon *daemon, const char *id)
{
    struct task task;

    if (task_table_get(daemon->store, id, &task, NULL) < 0)
        return;
    for (struct client *client = daemon->clients; client != NULL; client = client->next)
        if (task.session != NULL && find(client, task.session) != NULL)
            client_notify(client, "task/update", wire_object(task_fields, &task));
    task_done(&task);
}

static void tell_ask(struct daemon *daemon, const char *id)
{
    struct ask ask;

    if (ask_table_get(daemon->store, id, &ask, NULL) < 0)
        return;
    asks_cut_input(&ask, ASK_INPUT_MAX);
    for (struct client *client = daemon->clients; client != NULL; client = client->next)
        if (ask.session != NULL && find(client, ask.session) != NULL)
            client_notify(client, "ask/update", wire_object(ask_fields, &ask));
    ask_done(&ask);
}

static void tell_home(struct daemon *daemon)
{
    struct json *params = home_changes(daemon);

    for (struct client *client = daemon->clients; client != NULL; client = client->next)
        if (client->home_revision >= 0 && !client_is_slow(client)) {
            client_notify(client, "home/update", json_clone(params));
            client->home_revision = daemon->revision;
        }
    json_drop(params);
}

/* What a change means for those who watch the session: look now. */
static void wake_watches(struct daemon *daemon, const char *session)
{
    for (struct client *client = daemon->clients; client != NULL; client = client->next) {
        struct watch *watch = find(client, session);

        if (watch == NULL)
            continue;
        watch->look_due = 0;
        watch->kept_due = true;
    }
}

void watch_pass(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->tasks.count; i++)
        tell_task(daemon, daemon->tasks.ids[i]);
    for (size_t i = 0; i < daemon->asks.count; i++)
        tell_ask(daemon, daemon->asks.ids[i]);
    for (size_t i = 0; i < daemon->sessions.count; i++)
        wake_watches(daemon, daemon->sessions.ids[i]);
    if (daemon->tasks.count > 0 || daemon->asks.count > 0)
        tell_home(daemon);
}

/* Sends the items that the file has after the watch's place. True when there are more. */
static bool send_items(struct client *client, struct watch *watch)
{
    struct window_request request = {.from = WINDOW_AFTER,
                                     .cursor = watch->after,
                                     .max_items = WINDOW_ITEMS,
                                     .max_bytes = WINDOW_BYTES};
    struct window window;
    bool more = false;

    window_init(&window);
    if (windows_read(client->daemon, watch->session, &request, &window, NULL) == 0) {
        more = window.has_after;
        if (window.items.count > 0 || window.reset)
            client_notify(client, "session/update", windows_object(watch->session, &window));
        if (!client->closing)
            mem_set(&watch->after, window.after);
    }
    window_done(&window);
    return more;
}

/* An answer that the agent took with it is sent once, when its run is over. */
static void send_kept(struct client *client, struct watch *watch)
{
    struct window window;

    watch->kept_due = false;
    window_init(&window);
    if (windows_kept(client->daemon, watch->session, &window)) {
        mem_set(&window.after, watch->after);
        client_notify(client, "session/update", windows_object(watch->session, &window));
    }
    window_done(&window);
}

static void send_live(struct client *client, struct watch *watch, struct run *run)
{
    struct json *params = live_difference(&run->live, &watch->sent, clock_wall_ms());

    json_put_text(params, "session", watch->session);
    client_notify(client, "session/live", params);
}

static void send_state(struct client *client, struct watch *watch)
{
    struct session session;

    watch->state_due = false;
    if (named_describe(client->daemon, watch->session, &session, NULL) < 0)
        return;
    client_notify(client, "session/state", wire_object(session_fields, &session));
    session_done(&session);
}

/* Brings one watch up to date; steady time of the next look. The client may be closed by it. */
static int64_t look(struct client *client, struct watch *watch, int64_t now)
{
    struct run *run = run_of_session(client->daemon, watch->session);
    int64_t next;

    if (client_is_slow(client))
        return now + SLOW_MS;
    if (now >= watch->look_due) {
        bool more = false;

        if (catalog_moved(client->daemon->catalog, watch->session, &watch->mark)) {
            watch->state_due = true;
            more = send_items(client, watch);
        }
        if (client->closing)
            return -1;
        if (more)
            watch->mark.size = -1;
        watch->look_due = more ? now : now + (run != NULL ? LOOK_LIVE_MS : LOOK_MS);
    }
    next = watch->look_due;
    if (watch->kept_due && run == NULL)
        send_kept(client, watch);
    if (client->closing)
        return -1;
    if (watch->wants_live && run != NULL && run->live.revision > watch->sent.revision &&
        watch->acknowledged >= watch->sent.revision) {
        if (now >= watch->live_due) {
            send_live(client, watch, run);
            watch->live_due = now + LIVE_MS;
        } else {
            next = daemon_earlier(next, watch->live_due);
        }
    }
    if (!client->closing && watch->state_due)
        send_state(client, watch);
    return client->closing ? -1 : next;
}

int64_t watch_tick(struct daemon *daemon, int64_t now)
{
    struct client *next_client;
    int64_t next = -1;

    for (struct client *client = daemon->clients; client != NULL; client = next_client) {
        next_client = client->next;
        for (struct watch *watch = client->watches; watch != NULL; watch = watch->next) {
            next = daemon_earlier(next, look(client, watch, now));
            if (client->closing)
                break;
        }
    }
    return next;
}
