#include "remote/daemon/daemon.h"

#include "remote/daemon/beginning.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/client.h"
#include "remote/daemon/collect.h"
#include "remote/daemon/leftover.h"
#include "remote/daemon/queue.h"
#include "remote/daemon/run.h"
#include "remote/daemon/settings.h"
#include "remote/daemon/socket.h"
#include "remote/daemon/watch.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/lock.h"
#include "protocol/sys/log.h"
#include "protocol/sys/paths.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONELY_MS  (10 * 60 * 1000) /* without clients and work, the daemon leaves after this */
#define STORAGE_MS 1000             /* after the disk refused, it is tried again */
#define BACKLOG    64

int64_t daemon_earlier(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

static void mark(struct changes *changes, const char *id)
{
    for (size_t i = 0; i < changes->count; i++)
        if (strcmp(changes->ids[i], id) == 0)
            return;
    changes->ids = mem_resize(changes->ids, changes->count + 1, sizeof(*changes->ids));
    snprintf(changes->ids[changes->count++], sizeof(*changes->ids), "%s", id);
}

void daemon_task_changed(struct daemon *daemon, const char *task)
{
    mark(&daemon->tasks, task);
}

void daemon_ask_changed(struct daemon *daemon, const char *ask)
{
    mark(&daemon->asks, ask);
}

void daemon_session_changed(struct daemon *daemon, const char *session)
{
    mark(&daemon->sessions, session);
}

void daemon_storage_failed(struct daemon *daemon, const struct err *err)
{
    if (daemon->storage_until != 0)
        return;
    log_line(LOG_ERROR, "storage: %s", err->what);
    daemon->storage_until = clock_steady_ms() + STORAGE_MS;
    snprintf(daemon->storage_reason, sizeof(daemon->storage_reason), "%s", err->what);
    collect_release_reserve(daemon);
}

void daemon_leave(struct daemon *daemon)
{
    daemon->leaving = true;
    uv_stop(&daemon->loop);
}

char *daemon_session_lock(const struct daemon *daemon, const char *session)
{
    return mem_printf("%s/sessions/%s.lock", daemon->settings.state, session);
}

/* True while there is a reason to stay. */
static bool has_company(struct daemon *daemon)
{
    return daemon->clients != NULL || daemon->runs != NULL || collect_open_tasks(daemon) > 0;
}

static int64_t tick_life(struct daemon *daemon, int64_t now)
{
    if (has_company(daemon)) {
        daemon->lonely_since = -1;
        return -1;
    }
    if (daemon->lonely_since < 0)
        daemon->lonely_since = now;
    if (now - daemon->lonely_since >= LONELY_MS) {
        log_line(LOG_INFO, "nothing to do for %d minutes, leaving", LONELY_MS / 60000);
        daemon_leave(daemon);
    }
    return daemon->lonely_since + LONELY_MS;
}

static int64_t tick_storage(struct daemon *daemon, int64_t now)
{
    if (daemon->storage_until == 0)
        return -1;
    if (now < daemon->storage_until)
        return daemon->storage_until;
    if (collect_probe_disk(daemon)) {
        log_line(LOG_INFO, "storage: the disk takes writes again");
        daemon->storage_until = 0;
        daemon->queue_dirty = true;
        return now;
    }
    daemon->storage_until = now + STORAGE_MS;
    return daemon->storage_until;
}

static void forget_changes(struct daemon *daemon)
{
    daemon->tasks.count = daemon->asks.count = daemon->sessions.count = 0;
}

static void on_timer(uv_timer_t *timer)
{
    (void)timer; /* its firing alone makes the pass */
}

/* Once a pass of the loop, before it waits: act on what changed, then wait for what is due. */
static void on_pass(uv_prepare_t *pass)
{
    struct daemon *daemon = pass->data;
    int64_t now = clock_steady_ms(), next = -1;
    struct run *run, *following;

    for (run = daemon->runs; run != NULL; run = following) {
        following = run->next;
        next = daemon_earlier(next, run_tick(run, now));
    }
    next = daemon_earlier(next, leftover_tick(daemon, now));
    next = daemon_earlier(next, queue_tick(daemon, now));
    if (daemon->queue_dirty)
        queue_pump(daemon);
    beginning_launch(daemon);
    next = daemon_earlier(next, tick_storage(daemon, now));
    watch_pass(daemon);
    forget_changes(daemon);
    next = daemon_earlier(next, watch_tick(daemon, now));
    next = daemon_earlier(next, client_tick(daemon, now));
    next = daemon_earlier(next, tick_life(daemon, now));
    if (store_broken(daemon->store)) {
        log_line(LOG_ERROR, "an fsync failed; starting over from what the disk has");
        daemon_leave(daemon);
    }
    if (daemon->queue_dirty || daemon->tasks.count > 0 || daemon->asks.count > 0)
        next = now;
    if (next < 0)
        uv_timer_stop(&daemon->timer);
    else
        uv_timer_start(&daemon->timer, on_timer, next > now ? (uint64_t)(next - now) : 0, 0);
}

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0)
        client_accept(listener->data);
}

static void on_signal(uv_signal_t *handle, int number)
{
    log_line(LOG_INFO, "signal %d, leaving; runs go on", number);
    daemon_leave(handle->data);
}

static int start_loop(struct daemon *daemon, struct err *err)
{
    static const int numbers[2] = {SIGTERM, SIGINT};

    uv_loop_init(&daemon->loop);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    uv_prepare_init(&daemon->loop, &daemon->pass);
    daemon->pass.data = daemon;
    uv_timer_init(&daemon->loop, &daemon->timer);
    daemon->timer.data = daemon;
    for (int i = 0; i < 2; i++) {
        uv_signal_init(&daemon->loop, &daemon->signals[i]);
        daemon->signals[i].data = daemon;
        uv_signal_start(&daemon->signals[i], on_signal, numbers[i]);
    }
    return socket_listen(daemon, on_connection, BACKLOG, err);
}

/* The runs that an earlier daemon left. */
static int adopt_runs(struct daemon *daemon, struct err *err)
{
    struct run_row *rows;
    size_t count;
    int rc = run_table_live(daemon->store, &rows, &count, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < count; i++) {
        struct err trouble;

        if (run_adopt(daemon, &rows[i], &trouble) < 0)
            log_line(LOG_ERROR, "%s", trouble.what);
    }
    run_table_free(rows, count);
    return 0;
}

static int make_folders(struct daemon *daemon, struct err *err)
{
    static const char *const names[] = {"runs", "sessions"};
    int rc = paths_private_folder(daemon->settings.state, err);

    for (size_t i = 0; rc == 0 && i < sizeof(names) / sizeof(names[0]); i++) {
        char *folder = paths_join(daemon->settings.state, names[i]);

        rc = paths_private_folder(folder, err);
        free(folder);
    }
    return rc;
}

static int take_lock(struct daemon *daemon, struct err *err)
{
    char *path = paths_join(daemon->settings.state, "daemon.lock");
    int rc = lock_take(path, &daemon->lock, err);

    free(path);
    return rc;
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* Commits are done as they happen; what is left is to close the listener, whose path libuv
 * removes, before the lock goes: the next daemon binds under the lock only. */
static void stop_loop(struct daemon *daemon)
{
    beginning_launch(daemon);
    while (daemon->clients != NULL)
        client_close(daemon->clients);
    while (daemon->runs != NULL)
        run_free(daemon->runs);
    uv_prepare_stop(&daemon->pass);
    uv_walk(&daemon->loop, close_handle, NULL);
    uv_run(&daemon->loop, UV_RUN_DEFAULT);
    uv_loop_close(&daemon->loop);
}

static void daemon_done(struct daemon *daemon)
{
    catalog_free(daemon->catalog);
    leftover_free(daemon);
    store_free(daemon->store);
    fd_close(&daemon->lock);
    settings_done(&daemon->settings);
    free(daemon->tasks.ids);
    free(daemon->asks.ids);
    free(daemon->sessions.ids);
}

int daemon_run(const char *argv0, const struct config *config, struct err *err)
{
    struct daemon daemon = {.lock = -1, .lonely_since = -1};
    int rc;

    snprintf(daemon.build, sizeof(daemon.build), "%s", CCR_BUILD);
    if (birth_boot(daemon.boot) != 0)
        snprintf(daemon.boot, sizeof(daemon.boot), "-");
    rc = settings_load(&daemon.settings, argv0, config, err);
    if (rc == 0)
        rc = make_folders(&daemon, err);
    if (rc == 0)
        rc = take_lock(&daemon, err);
    if (rc == 0)
        rc = collect_open_store(&daemon, err);
    if (rc < 0) {
        daemon_done(&daemon);
        return rc;
    }
    daemon.catalog = catalog_new(daemon.settings.roots);
    rc = start_loop(&daemon, err);
    if (rc == 0) {
        log_line(LOG_INFO, "daemon %s serves %s", daemon.build, daemon.settings.state);
        rc = adopt_runs(&daemon, err);
        collect_old_runs(&daemon);
        daemon.queue_dirty = true;
        uv_prepare_start(&daemon.pass, on_pass);
        if (rc == 0)
            uv_run(&daemon.loop, UV_RUN_DEFAULT);
    }
    stop_loop(&daemon);
    daemon_done(&daemon);
    return rc;
}
