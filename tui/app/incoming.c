#include "tui/app/describe.h"
#include "tui/app/lists.h"
#include "tui/app/remote.h"
#include "tui/app/remote_state.h"
#include "tui/app/sending.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

/* True when one of the items is of that answer. */
static bool has_message(const struct json *items, const char *message)
{
    for (size_t i = 0; message != NULL && i < json_count(items); i++)
        if (str_equal(json_get_text(json_at(items, i), "message"), message))
            return true;
    return false;
}

/* What was being written stands in the transcript now. */
static void end_live(struct remote *remote, const char *session)
{
    struct msg msg = {.kind = MSG_LIVE};

    buf_truncate(&remote->live, 0);
    msg.live.host = remote->host.name;
    msg.live.session = session;
    msg.live.text = "";
    msg.live.elapsed_ms = msg.live.tokens = -1;
    app_tell(remote->app, &msg);
}

/* A window's items into the model. The cursor moves on unless the window is an older one. */
static void take_window(struct remote *remote, const struct json *window, enum window_change change)
{
    const char *session = json_get_text(window, "session"), *last = json_get_text(window, "last");

    if (session == NULL || !str_equal(session, remote->session))
        return;
    if (json_get_bool(window, "reset", false))
        change = WINDOW_RESET;
    lists_tell_window(remote->app, remote->host.name, session, window, change);
    if (has_message(json_get(window, "items"), remote->live_message))
        end_live(remote, session);
    if (change != WINDOW_PREPEND && last != NULL)
        mem_set(&remote->after, last);
}

static void tell_window_error(struct remote *remote, const struct request *request,
                              const struct err *err)
{
    struct msg msg = {.kind = MSG_WINDOW};

    if (err->code == ERR_UNREACHABLE || err->code == ERR_UNCONFIRMED)
        return;
    msg.window.host = remote->host.name;
    msg.window.session = request->id;
    msg.window.error = err;
    app_tell(remote->app, &msg);
}

static void tell_answered(struct remote *remote, const char *ask, enum answer_outcome outcome,
                          const struct json *answered, const struct err *err)
{
    struct msg msg = {.kind = MSG_ANSWERED};
    const char *at = json_get_text(answered, "answered_at");

    msg.answered.ask = ask;
    msg.answered.host = remote->host.name;
    msg.answered.outcome = outcome;
    msg.answered.who = json_get_text(answered, "answered_by");
    msg.answered.words = json_get_text(answered, "answer");
    if (!str_parse_time(at, &msg.answered.when))
        msg.answered.when = -1;
    msg.answered.error = err;
    app_tell(remote->app, &msg);
}

static void take_answered(struct remote *remote, const struct request *request,
                          const struct peer_event *event)
{
    struct json *params;
    int64_t number;

    if (event->error.code == ERR_NONE) {
        tell_answered(remote, request->id, ANSWER_TAKEN, event->result, NULL);
    } else if (event->error.code == ERR_CONFLICT && remote_is_ready(remote)) {
        params = json_new_object();
        json_put_text(params, "ask", request->id);
        if (peer_request(remote->peer, "ask/get", params, &number, NULL) == 0)
            remote_expect(remote, number, REQUEST_WHO_ANSWERED, request->id);
    } else {
        tell_answered(remote, request->id, ANSWER_FAILED, NULL, &event->error);
    }
}

void incoming_answer(struct remote *remote, const struct request *request,
                     const struct peer_event *event)
{
    const struct err *err = event->error.code != ERR_NONE ? &event->error : NULL;

    switch (request->kind) {
    case REQUEST_HOME:
        if (err == NULL)
            remote->revision = json_get_int(event->result, "revision", -1);
        if (err == NULL)
            lists_tell_home(remote->app, remote->host.name, event->result, true);
        break;
    case REQUEST_WATCH:
    case REQUEST_PAGE_BEFORE:
    case REQUEST_PAGE_AFTER:
        if (err != NULL)
            tell_window_error(remote, request, err);
        else
            take_window(remote, event->result,
                        request->kind == REQUEST_PAGE_BEFORE  ? WINDOW_PREPEND
                        : request->kind == REQUEST_PAGE_AFTER ? WINDOW_APPEND
                        : remote->after == NULL               ? WINDOW_RESET
                                                              : WINDOW_APPEND);
        break;
    case REQUEST_SUBMIT:
        if (err == NULL)
            lists_tell_one(remote->app, remote->host.name, "tasks", event->result);
        sending_answered(remote->app, remote->host.name, request->id, err);
        break;
    case REQUEST_CANCEL:
        if (err == NULL)
            lists_tell_one(remote->app, remote->host.name, "tasks", event->result);
        sending_cancelled(remote->app, request->id, err);
        break;
    case REQUEST_ANSWER:
        take_answered(remote, request, event);
        break;
    case REQUEST_WHO_ANSWERED:
        tell_answered(remote, request->id, ANSWER_LOST, event->result, err);
        break;
    case REQUEST_ACT:
        if (err != NULL && err->code != ERR_UNREACHABLE)
            app_note(remote->app, err->what, true);
        break;
    }
}

/* The live text is sent as what was appended; the model gets the whole. */
static void take_live(struct remote *remote, const struct json *params)
{
    const char *session = json_get_text(params, "session"), *text = json_get_text(params, "text");
    int64_t revision = json_get_int(params, "revision", 0);
    struct msg msg = {.kind = MSG_LIVE};
    const char *tool = json_get_text(params, "tool"), *note = json_get_text(params, "note");
    struct json *acknowledge;

    if (session == NULL || !str_equal(session, remote->session))
        return;
    if (json_get_int(params, "base", 0) == 0)
        buf_truncate(&remote->live, 0);
    if (text != NULL && buf_append_text(&remote->live, text) < 0)
        buf_truncate(&remote->live, 0);
    remote->live_revision = revision;
    mem_set(&remote->live_message, json_get_text(params, "message"));
    msg.live.host = remote->host.name;
    msg.live.session = session;
    msg.live.dropped = json_get_bool(params, "dropped", false);
    msg.live.text = buf_text(&remote->live);
    msg.live.tool = note != NULL ? note : tool;
    msg.live.elapsed_ms = json_get_int(params, "elapsed_ms", -1);
    msg.live.tokens = json_get_int(params, "tokens", -1);
    app_tell(remote->app, &msg);
    acknowledge = json_new_object();
    json_put_text(acknowledge, "session", session);
    json_put_int(acknowledge, "revision", revision);
    peer_notice(remote->peer, "session/ack", acknowledge);
}

static void take_home(struct remote *remote, const struct json *params)
{
    int64_t number;

    if (json_get_int(params, "base", -2) != remote->revision) {
        if (peer_request(remote->peer, "home/watch", NULL, &number, NULL) == 0)
            remote_expect(remote, number, REQUEST_HOME, NULL);
        remote->revision = -1;
        return;
    }
    remote->revision = json_get_int(params, "revision", -1);
    lists_tell_home(remote->app, remote->host.name, params, false);
}

void incoming_notice(struct remote *remote, const char *method, const struct json *params)
{
    const char *host = remote->host.name;

    if (strcmp(method, "session/update") == 0)
        take_window(remote, params, WINDOW_APPEND);
    else if (strcmp(method, "session/live") == 0)
        take_live(remote, params);
    else if (strcmp(method, "session/state") == 0)
        lists_tell_one(remote->app, host, "sessions", params);
    else if (strcmp(method, "task/update") == 0)
        lists_tell_one(remote->app, host, "tasks", params);
    else if (strcmp(method, "ask/update") == 0)
        lists_tell_one(remote->app, host, "asks", params);
    else if (strcmp(method, "home/update") == 0)
        take_home(remote, params);
}
