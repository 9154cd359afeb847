#include "tests/bench/caller.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/hello.h"
#include "protocol/message.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/random.h"
#include "remote/door.h"
#include "tests/bench/stopwatch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_MS 20000
#define CHUNK       65536

static int broken(struct err *err, const char *what)
{
    return err_set(err, ERR_UNREACHABLE, "%s: %s", what, strerror(errno));
}

static int connect_socket(struct caller *caller, const struct runner *runner, struct err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *path = door_path(runner->state);
    int rc = 0;

    if (strlen(path) >= sizeof(address.sun_path))
        rc = err_set(err, ERR_INVALID, "%s: too long for a socket", path);
    else
        strcpy(address.sun_path, path);
    free(path);
    if (rc < 0)
        return rc;
    caller->in = caller->out = socket(AF_UNIX, SOCK_STREAM, 0);
    if (caller->in < 0 || fd_set_cloexec(caller->in, true) != 0 ||
        connect(caller->in, (struct sockaddr *)&address, sizeof(address)) != 0)
        return broken(err, "socket");
    return 0;
}

static int start_serve(struct caller *caller, const struct runner *runner, struct err *err)
{
    int ends[2];

    if (fd_socketpair(ends) != 0)
        return broken(err, "socketpair");
    caller->in = caller->out = ends[0];
    caller->serve = fork();
    if (caller->serve == 0) {
        dup2(ends[1], STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        execl(runner->serve, runner->serve, "serve", (char *)NULL);
        _exit(127);
    }
    fd_close(&ends[1]);
    return caller->serve < 0 ? broken(err, "fork") : 0;
}

/* More bytes, waited for at most so long; 0 bytes in time are no error. */
static int take_in(struct caller *caller, int wait_ms, size_t *ret_bytes, struct err *err)
{
    struct pollfd wait = {.fd = caller->in, .events = POLLIN};
    char chunk[CHUNK];
    ssize_t n;

    *ret_bytes = 0;
    if (poll(&wait, 1, wait_ms) != 1)
        return 0;
    n = read(caller->in, chunk, sizeof(chunk));
    caller->heard_ns = stopwatch_ns();
    if (n <= 0)
        return n < 0 ? broken(err, "read") : err_set(err, ERR_UNREACHABLE, "the runner hung up");
    *ret_bytes = (size_t)n;
    return frame_feed(&caller->frame, chunk, (size_t)n);
}

static int next_line(struct caller *caller, const char **ret_line, size_t *ret_len, struct err *err)
{
    size_t bytes;
    int rc;

    while (frame_next(&caller->frame, ret_line, ret_len) != FRAME_LINE) {
        if ((rc = take_in(caller, DEADLINE_MS, &bytes, err)) < 0)
            return rc;
        if (bytes == 0)
            return err_set(err, ERR_UNREACHABLE, "the runner says nothing");
    }
    return 0;
}

static int greet(struct caller *caller, enum caller_way way, struct err *err)
{
    struct hello hello = {
        .protocol = HELLO_PROTOCOL, .build = CCR_BUILD, .scope = SCOPE_FULL, .name = "bench"};
    char ours[HELLO_LINE_MAX];
    const char *line;
    size_t len;

    bool known;
    int rc;

    hello_print_client(&hello, ours);
    if (fd_write_all(caller->out, ours, strlen(ours)) != 0)
        return broken(err, "hello");
    if ((rc = next_line(caller, &line, &len, err)) < 0)
        return rc;
    known = way == CALLER_SERVE ? hello_parse_host(line, &hello) : strcmp(line, "ready") == 0;
    return known ? 0 : err_set(err, ERR_RUNNER, "the runner greets with %.60s", line);
}

int caller_open(struct caller *caller, const struct runner *runner, enum caller_way way,
                struct err *err)
{
    int rc;

    *caller = (struct caller){.in = -1, .out = -1, .serve = -1};
    frame_init(&caller->frame, FRAME_LINE_MAX);
    rc = way == CALLER_SERVE ? start_serve(caller, runner, err)
                             : connect_socket(caller, runner, err);
    return rc == 0 ? greet(caller, way, err) : rc;
}

void caller_close(struct caller *caller)
{
    fd_close(&caller->in);
    if (caller->serve > 0)
        waitpid(caller->serve, NULL, 0);
    frame_done(&caller->frame);
    *caller = (struct caller){.in = -1, .out = -1, .serve = -1};
}

/* Takes params over. */
static int send_line(struct caller *caller, bool request, const char *method, struct json *params,
                     struct err *err)
{
    struct buf line;
    int rc;

    buf_init(&line, FRAME_LINE_MAX + 1);
    rc = request ? message_print_request(&line, ++caller->number, method, params)
                 : message_print_notice(&line, method, params);
    caller->sent_ns = stopwatch_ns();
    if (rc == 0 && fd_write_all(caller->out, line.data, line.len) != 0)
        rc = broken(err, "write");
    buf_done(&line);
    return rc;
}

int caller_ask(struct caller *caller, const char *method, struct json *params,
               struct json **ret_result, struct err *err)
{
    int rc = send_line(caller, true, method, params, err);

    while (rc == 0) {
        struct message message;
        const char *line;
        size_t len;

        if ((rc = next_line(caller, &line, &len, err)) < 0 ||
            (rc = message_parse(line, len, &message, err)) < 0)
            break;
        if (message.kind == MESSAGE_ANSWER && message_number(&message) == caller->number) {
            if (message.error.code != ERR_NONE) {
                *err = message.error;
                rc = -(int)err->code;
            } else if (ret_result != NULL) {
                *ret_result = json_clone(message.result);
            }
            message_done(&message);
            return rc;
        }
        message_done(&message);
    }
    return rc;
}

/* One notice; live text wants an answer. */
static int take_notice(struct caller *caller, const struct message *message, struct err *err)
{
    struct json *params;

    if (message->kind != MESSAGE_NOTICE || strcmp(message->method, "session/live") != 0)
        return 0;
    caller->live++;
    params = json_new_object();
    json_put_text(params, "session", json_get_text(message->params, "session"));
    json_put_int(params, "revision", json_get_int(message->params, "revision", 0));
    return send_line(caller, false, "session/ack", params, err);
}

int caller_listen(struct caller *caller, struct err *err)
{
    const char *line;
    size_t len, bytes;
    int rc;

    do {
        rc = take_in(caller, 0, &bytes, err);
        while (rc == 0 && frame_next(&caller->frame, &line, &len) == FRAME_LINE) {
            struct message message;

            if ((rc = message_parse(line, len, &message, err)) < 0)
                break;
            rc = take_notice(caller, &message, err);
            message_done(&message);
        }
    } while (rc == 0 && bytes > 0);
    return rc;
}

int caller_submit(struct caller *caller, const struct runner *runner, const char *prompt,
                  const char *at, char ret_task[UUID_SIZE], char ret_session[UUID_SIZE],
                  struct err *err)
{
    struct json *params = json_new_object(), *task = NULL;
    int rc;

    random_uuid(ret_task);
    json_put_text(params, "task", ret_task);
    json_put_text(params, "prompt", prompt);
    json_put_text(params, "project", runner->project);
    if (at != NULL)
        json_put_text(params, "at", at);
    rc = caller_ask(caller, "task/submit", params, &task, err);
    if (rc == 0)
        snprintf(ret_session, UUID_SIZE, "%s", json_get_text(task, "session"));
    json_drop(task);
    return rc;
}
