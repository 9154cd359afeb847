#include "remote/agent/event.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *copy_text(const struct json *object, const char *name, size_t max)
{
    size_t full;

    return json_text_copy(json_get(object, name), max, &full);
}

/* The first block of a message's content; the CLI prints one block an answer line. */
static const struct json *first_block(const struct json *message)
{
    return json_at(json_get(message, "content"), 0);
}

static void decode_init(const struct json *root, struct event *e)
{
    e->kind = EVENT_INIT;
    e->session = copy_text(root, "session_id", 64);
    e->text = copy_text(root, "model", 128);
}

static void decode_retry(const struct json *root, struct event *e)
{
    e->kind = EVENT_RETRY;
    e->error = copy_text(root, "error", 64);
    e->status = json_get_int(root, "error_status", -1);
    e->number = json_get_int(root, "retry_delay_ms", 0);
    e->text = mem_printf("attempt %lld of %lld", (long long)json_get_int(root, "attempt", 0),
                         (long long)json_get_int(root, "max_retries", 0));
}

static void decode_system(const struct json *root, struct event *e)
{
    const char *subtype = json_get_text(root, "subtype");

    if (str_equal(subtype, "init")) {
        decode_init(root, e);
    } else if (str_equal(subtype, "api_retry")) {
        decode_retry(root, e);
    } else if (str_equal(subtype, "task_started") || str_equal(subtype, "task_notification")) {
        e->kind = EVENT_BACKGROUND;
        e->tool_id = copy_text(root, "task_id", 128);
        e->rejected = str_equal(subtype, "task_notification");
    }
}

static void decode_assistant(const struct json *root, struct event *e)
{
    const struct json *message = json_get(root, "message"), *block = first_block(message);
    const char *type = json_get_text(block, "type");

    e->kind = EVENT_ANSWER;
    e->uuid = copy_text(root, "uuid", 64);
    e->message = copy_text(message, "id", 128);
    e->error = copy_text(root, "error", 64);
    if (str_equal(type, "text")) {
        e->text = copy_text(block, "text", EVENT_TEXT_MAX);
    } else if (str_equal(type, "tool_use")) {
        e->tool = copy_text(block, "name", 128);
        e->tool_id = copy_text(block, "id", 128);
        e->input = json_text_of(json_get(block, "input"));
    }
}

static void decode_user(const struct json *root, struct event *e)
{
    const struct json *block = first_block(json_get(root, "message"));

    e->uuid = copy_text(root, "uuid", 64);
    if (json_get_bool(root, "isReplay", false)) {
        e->kind = EVENT_ECHO;
    } else if (str_equal(json_get_text(block, "type"), "tool_result")) {
        e->kind = EVENT_TOOL_RESULT;
        e->tool_id = copy_text(block, "tool_use_id", 128);
        e->is_error = json_get_bool(block, "is_error", false);
    }
}

static void decode_stream(const struct json *root, struct event *e)
{
    const struct json *inner = json_get(root, "event"), *delta = json_get(inner, "delta");
    const char *type = json_get_text(inner, "type");

    if (str_equal(type, "message_start")) {
        e->kind = EVENT_MESSAGE;
        e->message = copy_text(json_get(inner, "message"), "id", 128);
    } else if (str_equal(type, "content_block_delta") &&
               str_equal(json_get_text(delta, "type"), "text_delta")) {
        e->kind = EVENT_DELTA;
        e->text = copy_text(delta, "text", EVENT_TEXT_MAX);
        e->number = json_get_int(inner, "index", 0);
    } else if (str_equal(type, "message_delta")) {
        e->kind = EVENT_TOKENS;
        e->number = json_get_int(json_get(inner, "usage"), "output_tokens", 0);
    }
}

static void decode_result(const struct json *root, struct event *e)
{
    e->kind = EVENT_RESULT;
    e->session = copy_text(root, "session_id", 64);
    e->subtype = copy_text(root, "subtype", 64);
    e->text = copy_text(root, "result", EVENT_TEXT_MAX);
    e->error = copy_text(root, "terminal_reason", 64);
    e->is_error = json_get_bool(root, "is_error", false);
    e->has_origin = json_kind_of(json_get(root, "origin")) == JSON_KIND_OBJECT;
    e->status = json_get_int(root, "api_error_status", -1);
    e->cost_usd = json_get_real(root, "total_cost_usd", (double)NAN);
    e->duration_ms = json_get_int(root, "duration_ms", -1);
    e->turns = json_get_int(root, "num_turns", -1);
    if (e->text == NULL && e->is_error) {
        size_t full;

        e->text = json_text_copy(json_at(json_get(root, "errors"), 0), 4096, &full);
    }
}

static void decode_request(const struct json *root, struct event *e)
{
    const struct json *request = json_get(root, "request");

    e->kind = EVENT_REQUEST;
    e->request_id = copy_text(root, "request_id", 256);
    e->subtype = copy_text(request, "subtype", 64);
    e->tool = copy_text(request, "tool_name", 128);
    e->tool_id = copy_text(request, "tool_use_id", 128);
    e->text = copy_text(request, "decision_reason", 1024);
    e->nested = json_get_text(request, "agent_id") != NULL;
    if (json_get(request, "input") != NULL)
        e->input = json_text_of(json_get(request, "input"));
    if (json_kind_of(json_get(request, "permission_suggestions")) == JSON_KIND_ARRAY)
        e->suggestions = json_text_of(json_get(request, "permission_suggestions"));
    if (e->input != NULL && strlen(e->input) > EVENT_INPUT_MAX) {
        mem_set(&e->input, NULL);
        e->oversized = true;
    }
    if (e->suggestions != NULL && strlen(e->suggestions) > EVENT_INPUT_MAX / 8)
        mem_set(&e->suggestions, NULL);
}

static void decode_limit(const struct json *root, struct event *e)
{
    const int64_t last = INT64_C(253402300799); /* of the year 9999, in seconds */
    const struct json *info = json_get(root, "rate_limit_info");
    int64_t reset = json_get_int(info, "resetsAt", 0);

    e->kind = EVENT_LIMIT;
    e->rejected = str_equal(json_get_text(info, "status"), "rejected");
    e->number = reset >= 0 && reset <= last ? reset * 1000 : 0;
}

static void decode_response(const struct json *root, struct event *e)
{
    const struct json *response = json_get(root, "response");

    e->kind = EVENT_RESPONSE;
    e->request_id = copy_text(response, "request_id", 256);
    e->is_error = str_equal(json_get_text(response, "subtype"), "error");
    e->text = copy_text(response, "error", 1024);
}

static void decode_withdrawn(const struct json *root, struct event *e)
{
    e->kind = EVENT_WITHDRAWN;
    e->request_id = copy_text(root, "request_id", 256);
}

void event_decode(const char *line, size_t len, struct event *ret_event)
{
    static const struct {
        const char *type;
        void (*decode)(const struct json *, struct event *);
    } decoders[] = {
        {"stream_event", decode_stream},
        {"assistant", decode_assistant},
        {"user", decode_user},
        {"system", decode_system},
        {"result", decode_result},
        {"control_request", decode_request},
        {"control_response", decode_response},
        {"control_cancel_request", decode_withdrawn},
        {"rate_limit_event", decode_limit},
    };
    struct json *root = json_parse(line, len, NULL);
    const char *type = json_get_text(root, "type");

    *ret_event = (struct event){.status = -1, .cost_usd = (double)NAN, .duration_ms = -1};
    if (json_kind_of(root) != JSON_KIND_OBJECT)
        ret_event->kind = EVENT_GARBAGE;
    ret_event->nested = json_get_text(root, "parent_tool_use_id") != NULL;
    for (size_t i = 0; type != NULL && i < sizeof(decoders) / sizeof(decoders[0]); i++)
        if (strcmp(decoders[i].type, type) == 0)
            decoders[i].decode(root, ret_event);
    json_drop(root);
}

void event_done(struct event *event)
{
    char *owned[] = {event->uuid,  event->session,     event->message,    event->text,
                     event->tool,  event->tool_id,     event->request_id, event->subtype,
                     event->input, event->suggestions, event->error};

    for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
        free(owned[i]);
    *event = (struct event){0};
}

char *event_tool_summary(const char *tool, const char *input)
{
    static const char *const telling[] = {"command", "file_path", "path",   "pattern",    "url",
                                          "query",   "plan",      "prompt", "description"};
    struct json *root = input != NULL ? json_parse(input, strlen(input), NULL) : NULL;
    struct buf line;
    const char *detail = NULL;

    for (size_t i = 0; detail == NULL && i < sizeof(telling) / sizeof(telling[0]); i++)
        detail = json_get_text(root, telling[i]);
    if (detail == NULL)
        detail = json_get_text(json_at(json_get(root, "questions"), 0), "question");
    if (detail == NULL)
        detail = tool != NULL ? tool : "";
    buf_init(&line, 4096);
    utf8_printable(&line, detail, utf8_cut(detail, strlen(detail), 200), false);
    buf_truncate(&line, utf8_cut(buf_text(&line), line.len, 200));
    json_drop(root);
    return buf_take(&line);
}
