#include "remote/daemon/table.h"

#include "remote/daemon/requests.h"
#include "remote/store/audit_table.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <string.h>

const struct request request_table[] = {
    {"hello", SCOPE_READ, false, on_hello},
    {"ping", SCOPE_READ, false, on_ping},
    {"task/submit", SCOPE_FULL, true, on_task_submit},
    {"task/list", SCOPE_READ, false, on_task_list},
    {"task/get", SCOPE_READ, false, on_task_get},
    {"task/cancel", SCOPE_FULL, true, on_task_cancel},
    {"task/retry", SCOPE_FULL, true, on_task_retry},
    {"session/list", SCOPE_READ, false, on_session_list},
    {"session/get", SCOPE_READ, false, on_session_get},
    {"session/window", SCOPE_READ, false, on_session_window},
    {"session/page", SCOPE_READ, false, on_session_page},
    {"session/watch", SCOPE_READ, false, on_session_watch},
    {"session/unwatch", SCOPE_READ, false, on_session_unwatch},
    {"session/ack", SCOPE_READ, false, on_session_ack},
    {"session/interrupt", SCOPE_FULL, true, on_session_interrupt},
    {"session/release", SCOPE_FULL, true, on_session_release},
    {"ask/list", SCOPE_READ, false, on_ask_list},
    {"ask/get", SCOPE_READ, false, on_ask_get},
    {"ask/input", SCOPE_READ, false, on_ask_input},
    {"ask/answer", SCOPE_ANSWER, true, on_ask_answer},
    {"home/watch", SCOPE_READ, false, on_home_watch},
    {"host/check", SCOPE_READ, false, on_host_check},
    {"audit/list", SCOPE_FULL, false, on_audit_list},
    {NULL, SCOPE_READ, false, NULL},
};

/* What the request is about, for the audit: never a prompt's text. */
static const char *target_of(const struct json *params)
{
    static const char *const names[] = {"task", "ask", "session"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (json_get_text(params, names[i]) != NULL)
            return json_get_text(params, names[i]);
    return NULL;
}

static void write_audit(struct client *client, const struct request *request,
                        const struct json *params, int rc, const struct err *err)
{
    struct store *store = client->daemon->store;
    char target[128] = "";
    struct audit audit = {
        .at = clock_wall_ms(),
        .who = client->hello.name,
        .scope = (char *)scope_words[client->hello.scope],
        .method = (char *)request->method,
        .target = target,
        .outcome = (char *)(rc < 0 ? err_name(err->code) : "done"),
    };
    const char *about = target_of(params);

    if (about != NULL)
        strncat(target, about, sizeof(target) - 1);
    /* The request's own commit was synced; this row need not wait for the disk once more. */
    if (store_begin_later(store, NULL) < 0)
        return;
    if (audit_table_insert(store, &audit, NULL) < 0)
        store_rollback(store);
    else
        store_commit(store, NULL);
}

static const struct request *find(const char *method)
{
    for (const struct request *request = request_table; request->method != NULL; request++)
        if (strcmp(request->method, method) == 0)
            return request;
    return NULL;
}

static int answer(struct client *client, const struct request *request,
                  const struct message *message, struct json **ret_result, struct err *err)
{
    int rc;

    if (request == NULL)
        return err_set(err, ERR_METHOD, "unknown method %.64s", message->method);
    if (client->hello.scope < request->scope) {
        err_set(err, ERR_POLICY, "%s takes the scope %s; this key has %s", request->method,
                scope_words[request->scope], scope_words[client->hello.scope]);
        rc = err_next(err, "use a key without a scope");
    } else {
        rc = request->answer(client, message->params, ret_result, err);
    }
    if (rc < 0 && err->code == ERR_STORAGE && !client->daemon->leaving)
        daemon_storage_failed(client->daemon, err);
    if (request->audited || (rc < 0 && err->code == ERR_POLICY))
        write_audit(client, request, message->params, rc, err);
    return rc;
}

void table_dispatch(struct client *client, const struct message *message)
{
    struct json *result = NULL;
    struct err err = {ERR_FAILED, "", ""};
    int rc;

    if (message->kind == MESSAGE_ANSWER)
        return;
    rc = answer(client, find(message->method), message, &result, &err);
    if (message->kind == MESSAGE_NOTICE || client->closing)
        json_drop(result);
    else if (rc < 0)
        client_refuse(client, message->id, &err);
    else
        client_answer(client, message->id, result);
}
