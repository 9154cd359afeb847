/* The client's end reads the recorded conversations of tests/wire, and says its part of them. */
#include "protocol/base/buf.h"
#include "protocol/base/str.h"
#include "protocol/data/ask.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/data/task.h"
#include "protocol/sys/fd.h"
#include "protocol/wire.h"
#include "tests/support/unit.h"
#include "tui/net/peer.h"

#define FILE_MAX  (1024 * 1024)
#define LINES_MAX 200
#define CLIENT_ID "019abf3e-0000-7000-8000-c11e00000001"

static const char *const files[] = {"ask",      "forwarded", "hello", "home", "host",
                                    "refusals", "session",   "task",  "watch"};

/* Everything of doc/PROTOCOL.md that must be in some file. */
static const char *const methods[] = {
    "hello",         "ping",          "task/submit",     "task/list",         "task/get",
    "task/cancel",   "task/retry",    "session/list",    "session/get",       "session/window",
    "session/page",  "session/watch", "session/unwatch", "session/interrupt", "session/release",
    "ask/list",      "ask/get",       "ask/input",       "ask/answer",        "home/watch",
    "host/check",    "audit/list",    "session/ack",     "session/update",    "session/live",
    "session/state", "task/update",   "ask/update",      "home/update",
};
static const char *const kinds[] = {"failed",   "invalid", "too_large", "not_found", "policy",
                                    "conflict", "storage", "runner",    "method"};

struct talk {
    struct peer *peer;
    struct json *lines[LINES_MAX];
    size_t count;
    size_t piece; /* bytes fed at once */
    bool seen_methods[COUNT(methods)], seen_kinds[COUNT(kinds)];
    const char *file;
    size_t at;
};

static void mark(const char *const *names, size_t count, bool *seen, const char *name)
{
    for (size_t i = 0; i < count; i++)
        seen[i] = seen[i] || str_equal(names[i], name);
}

static void read_file(struct talk *talk, const char *name)
{
    const char *top = getenv("srcdir");
    char path[512];
    struct buf text;
    struct err err;

    snprintf(path, sizeof(path), "%s/tests/wire/%s.ndjson", top != NULL ? top : ".", name);
    buf_init(&text, FILE_MAX);
    if (fd_read_file(path, FILE_MAX, &text, &err) < 0)
        fail_msg("%s", err.what);
    talk->count = 0;
    for (char *rest = text.data, *line; (line = strtok_r(rest, "\n", &rest)) != NULL;) {
        assert_true(talk->count < LINES_MAX);
        talk->lines[talk->count] = json_parse(line, strlen(line), &err);
        if (talk->lines[talk->count++] == NULL)
            fail_msg("%s:%zu: %s", path, talk->count, err.what);
    }
    buf_done(&text);
}

static void assert_same(const struct talk *talk, const char *got, const char *wanted)
{
    if (strcmp(got, wanted) != 0)
        fail_msg("%s.ndjson:%zu:\ngot    %s\nwanted %s", talk->file, talk->at + 1, got, wanted);
}

/* An object must say the same after it was read by its table. */
static void check_object(const struct talk *talk, const struct field *table,
                         const struct json *json)
{
    union {
        struct task task;
        struct session session;
        struct ask ask;
        struct item item;
    } object;
    struct err err;
    struct json *again;
    char *got, *wanted;

    if (wire_parse(table, json, &object, &err) < 0)
        fail_msg("%s.ndjson:%zu: %s", talk->file, talk->at + 1, err.what);
    again = wire_object(table, &object);
    got = json_text_of(again);
    wanted = json_text_of(json);
    assert_same(talk, got, wanted);
    free(got);
    free(wanted);
    json_drop(again);
    field_done(table, &object);
}

static void check_list(const struct talk *talk, const struct field *table, const struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++)
        check_object(talk, table, json_at(list, i));
}

/* Every object in a result or in a notice's params. */
static void check_objects(const struct talk *talk, const struct json *value)
{
    if (json_get(value, "prompt") != NULL)
        check_object(talk, task_fields, value);
    else if (json_get(value, "first_prompt") != NULL)
        check_object(talk, session_fields, value);
    else if (json_get(value, "suggestions") != NULL)
        check_object(talk, ask_fields, value);
    check_list(talk, task_fields, json_get(value, "tasks"));
    check_list(talk, session_fields, json_get(value, "sessions"));
    check_list(talk, ask_fields, json_get(value, "asks"));
    check_list(talk, item_fields, json_get(value, "items"));
}

static void check_error(struct talk *talk, const struct json *error, const struct err *err)
{
    const struct json *data = json_get(error, "data");
    const char *kind = json_get_text(data, "kind"), *next = json_get_text(data, "next");

    mark(kinds, COUNT(kinds), talk->seen_kinds, kind);
    assert_true(err->code != ERR_NONE);
    if (err->code != ERR_FAILED)
        assert_same(talk, err_name(err->code), kind);
    assert_same(talk, err->next, next != NULL ? next : "");
}

static void feed(struct talk *talk, const char *text)
{
    size_t len = strlen(text);

    for (size_t at = 0; at < len; at += talk->piece)
        peer_feed(talk->peer, text + at, len - at < talk->piece ? len - at : talk->piece);
    peer_feed(talk->peer, "\n", 1);
}

/* What the peer makes of a message must be what stands in the file. */
static void check_event(struct talk *talk, const struct json *message)
{
    const struct json *error = json_get(message, "error");
    const char *method = json_get_text(message, "method");
    struct peer_event event;

    assert_true(peer_next(talk->peer, &event));
    mark(methods, COUNT(methods), talk->seen_methods, method);
    if (method != NULL) {
        assert_int_equal(event.kind, PEER_EVENT_NOTICE);
        assert_same(talk, event.method, method);
        check_objects(talk, event.params);
    } else if (json_int(json_get(message, "id"), -1) < 0) {
        assert_int_equal(event.kind, PEER_EVENT_ENDED);
        check_error(talk, error, &event.error);
    } else if (json_int(json_get(message, "id"), -1) == 1) {
        assert_int_equal(event.kind, PEER_EVENT_READY);
    } else {
        assert_int_equal(event.kind, PEER_EVENT_ANSWER);
        assert_int_equal(event.number, json_get_int(message, "id", -1));
        if (error != NULL)
            check_error(talk, error, &event.error);
        else
            check_objects(talk, event.result);
    }
    peer_event_done(&event);
    assert_false(peer_next(talk->peer, &event));
}

static void play_host(struct talk *talk, const struct json *line)
{
    struct peer_event event;
    char *text;

    if (json_text(line) != NULL) {
        feed(talk, json_text(line));
        assert_false(peer_next(talk->peer, &event));
        return;
    }
    text = json_text_of(line);
    feed(talk, text);
    free(text);
    check_event(talk, line);
}

/* The first line of what the peer wants to send, taken out of it. */
static char *next_line(struct talk *talk)
{
    size_t len, end = 0;
    const char *data = peer_output(talk->peer, &len);
    char *line;

    while (end < len && data[end] != '\n')
        end++;
    if (end == len)
        fail_msg("%s.ndjson:%zu: the client has nothing to say", talk->file, talk->at + 1);
    line = calloc(1, end + 1);
    memcpy(line, data, end);
    peer_wrote(talk->peer, end + 1);
    return line;
}

static void play_client(struct talk *talk, const struct json *line)
{
    const char *method = json_get_text(line, "method");
    struct json *params = json_get(line, "params");
    char *got, *wanted = json_text(line) != NULL ? strdup(json_text(line)) : json_text_of(line);
    int64_t number;
    struct err err;

    mark(methods, COUNT(methods), talk->seen_methods, method);
    params = params != NULL ? json_clone(params) : NULL;
    if (method == NULL || str_equal(method, "hello"))
        json_drop(params); /* the peer says these by itself */
    else if (json_get(line, "id") == NULL)
        peer_notice(talk->peer, method, params);
    else
        assert_int_equal(peer_request(talk->peer, method, params, &number, &err), 0);
    got = next_line(talk);
    assert_same(talk, got, wanted);
    free(got);
    free(wanted);
}

static void play(struct talk *talk, const char *name, size_t piece)
{
    static const struct hello self = {.build = "0.1.0+1", .scope = SCOPE_FULL, .name = "laptop"};

    talk->file = name;
    talk->piece = piece;
    talk->peer = peer_new("mini", &self, CLIENT_ID);
    read_file(talk, name);
    for (talk->at = 0; talk->at < talk->count; talk->at++) {
        const struct json *line = talk->lines[talk->at];

        if (json_get(line, "host") != NULL)
            play_host(talk, json_get(line, "host"));
        else if (json_get(line, "client") != NULL)
            play_client(talk, json_get(line, "client"));
        else
            assert_true(talk->at == 0 && json_get_text(line, "about") != NULL);
    }
    for (size_t i = 0; i < talk->count; i++)
        json_drop(talk->lines[i]);
    peer_free(talk->peer);
}

static void the_client_says_its_part_of_every_conversation(void **state)
{
    struct talk talk = {.count = 0};

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        play(&talk, files[i], FILE_MAX);
        play(&talk, files[i], 1);
        play(&talk, files[i], 7);
    }
    for (size_t i = 0; i < COUNT(methods); i++)
        if (!talk.seen_methods[i])
            fail_msg("%s is in no file", methods[i]);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!talk.seen_kinds[i])
            fail_msg("an error of kind %s is in no file", kinds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client_says_its_part_of_every_conversation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
