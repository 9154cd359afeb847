#include "remote/daemon/run.h"

#include "remote/agent/input.h"
#include "remote/daemon/beginning.h"
#include "remote/daemon/catalog.h"
#include "remote/daemon/holder.h"
#include "remote/daemon/orphan.h"
#include "remote/daemon/output.h"
#include "remote/daemon/receipt.h"
#include "remote/daemon/settle.h"
#include "remote/daemon/stop.h"
#include "remote/store/ask_table.h"
#include "remote/store/attempt_table.h"
#include "remote/store/session_table.h"
#include "remote/store/task_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/lock.h"
#include "protocol/sys/log.h"
#include "protocol/sys/paths.h"
#include "protocol/sys/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPOOL_REPLACE  (64 * 1024 * 1024) /* an idle process with a longer spool is let go */
#define START_LOOK_MS  100
#define START_GRACE_MS 5000 /* a shim that an earlier daemon started may need to appear */
#define RETRY_MS       1000
#define SWALLOW_MS     5000
#define HOLDER_LOOK_MS 1000

static char *run_folder(const struct daemon *daemon, const char *run)
{
    char *runs = paths_join(daemon->settings.state, "runs"), *folder = paths_join(runs, run);

    free(runs);
    return folder;
}

struct run *run_find(struct daemon *daemon, const char *id)
{
    struct run *run = daemon->runs;

    while (run != NULL && !str_equal(run->row.run, id))
        run = run->next;
    return run;
}

struct run *run_of_session(struct daemon *daemon, const char *session)
{
    struct run *run = daemon->runs;

    while (run != NULL && !str_equal(run->row.session, session))
        run = run->next;
    return run;
}

static struct run *run_new(struct daemon *daemon)
{
    struct run *run = mem_new(1, sizeof(*run));

    run->daemon = daemon;
    run->max_budget_usd = (double)NAN;
    run_row_init(&run->row);
    run->spool = (struct spool){.in = -1, .out = -1, .poke = -1, .alive = -1};
    frame_init(&run->frame, OUTPUT_LINE_MAX);
    live_init(&run->live);
    run->started = clock_steady_ms();
    run->idle_since = run->retry_at = run->swallow_due = -1;
    run->receipt_due = run->answer_due = run->orphan_due = run->stop_due = -1;
    return run;
}

static void destroy(struct run *run)
{
    spool_done(&run->spool);
    run_row_done(&run->row);
    frame_done(&run->frame);
    live_done(&run->live);
    free(run->model);
    free(run->permission_mode);
    free(run->error_word);
    free(run->plan);
    beginning_done(run);
    free(run);
}

/* libuv calls back once the handle is off the loop; only then the memory may go. */
static void on_closed(uv_handle_t *handle)
{
    destroy(handle->data);
}

void run_free(struct run *run)
{
    struct run **at = &run->daemon->runs;

    while (*at != NULL && *at != run)
        at = &(*at)->next;
    if (*at != NULL)
        *at = run->next;
    run->daemon->queue_dirty = true;
    if (run->watching_alive)
        uv_close((uv_handle_t *)&run->alive, on_closed);
    else
        destroy(run);
}

static void on_alive(uv_poll_t *handle, int status, int events)
{
    struct run *run = handle->data;
    int state = status < 0 ? -1 : spool_drain(&run->spool);

    (void)events;
    if (state >= 0) {
        output_read(run);
        return;
    }
    /* An end before any shim came is none: tick_start() listens again. */
    uv_poll_stop(handle);
    if (spool_begun(&run->spool))
        orphan_begin(run);
}

static void watch_alive(struct run *run)
{
    uv_poll_init(&run->daemon->loop, &run->alive, run->spool.alive);
    run->alive.data = run;
    run->watching_alive = true;
    uv_poll_start(&run->alive, UV_READABLE | UV_DISCONNECT, on_alive);
}

static void listen_again(struct run *run)
{
    if (run->watching_alive && !uv_is_active((uv_handle_t *)&run->alive))
        uv_poll_start(&run->alive, UV_READABLE | UV_DISCONNECT, on_alive);
}

int run_add_line(struct run *run, enum line_kind kind, const char *ref, const char *content,
                 struct err *err)
{
    struct line_row line = {
        .run = run->row.run,
        .offset = run->row.in_bytes,
        .kind = kind,
        .ref = (char *)ref,
        .handed_at = spool_output(&run->spool),
        .content = (char *)content,
    };
    int rc = line_table_insert(run->daemon->store, &line, err);

    if (rc < 0)
        return rc;
    run->row.in_bytes += (int64_t)strlen(content);
    return run_table_update(run->daemon->store, &run->row, err);
}

/* The rows that say: this attempt was given to this run, and its task runs. */
static int add_prompt(struct run *run, struct task *task, struct attempt *attempt, struct err *err)
{
    const char *text = attempt->prompt != NULL ? attempt->prompt : task->prompt;
    struct store *store = run->daemon->store;
    struct buf line;
    int rc;

    buf_init(&line, INPUT_LINE_MAX);
    if (input_prompt(&line, attempt->attempt, text) < 0) {
        buf_done(&line);
        return err_set(err, ERR_TOO_LARGE, "the prompt is too long for a line");
    }
    mem_set(&attempt->run, run->row.run);
    attempt->line_offset = run->row.in_bytes;
    attempt->line_bytes = (int64_t)line.len;
    attempt->handed_at = spool_output(&run->spool);
    attempt->began = attempt->echoed = false;
    attempt->starts++;
    task->state = TASK_RUNNING;
    mem_set(&task->reason, NULL);
    if (task->started_at < 0)
        task->started_at = clock_wall_ms();
    rc = run_add_line(run, LINE_PROMPT, attempt->attempt, buf_text(&line), err);
    buf_done(&line);
    if (rc == 0)
        rc = attempt_table_update(store, attempt, err);
    if (rc == 0)
        rc = task_table_update(store, task, err);
    return rc;
}

static void take_in_hand(struct run *run, const struct task *task, const struct attempt *attempt)
{
    bool steered = run->hand.count > 0;

    hand_take(&run->hand, attempt->attempt, task->task, attempt->handed_at, steered);
    run->idle_since = -1;
    daemon_task_changed(run->daemon, task->task);
    daemon_session_changed(run->daemon, run->row.session);
}

static int commit_start(struct run *run, struct task *task, struct attempt *attempt,
                        struct err *err)
{
    struct store *store = run->daemon->store;
    int rc = store_begin(store, err);

    if (rc < 0)
        return rc;
    if ((rc = run_table_insert(store, &run->row, err)) < 0 ||
        (rc = session_table_forget_note(store, run->row.session, err)) < 0 ||
        (rc = add_prompt(run, task, attempt, err)) < 0) {
        store_rollback(store);
        return rc;
    }
    return store_commit(store, err);
}

/* Makes what the rows promise: the folder and the line. */
static int bring_up(struct run *run, const struct task *task, struct err *err)
{
    char *folder = run_folder(run->daemon, run->row.run);
    int rc = spool_make(&run->spool, folder, err);

    free(folder);
    if (rc < 0)
        return rc;
    run_flush(run);
    watch_alive(run);
    beginning_plan(run, task);
    return 0;
}

/* What a process was started for bounds what else it may be given. */
static void started_for(struct run *run, const struct task *task)
{
    mem_set(&run->model, task->model);
    mem_set(&run->permission_mode, task->permission_mode);
    run->max_budget_usd = task->max_budget_usd;
}

/* The same, of a run that an earlier daemon started. */
static void reload_start(struct run *run)
{
    struct attempt attempt;
    struct task task;

    if (attempt_table_first_of(run->daemon->store, run->row.run, &attempt, NULL) < 0)
        return;
    if (task_table_get(run->daemon->store, attempt.task, &task, NULL) == 0) {
        started_for(run, &task);
        task_done(&task);
    }
    attempt_done(&attempt);
}

int run_start(struct daemon *daemon, struct task *task, struct attempt *attempt, struct err *err)
{
    char *lock = daemon_session_lock(daemon, task->session), id[UUID_SIZE];
    int rc = lock_held(lock, err);
    struct run *run;

    free(lock);
    if (rc != 0)
        return rc < 0 ? rc : err_set(err, ERR_CONFLICT, "the session's lock is held");
    run = run_new(daemon);
    random_uuid(id);
    run->row.run = mem_dup(id);
    run->row.session = mem_dup(task->session);
    run->row.boot = mem_dup(daemon->boot);
    run->row.started_at = clock_wall_ms();
    run->row.out_offset = run->row.in_bytes = run->row.background = 0;
    run->row.transcript_at = receipt_from(run);
    started_for(run, task);
    rc = commit_start(run, task, attempt, err);
    if (rc < 0) {
        destroy(run);
        return rc;
    }
    run->next = daemon->runs;
    daemon->runs = run;
    take_in_hand(run, task, attempt);
    rc = bring_up(run, task, err);
    if (rc < 0)
        settle_failed_start(run, err);
    return 0;
}

int run_hand_over(struct run *run, struct task *task, struct attempt *attempt, struct err *err)
{
    struct store *store = run->daemon->store;
    int rc = store_begin(store, err);

    if (rc < 0)
        return rc;
    rc = add_prompt(run, task, attempt, err);
    rc = store_end(store, rc, err);
    if (rc < 0) {
        run_reload(run);
        return rc;
    }
    take_in_hand(run, task, attempt);
    run_flush(run);
    return 0;
}

void run_flush(struct run *run)
{
    struct line_row *lines;
    struct err err;
    size_t count;

    /* A dead shim feeds nothing: what was not fed is judged by its row. */
    if (run->phase == RUN_ORPHANED || run->written >= run->row.in_bytes)
        return;
    if (line_table_of(run->daemon->store, run->row.run, &lines, &count, &err) < 0) {
        run->retry_at = clock_steady_ms() + RETRY_MS;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (lines[i].offset < run->written)
            continue;
        if (spool_write(&run->spool, lines[i].content, lines[i].offset, &err) < 0) {
            daemon_storage_failed(run->daemon, &err);
            run->retry_at = clock_steady_ms() + RETRY_MS;
            break;
        }
        run->written = lines[i].offset + (int64_t)strlen(lines[i].content);
    }
    line_table_free(lines, count);
    spool_poke(&run->spool);
}

/* The hand as the attempts' rows have it. */
static void reload_hand(struct run *run)
{
    struct attempt *attempts;
    size_t count;

    run->hand = (struct hand){.turn_open = run->row.turn_open};
    if (attempt_table_open_of(run->daemon->store, run->row.run, &attempts, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count && i < HAND_MAX; i++) {
        struct hand_attempt *taken = &run->hand.attempts[i];

        hand_take(&run->hand, attempts[i].attempt, attempts[i].task, attempts[i].handed_at, i > 0);
        taken->began = attempts[i].began;
        taken->echoed = attempts[i].echoed;
        taken->stop = attempts[i].stop;
    }
    attempt_table_free(attempts, count);
}

void run_reload(struct run *run)
{
    struct run_row row;

    if (run_table_get(run->daemon->store, run->row.run, &row, NULL) == 0) {
        run_row_done(&run->row);
        run->row = row;
    }
    run->read_offset = run->apply_offset = run->row.out_offset;
    run->passing = false;
    frame_done(&run->frame);
    frame_init(&run->frame, OUTPUT_LINE_MAX);
    reload_hand(run);
}

int run_adopt(struct daemon *daemon, struct run_row *row, struct err *err)
{
    struct run *run = run_new(daemon);
    char *folder = run_folder(daemon, row->run);
    struct spool_pids pids;
    int rc = spool_open(&run->spool, folder, err);

    free(folder);
    run->row = *row;
    run_row_init(row);
    if (rc == -ERR_RUNNER) {
        destroy(run);
        return rc;
    }
    run->next = daemon->runs;
    daemon->runs = run;
    run->read_offset = run->apply_offset = run->row.out_offset;
    reload_hand(run);
    reload_start(run);
    run->idle_since = run->hand.count == 0 ? clock_steady_ms() : -1;
    if (rc < 0 || !str_equal(run->row.boot, daemon->boot)) {
        orphan_begin(run);
        return 0;
    }
    run_flush(run);
    watch_alive(run);
    if (spool_drain(&run->spool) < 0 && spool_pids(&run->spool, &pids)) {
        uv_poll_stop(&run->alive);
        orphan_begin(run);
        return 0;
    }
    spool_poke(&run->spool);
    output_read(run);
    return 0;
}

void run_let_go(struct run *run)
{
    struct err err;

    if (run->phase != RUN_WORKS)
        return;
    if (spool_let_go(&run->spool, &err) < 0) {
        daemon_storage_failed(run->daemon, &err);
        return;
    }
    run->phase = RUN_LET_GO;
}

bool run_is_idle(struct run *run)
{
    struct ask *asks;
    size_t count, pending = 0;

    if (run->hand.count > 0 ||
        ask_table_open_of(run->daemon->store, run->row.run, &asks, &count, NULL) < 0)
        return false;
    for (size_t i = 0; i < count; i++)
        pending += asks[i].state == ASK_PENDING;
    ask_table_free(asks, count);
    return pending == 0;
}

/* Looks now and then whether the user opened the session elsewhere. */
static bool is_wanted_back(struct run *run, int64_t now)
{
    struct holder holder;

    if (now < run->holder_due)
        return false;
    run->holder_due = now + HOLDER_LOOK_MS;
    return holder_named(run->daemon, run->row.session, &holder);
}

/* An idle process is let go after a while, and at once when its spool grew long or the user opened
 * its session elsewhere. */
static int64_t tick_idle(struct run *run, int64_t now)
{
    int64_t due;

    if (run->phase != RUN_WORKS || run->hand.count > 0 || run->row.background > 0 ||
        run->idle_since < 0)
        return -1;
    due = run->idle_since + run->daemon->settings.idle_ms;
    if (now < due && !run->last_turn && spool_output(&run->spool) <= SPOOL_REPLACE &&
        !is_wanted_back(run, now))
        return daemon_earlier(due, run->holder_due);
    if (run_is_idle(run))
        run_let_go(run);
    return -1;
}

/* A shim that never appeared: an earlier daemon died between the rows and its start. */
static int64_t tick_start(struct run *run, int64_t now)
{
    struct spool_pids pids;
    char *exit;

    if (run->seen)
        return -1;
    run->seen = spool_pids(&run->spool, &pids);
    exit = run->seen ? NULL : spool_exit(&run->spool);
    if (exit == NULL && (run->seen || now < run->started + START_GRACE_MS)) {
        listen_again(run);
        return run->seen ? -1 : now + START_LOOK_MS;
    }
    free(exit);
    if (run->watching_alive)
        uv_poll_stop(&run->alive);
    orphan_begin(run);
    return now;
}

static int64_t tick_swallowed(struct run *run, int64_t now)
{
    const struct hand_attempt *attempt = hand_swallowed(&run->hand);

    if (attempt == NULL) {
        run->swallow_due = -1;
    } else if (run->swallow_due < 0) {
        run->swallow_due = now + SWALLOW_MS;
    } else if (now >= run->swallow_due) {
        settle_swallowed(run, attempt->uuid);
        run->swallow_due = -1;
    }
    return run->swallow_due;
}

int64_t run_tick(struct run *run, int64_t now)
{
    int64_t next;

    if (run->phase == RUN_ORPHANED)
        return orphan_tick(run, now);
    if (run->retry_at >= 0 && now >= run->retry_at) {
        run->retry_at = -1;
        run_flush(run);
        output_read(run);
    }
    next = daemon_earlier(run->retry_at, tick_start(run, now));
    if (run->phase == RUN_ORPHANED)
        return now;
    next = daemon_earlier(next, tick_swallowed(run, now));
    next = daemon_earlier(next, stop_tick(run, now));
    next = daemon_earlier(next, receipt_tick(run, now));
    return daemon_earlier(next, tick_idle(run, now));
}
