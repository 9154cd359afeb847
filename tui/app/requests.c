#include "tui/app/remote.h"
#include "tui/app/remote_state.h"
#include "tui/app/sending.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

#define WINDOW_ITEMS 100

void remote_expect(struct remote *remote, int64_t number, enum request_kind kind, const char *id)
{
    struct request *request = mem_new(1, sizeof(*request));

    request->number = number;
    request->kind = kind;
    request->id = mem_dup(id);
    request->next = remote->requests;
    remote->requests = request;
}

/* Queues a request; params are taken over. Without a connection the user is told when `say`. */
static int ask(struct remote *remote, const char *method, struct json *params,
               enum request_kind kind, const char *id, struct err *err)
{
    int64_t number;
    int rc;

    if (remote->peer == NULL) {
        json_drop(params);
        return err_set(err, ERR_UNREACHABLE, "%s is not connected", remote->host.name);
    }
    rc = peer_request(remote->peer, method, params, &number, err);
    if (rc < 0)
        return rc;
    remote_expect(remote, number, kind, id);
    remote_push(remote);
    return 0;
}

static void ask_or_say(struct remote *remote, const char *method, struct json *params,
                       enum request_kind kind, const char *id)
{
    struct err err;

    if (ask(remote, method, params, kind, id, &err) < 0)
        app_note(remote->app, err.what, true);
}

static struct json *params_of(const char *member, const char *text)
{
    struct json *params = json_new_object();

    json_put_text(params, member, text);
    return params;
}

static void ask_watch(struct remote *remote)
{
    struct json *params = params_of("session", remote->session);

    if (remote->after != NULL)
        json_put_text(params, "after", remote->after);
    json_put_int(params, "limit", WINDOW_ITEMS);
    json_put_bool(params, "live", true);
    ask(remote, "session/watch", params, REQUEST_WATCH, remote->session, NULL);
}

void remote_begin(struct remote *remote)
{
    ask(remote, "home/watch", NULL, REQUEST_HOME, NULL, NULL);
    if (remote->session != NULL)
        ask_watch(remote);
    sending_flush(remote->app, remote);
}

int remote_submit(struct remote *remote, const char *task, struct json *params, struct err *err)
{
    return ask(remote, "task/submit", params, REQUEST_SUBMIT, task, err);
}

void remote_cancel(struct remote *remote, const char *task)
{
    ask_or_say(remote, "task/cancel", params_of("task", task), REQUEST_CANCEL, task);
}

void remote_answer(struct remote *remote, const char *id, const char *choice, int number,
                   const char *text)
{
    struct json *params = params_of("ask", id);
    struct msg msg = {.kind = MSG_ANSWERED};
    struct err err;

    json_put_text(params, "choice", choice);
    if (number > 0)
        json_put_int(params, "rule", number);
    if (text != NULL)
        json_put_text(params, "text", text);
    if (ask(remote, "ask/answer", params, REQUEST_ANSWER, id, &err) == 0)
        return;
    msg.answered.ask = id;
    msg.answered.host = remote->host.name;
    msg.answered.outcome = ANSWER_FAILED;
    msg.answered.when = -1;
    msg.answered.error = &err;
    app_tell(remote->app, &msg);
}

void remote_act(struct remote *remote, const char *method, const char *member, const char *id,
                bool again)
{
    struct json *params = params_of(member, id);

    if (again)
        json_put_bool(params, "again", true);
    ask_or_say(remote, method, params, REQUEST_ACT, id);
}

static void forget_session(struct remote *remote)
{
    mem_set(&remote->session, NULL);
    mem_set(&remote->after, NULL);
    buf_truncate(&remote->live, 0);
    remote->live_revision = 0;
}

void remote_watch(struct remote *remote, const char *session)
{
    forget_session(remote);
    remote->session = mem_dup(session);
    if (remote_is_ready(remote))
        ask_watch(remote);
}

void remote_unwatch(struct remote *remote, const char *session)
{
    if (!str_equal(remote->session, session))
        return;
    if (remote_is_ready(remote))
        ask(remote, "session/unwatch", params_of("session", session), REQUEST_ACT, session, NULL);
    forget_session(remote);
}

void remote_page(struct remote *remote, const char *session, const char *cursor, bool before)
{
    struct json *params = params_of("session", session);

    json_put_text(params, before ? "before" : "after", cursor);
    json_put_int(params, "limit", WINDOW_ITEMS);
    ask_or_say(remote, "session/window", params, before ? REQUEST_PAGE_BEFORE : REQUEST_PAGE_AFTER,
               session);
}
