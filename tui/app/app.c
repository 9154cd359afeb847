#include "tui/app/app.h"

#include "tui/app/perform.h"
#include "tui/app/remote.h"
#include "tui/store/draft_table.h"
#include "tui/store/outbox_table.h"
#include "tui/view/view.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/random.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MS     33  /* between two pictures that no key asked for */
#define FRAME_SSH_MS 100 /* the same over SSH, where each one costs */

static int utc_offset(void)
{
    time_t now = time(NULL);
    struct tm local, utc;
    int days;

    localtime_r(&now, &local);
    gmtime_r(&now, &utc);
    days = local.tm_yday - utc.tm_yday;
    days = days > 1 ? -1 : days < -1 ? 1 : days;
    return days * 1440 + (local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
}

static void update(struct app *app, const struct msg *msg)
{
    struct effects effects;

    effects_init(&effects);
    model_update(&app->model, msg, &effects);
    app->dirty |= msg->kind != MSG_PAINTED;
    perform_all(app, &effects);
    effects_done(&effects);
}

static void tell_time(struct app *app)
{
    struct msg msg = {.kind = MSG_TICK};

    if (app->told_time)
        return;
    app->told_time = true;
    msg.tick.wall_ms = clock_wall_ms();
    msg.tick.steady_ms = clock_steady_ms();
    msg.tick.utc_offset_min = utc_offset();
    update(app, &msg);
}

void app_tell(struct app *app, const struct msg *msg)
{
    tell_time(app);
    update(app, msg);
}

void app_note(struct app *app, const char *text, bool error)
{
    struct msg msg = {.kind = MSG_NOTE};

    msg.note.text = text;
    msg.note.error = error;
    app_tell(app, &msg);
}

void app_tell_outbox(struct app *app)
{
    static const enum outbox_state states[] = {OUTBOX_UNSENT, OUTBOX_SENDING, OUTBOX_SENT};
    struct msg msg = {.kind = MSG_OUTBOX};
    struct outbox_entry *entries;
    struct outbox_row *rows;
    struct err err;
    size_t count;

    if (outbox_table_list(app->cli->outbox, NULL, false, &entries, &count, &err) < 0) {
        app_note(app, err.what, true);
        return;
    }
    rows = mem_new(count, sizeof(*rows));
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct outbox_row){.id = entries[i].id,
                                      .host = entries[i].host,
                                      .session = entries[i].session,
                                      .project = entries[i].project,
                                      .text = entries[i].prompt,
                                      .state = states[entries[i].state],
                                      .created_at = entries[i].created_at};
    msg.outbox.rows = rows;
    msg.outbox.count = count;
    app_tell(app, &msg);
    for (size_t i = 0; i < count; i++)
        outbox_entry_done(&entries[i]);
    free(entries);
    free(rows);
}

static void tell_size(struct app *app)
{
    struct msg msg = {.kind = MSG_RESIZE};

    term_size(app->term, &msg.resize.columns, &msg.resize.rows);
    app_tell(app, &msg);
}

static void take_event(struct app *app, const struct term_event *event)
{
    struct msg msg = {0};

    switch (event->kind) {
    case TERM_KEY:
        msg.kind = MSG_KEY;
        msg.key = event->key;
        break;
    case TERM_PASTE:
        msg.kind = MSG_PASTE;
        msg.paste.text = event->text;
        msg.paste.len = event->len;
        break;
    case TERM_RESIZE:
        tell_size(app);
        return;
    case TERM_HANGUP:
        msg.kind = MSG_QUIT;
        break;
    default:
        return;
    }
    app_tell(app, &msg);
    if (event->kind == TERM_PASTE && event->cut)
        app_note(app, "the paste was too long and is cut", true);
}

static void on_keys(uv_poll_t *poll, int status, int events)
{
    struct app *app = poll->data;
    struct term_event event;

    (void)status;
    (void)events;
    app->urgent = true;
    do {
        term_read(app->term, &event);
        take_event(app, &event);
    } while (event.kind != TERM_NONE && event.kind != TERM_HANGUP && !app->leaving);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct app *app = handle->data;
    struct msg quit = {.kind = MSG_QUIT};

    if (number == SIGWINCH) {
        term_resized(app->term);
        tell_size(app);
    } else if (number == SIGCONT) {
        term_redraw(app->term);
        app->dirty = true;
        remote_connect_all(app);
    } else {
        app_tell(app, &quit);
    }
}

/* Draws, shows, and tells the model what stands on the screen now. */
static void paint(struct app *app)
{
    struct msg msg = {.kind = MSG_PAINTED};
    struct painted painted;

    model_settle(&app->model);
    view_draw(&app->model, &app->theme, &app->surface, &painted);
    term_flush(app->term, &app->surface, painted.cursor, painted.cursor_x, painted.cursor_y);
    app->dirty = app->urgent = false;
    app->painted_at = clock_steady_ms();
    msg.painted = &painted;
    tell_time(app);
    update(app, &msg);
}

static void on_timer(uv_timer_t *timer)
{
    (void)timer; /* its firing alone makes the pass */
}

/* Once a pass of the loop, before it waits: paint when it is time, and wait for what is due. */
static void on_pass(uv_prepare_t *pass)
{
    struct app *app = pass->data;
    int64_t now = clock_steady_ms(), due, frame;

    if (app->leaving) {
        uv_stop(&app->loop);
        return;
    }
    due = remote_tick_all(app, now);
    if (now >= model_wake(&app->model))
        tell_time(app);
    frame = app->painted_at + (app->model.over_ssh ? FRAME_SSH_MS : FRAME_MS);
    if (app->dirty && (app->urgent || now >= frame))
        paint(app);
    if (app->dirty && frame < due)
        due = frame;
    if (model_wake(&app->model) < due)
        due = model_wake(&app->model);
    app->told_time = false;
    now = clock_steady_ms();
    uv_timer_start(&app->timer, on_timer, due > now ? (uint64_t)(due - now) : 0, 0);
}

/* A descriptor of our own for the terminal: libuv makes what it polls non-blocking, and the one we
 * were given is shared with our output, which must not lose a byte, and with the shell. */
static int open_tty(const struct app *app)
{
    const char *name = ttyname(term_fd(app->term));
    int fd = name != NULL ? open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC) : -1;

    return fd >= 0 ? fd : dup(term_fd(app->term));
}

static void start_loop(struct app *app)
{
    static const int numbers[] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT};

    uv_loop_init(&app->loop);
    signal(SIGPIPE, SIG_IGN);
    app->tty = open_tty(app);
    uv_poll_init(&app->loop, &app->keys, app->tty);
    app->keys.data = app;
    uv_poll_start(&app->keys, UV_READABLE | UV_DISCONNECT, on_keys);
    uv_timer_init(&app->loop, &app->timer);
    uv_prepare_init(&app->loop, &app->pass);
    app->pass.data = app;
    uv_prepare_start(&app->pass, on_pass);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        uv_signal_init(&app->loop, &app->signals[i]);
        app->signals[i].data = app;
        uv_signal_start(&app->signals[i], on_signal, numbers[i]);
    }
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void stop_loop(struct app *app)
{
    remote_free_all(app);
    uv_walk(&app->loop, close_handle, NULL);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    uv_loop_close(&app->loop);
    fd_close(&app->tty);
}

static void tell_draft(void *context, const char *key, const char *text)
{
    struct msg msg = {0};

    if (str_equal(key, PERFORM_PLACE_KEY)) {
        msg.kind = MSG_PLACE;
        msg.place = text;
    } else if (str_starts(key, PERFORM_DRAFT_PREFIX)) {
        msg.kind = MSG_DRAFT;
        msg.draft.key = key + strlen(PERFORM_DRAFT_PREFIX);
        msg.draft.text = text;
    } else {
        return;
    }
    app_tell(context, &msg);
}

/* What the user left behind: hosts, drafts, the outbox, the place. */
static void tell_beginnings(struct app *app)
{
    char *host = config_text(app->cli->config, "default.host"), here[4096];
    struct msg msg = {.kind = MSG_SETUP};

    msg.setup.over_ssh = getenv("SSH_CONNECTION") != NULL;
    msg.setup.host = host;
    msg.setup.project =
        (host == NULL || str_equal(host, HOST_LOCAL)) && getcwd(here, sizeof(here)) ? here : NULL;
    app_tell(app, &msg);
    free(host);
    tell_size(app);
    remote_add_all(app);
    app_tell_outbox(app);
    draft_table_each(app->cli->outbox, tell_draft, app, NULL);
}

static int start_term(struct app *app, struct err *err)
{
    const struct term_options options = {.colors = getenv("NO_COLOR") == NULL,
                                         .over_ssh = getenv("SSH_CONNECTION") != NULL};

    app->term = term_start(&options, err);
    if (app->term == NULL)
        return -(int)err->code;
    app->theme = (struct theme){.colors = term_colors(app->term), .utf8 = term_utf8(app->term)};
    return 0;
}

int app_run(struct cli *cli)
{
    struct app app = {.cli = cli, .dirty = true, .urgent = true};
    struct err err;
    int rc = cli_open_outbox(cli, &err);

    random_uuid(app.id);

    if (rc == 0)
        rc = start_term(&app, &err);
    if (rc < 0) {
        fprintf(stderr, "%s: %s%s%s\n", cli->name, err.what, err.next[0] != '\0' ? "; " : "",
                err.next);
        return err_exit_status(err.code);
    }
    model_init(&app.model);
    surface_init(&app.surface);
    start_loop(&app);
    tell_beginnings(&app);
    uv_run(&app.loop, UV_RUN_DEFAULT);
    stop_loop(&app);
    term_end(app.term);
    surface_done(&app.surface);
    model_done(&app.model);
    return 0;
}
