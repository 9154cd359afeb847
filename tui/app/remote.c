#include "tui/app/remote.h"

#include "tui/app/remote_state.h"
#include "tui/net/route.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIVE_MAX     (512 * 1024)
#define READ_CHUNK   (64 * 1024)
#define BACKOFF_MAX  30000
#define LOOK_MS      60000
#define HOST_SECTION "host."

static void tell_host(struct remote *remote)
{
    struct msg msg = {.kind = MSG_HOST};
    const struct peer_host *host = remote->peer != NULL ? peer_host(remote->peer) : NULL;

    msg.host.name = remote->host.name;
    msg.host.state = remote->state;
    msg.host.retry_at = remote->retry_at > 0 ? remote->retry_at : 0;
    msg.host.reason = remote->why.code != ERR_NONE ? remote->why.what : NULL;
    msg.host.next = remote->why.next[0] != '\0' ? remote->why.next : NULL;
    msg.host.runner_version = host != NULL && host->build[0] != '\0' ? host->build : NULL;
    msg.host.last_event = remote->last_event;
    msg.host.question = remote->question;
    msg.host.secret = remote->secret;
    app_tell(remote->app, &msg);
}

static void drop_requests(struct remote *remote)
{
    while (remote->requests != NULL) {
        struct request *request = remote->requests;

        remote->requests = request->next;
        free(request->id);
        free(request);
    }
}

static void on_wire_closed(uv_handle_t *handle)
{
    struct wire *wire = handle->data;

    if (--wire->open > 0)
        return;
    transport_free(wire->transport);
    free(wire);
}

static void close_wire(struct remote *remote)
{
    struct wire *wire = remote->wire;

    if (wire == NULL)
        return;
    remote->wire = NULL;
    wire->remote = NULL;
    uv_close((uv_handle_t *)&wire->stream, on_wire_closed);
    uv_close((uv_handle_t *)&wire->events, on_wire_closed);
}

/* What goes on by itself after a while, and what waits for the user. */
static bool worth_retrying(enum err_code code)
{
    return code != ERR_AUTH && code != ERR_RUNNER && code != ERR_INVALID && code != ERR_POLICY;
}

static void schedule(struct remote *remote)
{
    int64_t wait = INT64_C(1000) << (remote->failures < 5 ? remote->failures : 5);

    remote->failures++;
    remote->state = worth_retrying(remote->why.code) ? LINK_RECONNECTING : LINK_ATTENTION;
    remote->retry_at = remote->state == LINK_RECONNECTING
                           ? clock_steady_ms() + (wait < BACKOFF_MAX ? wait : BACKOFF_MAX)
                           : -1;
}

static void drain_peer(struct remote *remote);

/* The connection is over: each open request gets its answer, then the next try is planned. */
static void lose(struct remote *remote, const struct err *why)
{
    if (remote->peer == NULL)
        return;
    peer_close(remote->peer, why);
    drain_peer(remote);
}

static void on_ended(struct remote *remote, const struct err *why)
{
    remote->why = *why;
    mem_set(&remote->question, NULL);
    close_wire(remote);
    peer_free(remote->peer);
    remote->peer = NULL;
    drop_requests(remote);
    remote->revision = -1;
    schedule(remote);
    tell_host(remote);
}

static void on_ready(struct remote *remote)
{
    remote->state = LINK_ONLINE;
    remote->failures = 0;
    remote->why = (struct err){0};
    tell_host(remote);
    remote_begin(remote);
}

static void on_answer(struct remote *remote, const struct peer_event *event)
{
    for (struct request **at = &remote->requests; *at != NULL; at = &(*at)->next) {
        struct request *request = *at;

        if (request->number != event->number)
            continue;
        *at = request->next;
        incoming_answer(remote, request, event);
        free(request->id);
        free(request);
        return;
    }
}

/* Handles what happened in the peer, which may end it. */
static void drain_peer(struct remote *remote)
{
    struct peer_event event;

    while (remote->peer != NULL && peer_next(remote->peer, &event)) {
        struct err why = event.error;
        bool ended = event.kind == PEER_EVENT_ENDED;

        if (event.kind == PEER_EVENT_READY)
            on_ready(remote);
        else if (event.kind == PEER_EVENT_ANSWER)
            on_answer(remote, &event);
        else if (event.kind == PEER_EVENT_NOTICE)
            incoming_notice(remote, event.method, event.params);
        peer_event_done(&event);
        if (ended)
            on_ended(remote, &why);
    }
}

static void on_stream(uv_poll_t *poll, int status, int events);

void remote_push(struct remote *remote)
{
    struct wire *wire = remote->wire;
    const char *data;
    size_t len;

    while (wire != NULL && remote->peer != NULL) {
        ssize_t n;

        data = peer_output(remote->peer, &len);
        if (len == 0)
            break;
        n = send(transport_fd(wire->transport), data, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        peer_wrote(remote->peer, (size_t)n);
    }
    if (wire == NULL || remote->peer == NULL)
        return;
    peer_output(remote->peer, &len);
    uv_poll_start(&wire->stream, UV_READABLE | (len > 0 ? UV_WRITABLE : 0), on_stream);
}

static void on_stream(uv_poll_t *poll, int status, int events)
{
    static char chunk[READ_CHUNK]; /* one read at a time on the one loop */
    struct wire *wire = poll->data;
    struct remote *remote = wire->remote;
    ssize_t n = 0;

    if (remote == NULL)
        return;
    if (status == 0 && (events & UV_READABLE) != 0)
        n = recv(transport_fd(wire->transport), chunk, sizeof(chunk), 0);
    if (n > 0) {
        remote->last_event = clock_wall_ms();
        peer_feed(remote->peer, chunk, (size_t)n);
        drain_peer(remote);
    } else if (status < 0 || ((events & UV_READABLE) != 0 && n == 0)) {
        /* The transport says why in an event; without it the peer finds its own words. */
        uv_poll_stop(&wire->stream);
        return;
    }
    if (remote->wire == wire)
        remote_push(remote);
}

static void on_events(uv_poll_t *poll, int status, int events)
{
    struct wire *wire = poll->data;
    struct transport_event event;

    (void)status;
    (void)events;
    while (wire->remote != NULL && transport_next_event(wire->transport, &event)) {
        struct remote *remote = wire->remote;

        switch (event.kind) {
        case TRANSPORT_STEP:
            if (remote->state == LINK_RECONNECTING) {
                err_set(&remote->why, ERR_UNREACHABLE, "%s", event.text);
                tell_host(remote);
            }
            break;
        case TRANSPORT_QUESTION:
            mem_set(&remote->question, event.text);
            remote->secret = event.secret;
            remote->state = LINK_ATTENTION;
            tell_host(remote);
            break;
        case TRANSPORT_OPEN:
            cli_keep_hint(remote->host.name, event.text);
            break;
        case TRANSPORT_ENDED:
            lose(remote, event.error.code != ERR_NONE ? &event.error : NULL);
            break;
        default:
            break;
        }
    }
}

/* Watches both descriptors of a transport that has begun to connect. */
static void attach(struct remote *remote, struct transport *transport)
{
    struct wire *wire = mem_new(1, sizeof(*wire));
    struct app *app = remote->app;

    wire->transport = transport;
    wire->remote = remote;
    wire->open = 2;
    uv_poll_init(&app->loop, &wire->stream, transport_fd(transport));
    uv_poll_init(&app->loop, &wire->events, transport_event_fd(transport));
    wire->stream.data = wire->events.data = wire;
    uv_poll_start(&wire->stream, UV_READABLE, on_stream);
    uv_poll_start(&wire->events, UV_READABLE, on_events);
    remote->wire = wire;
}

void remote_connect(struct remote *remote)
{
    struct cli *cli = remote->app->cli;
    char *hint;
    struct route_options options;
    struct transport *transport;
    struct hello self;
    struct err err;

    if (remote->peer != NULL)
        return;
    hint = cli_hint(remote->host.name);
    options = (struct route_options){
        .argv0 = cli->program->argv0, .client = cli->name, .hint = hint, .interactive = true};
    remote->retry_at = -1;
    remote->state = LINK_RECONNECTING;
    transport = route_open(&remote->host, &options, &err);
    free(hint);
    cli_self(cli, &self);
    remote->peer = peer_new(remote->host.name, &self, remote->app->id);
    if (transport == NULL) {
        on_ended(remote, &err);
        return;
    }
    attach(remote, transport);
    tell_host(remote);
}

void remote_connect_all(struct app *app)
{
    for (struct remote *remote = app->remotes; remote != NULL; remote = remote->next)
        if (remote->retry_at >= 0)
            remote_connect(remote);
}

void remote_reply(struct remote *remote, const char *text)
{
    if (remote->wire == NULL || remote->question == NULL)
        return;
    mem_set(&remote->question, NULL);
    remote->state = LINK_RECONNECTING;
    transport_answer(remote->wire->transport, text);
    tell_host(remote);
}

static void add(struct app *app, const char *name)
{
    struct remote *remote;
    struct err err;

    if (remote_find(app, name) != NULL)
        return;
    remote = mem_new(1, sizeof(*remote));
    remote->app = app;
    remote->retry_at = remote->last_event = remote->revision = -1;
    buf_init(&remote->live, LIVE_MAX);
    if (cli_profile(app->cli, name, &remote->host, &err) < 0) {
        app_note(app, err.what, true);
        free(remote);
        return;
    }
    remote->next = app->remotes;
    app->remotes = remote;
    remote_connect(remote);
}

/* "host.mini.address" names the host mini. */
static void add_named(void *context, const char *key, const char *value)
{
    const char *end = strrchr(key, '.');
    char *name;

    (void)value;
    if (!str_starts(key, HOST_SECTION) || end <= key + strlen(HOST_SECTION))
        return;
    name = mem_dup_n(key + strlen(HOST_SECTION), (size_t)(end - key) - strlen(HOST_SECTION));
    add(context, name);
    free(name);
}

void remote_add_all(struct app *app)
{
    add(app, HOST_LOCAL);
    config_each(app->cli->config, add_named, app);
}

void remote_free_all(struct app *app)
{
    while (app->remotes != NULL) {
        struct remote *remote = app->remotes;

        app->remotes = remote->next;
        close_wire(remote);
        peer_free(remote->peer);
        drop_requests(remote);
        host_done(&remote->host);
        buf_done(&remote->live);
        free(remote->question);
        free(remote->session);
        free(remote->after);
        free(remote->live_message);
        free(remote);
    }
}

struct remote *remote_find(struct app *app, const char *name)
{
    struct remote *remote = app->remotes;

    while (remote != NULL && !str_equal(remote->host.name, name))
        remote = remote->next;
    return remote;
}

const char *remote_name(const struct remote *remote)
{
    return remote->host.name;
}

bool remote_is_ready(const struct remote *remote)
{
    return remote->peer != NULL && peer_state(remote->peer) == PEER_READY;
}

int64_t remote_tick_all(struct app *app, int64_t now)
{
    int64_t next = now + LOOK_MS;

    for (struct remote *remote = app->remotes; remote != NULL; remote = remote->next) {
        int64_t wait;

        if (remote->peer == NULL && remote->retry_at >= 0 && now >= remote->retry_at)
            remote_connect(remote);
        if (remote->peer == NULL) {
            if (remote->retry_at >= 0 && remote->retry_at < next)
                next = remote->retry_at;
            continue;
        }
        wait = peer_tick(remote->peer, now);
        drain_peer(remote);
        remote_push(remote);
        if (wait >= 0 && now + wait < next)
            next = now + wait;
    }
    return next;
}
