#include "protocol/message.h"

#include "protocol/frame.h"

/* Codes of the specification, section 5.1; our own kinds travel in data.kind. */
#define RPC_METHOD_NOT_FOUND (-32601)
#define RPC_INVALID_PARAMS   (-32602)
#define RPC_SERVER_ERROR     (-32000)

static void read_error(const struct json *error, struct err *ret_err)
{
    const struct json *data = json_get(error, "data");
    const char *text = json_get_text(error, "message"), *next = json_get_text(data, "next");
    enum err_code code = err_code_of(json_get_text(data, "kind"));

    err_set(ret_err, code != ERR_NONE ? code : ERR_FAILED, "%s",
            text != NULL ? text : "refused without a reason");
    if (next != NULL)
        err_next(ret_err, "%s", next);
}

int message_parse(const char *line, size_t len, struct message *ret_message, struct err *err)
{
    struct json *root = json_parse(line, len, err);
    const struct json *error;
    struct message m = {.root = root};

    if (root == NULL)
        return -ERR_INVALID;
    m.id = json_get(root, "id");
    m.method = json_get_text(root, "method");
    m.params = json_get(root, "params");
    m.result = json_get(root, "result");
    error = json_get(root, "error");
    if (json_kind_of(error) == JSON_KIND_NULL)
        error = NULL;
    if (m.method != NULL) {
        m.kind = m.id != NULL ? MESSAGE_REQUEST : MESSAGE_NOTICE;
    } else if (m.id != NULL && (m.result != NULL || error != NULL)) {
        m.kind = MESSAGE_ANSWER;
        if (error != NULL)
            read_error(error, &m.error);
    } else {
        json_drop(root);
        return err_set(err, ERR_INVALID, "not a JSON-RPC message");
    }
    *ret_message = m;
    return 0;
}

void message_done(struct message *message)
{
    json_drop(message->root);
    *message = (struct message){0};
}

int64_t message_number(const struct message *message)
{
    return json_kind_of(message->id) == JSON_KIND_INT ? json_int(message->id, -1) : -1;
}

static struct json *new_envelope(void)
{
    struct json *root = json_new_object();

    json_put_text(root, "jsonrpc", "2.0");
    return root;
}

/* Prints root, which it drops, as a line; all of it or nothing. */
static int print_line(struct buf *out, struct json *root)
{
    size_t before = out->len;
    int rc = json_print(root, out);

    if (rc == 0 && out->len - before > FRAME_LINE_MAX)
        rc = -ERR_TOO_LARGE;
    if (rc == 0)
        rc = buf_append_char(out, '\n');
    if (rc < 0)
        buf_truncate(out, before);
    json_drop(root);
    return rc;
}

static int print_call(struct buf *out, struct json *id, const char *method, struct json *params)
{
    struct json *root = new_envelope();

    if (id != NULL)
        json_put(root, "id", id);
    json_put_text(root, "method", method);
    if (params != NULL)
        json_put(root, "params", params);
    return print_line(out, root);
}

int message_print_request(struct buf *out, int64_t id, const char *method, struct json *params)
{
    return print_call(out, json_new_int(id), method, params);
}

int message_print_notice(struct buf *out, const char *method, struct json *params)
{
    return print_call(out, NULL, method, params);
}

int message_print_result(struct buf *out, const struct json *id, struct json *result)
{
    struct json *root = new_envelope();

    json_put(root, "id", id != NULL ? json_clone(id) : json_new_null());
    json_put(root, "result", result != NULL ? result : json_new_object());
    return print_line(out, root);
}

int message_print_error(struct buf *out, const struct json *id, const struct err *error)
{
    struct json *root = new_envelope(), *body = json_new_object(), *data = json_new_object();
    int number = error->code == ERR_METHOD    ? RPC_METHOD_NOT_FOUND
                 : error->code == ERR_INVALID ? RPC_INVALID_PARAMS
                                              : RPC_SERVER_ERROR;

    json_put_text(data, "kind", err_name(error->code));
    if (error->next[0] != '\0')
        json_put_text(data, "next", error->next);
    json_put_int(body, "code", number);
    json_put_text(body, "message", error->what);
    json_put(body, "data", data);
    json_put(root, "id", id != NULL ? json_clone(id) : json_new_null());
    json_put(root, "error", body);
    return print_line(out, root);
}
