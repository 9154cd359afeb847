#include "remote/agent/input.h"

#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/json.h"

#include <string.h>

int input_check_prompt(const char *text, size_t len, struct err *err)
{
    if (len > INPUT_PROMPT_MAX) {
        err_set(err, ERR_TOO_LARGE, "the prompt has %zu bytes; the most is %d", len,
                INPUT_PROMPT_MAX);
        return err_next(err, "put it into a file of the project and name the file");
    }
    if (memchr(text, '\0', len) != NULL)
        return err_set(err, ERR_INVALID, "the prompt holds a NUL byte");
    if (str_blank(text))
        return err_set(err, ERR_INVALID, "the prompt is blank");
    if (!utf8_valid(text, len))
        return err_set(err, ERR_INVALID, "the prompt is not UTF-8");
    return 0;
}

/* Appends root, which it drops, as a line. */
static int put_line(struct buf *out, struct json *root)
{
    size_t before = out->len;
    int rc = json_print(root, out);

    if (rc == 0)
        rc = buf_append_char(out, '\n');
    if (rc < 0 || out->len - before > INPUT_LINE_MAX) {
        buf_truncate(out, before);
        rc = -ERR_TOO_LARGE;
    }
    json_drop(root);
    return rc;
}

static struct json *new_typed(const char *member, const char *word)
{
    struct json *object = json_new_object();

    json_put_text(object, member, word);
    return object;
}

int input_prompt(struct buf *out, const char *uuid, const char *text)
{
    struct json *root = new_typed("type", "user"), *message = new_typed("role", "user");
    struct json *block = new_typed("type", "text"), *content = json_new_array();

    json_put_text(block, "text", text);
    json_append(content, block);
    json_put(message, "content", content);
    json_put(root, "message", message);
    json_put_text(root, "uuid", uuid);
    return put_line(out, root);
}

static int put_request(struct buf *out, const char *request_id, struct json *request)
{
    struct json *root = new_typed("type", "control_request");

    json_put_text(root, "request_id", request_id);
    json_put(root, "request", request);
    return put_line(out, root);
}

int input_interrupt(struct buf *out, const char *request_id)
{
    return put_request(out, request_id, new_typed("subtype", "interrupt"));
}

int input_set_mode(struct buf *out, const char *request_id, const char *mode)
{
    struct json *request = new_typed("subtype", "set_permission_mode");

    json_put_text(request, "mode", mode);
    return put_request(out, request_id, request);
}

/* The envelope of an answer; body is taken over. */
static int put_success(struct buf *out, const char *request_id, struct json *body)
{
    struct json *root = new_typed("type", "control_response");
    struct json *response = new_typed("subtype", "success");

    json_put_text(response, "request_id", request_id);
    json_put(response, "response", body);
    json_put(root, "response", response);
    return put_line(out, root);
}

static struct json *parse_or_null(const char *text)
{
    struct json *value = text != NULL ? json_parse(text, strlen(text), NULL) : NULL;

    return value != NULL ? value : json_new_null();
}

int input_allow(struct buf *out, const char *request_id, const char *input, const char *permission)
{
    struct json *body = new_typed("behavior", "allow");

    json_put(body, "updatedInput", parse_or_null(input));
    if (permission != NULL) {
        struct json *permissions = json_new_array();

        json_append(permissions, parse_or_null(permission));
        json_put(body, "updatedPermissions", permissions);
    }
    return put_success(out, request_id, body);
}

int input_deny(struct buf *out, const char *request_id, const char *message)
{
    struct json *body = new_typed("behavior", "deny");

    json_put_text(body, "message", message);
    return put_success(out, request_id, body);
}

int input_answers(struct buf *out, const char *request_id, const char *input, const char *answers)
{
    struct json *body = new_typed("behavior", "allow"), *updated = parse_or_null(input);

    if (json_kind_of(updated) != JSON_KIND_OBJECT) {
        json_drop(updated);
        updated = json_new_object();
    }
    json_put(updated, "answers", parse_or_null(answers));
    json_put(body, "updatedInput", updated);
    return put_success(out, request_id, body);
}

int input_refuse(struct buf *out, const char *request_id, const char *reason)
{
    struct json *root = new_typed("type", "control_response");
    struct json *response = new_typed("subtype", "error");

    json_put_text(response, "request_id", request_id);
    json_put_text(response, "error", reason);
    json_put(root, "response", response);
    return put_line(out, root);
}
