#include "tui/net/peer.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct pending {
    int64_t number;
    uint64_t start; /* place of its first byte in all that was ever queued */
    bool forgotten;
};

struct peer {
    char name[HELLO_NAME_SIZE];
    struct hello self;
    char id[40];
    enum peer_state state;
    struct peer_host host;
    char last_line[PEER_LAST_LINE_MAX * 4];
    struct frame in;
    size_t noise;
    struct buf out;
    uint64_t queued, written; /* bytes, since the beginning */
    struct pending pending[PEER_PENDING_MAX];
    size_t pending_count;
    int64_t next_number, hello_number, ping_number;
    int64_t now, wrote_at, heard_at, ping_at; /* ping_at 0: none is out */
    struct err why;                           /* of the end */
    bool said_ready, said_ended;
};

struct peer *peer_new(const char *name, const struct hello *self, const char *id)
{
    struct peer *peer = mem_new(1, sizeof(*peer));

    hello_clean_name(name, peer->name);
    peer->self = *self;
    peer->self.protocol = HELLO_PROTOCOL;
    memcpy(peer->id, id, strnlen(id, sizeof(peer->id) - 1));
    peer->host.last_line = peer->last_line;
    peer->next_number = 1;
    frame_init(&peer->in, FRAME_LINE_MAX);
    buf_init(&peer->out, PEER_OUTPUT_MAX);
    return peer;
}

void peer_free(struct peer *peer)
{
    if (peer == NULL)
        return;
    frame_done(&peer->in);
    buf_done(&peer->out);
    free(peer);
}

enum peer_state peer_state(const struct peer *peer)
{
    return peer->state;
}

const struct peer_host *peer_host(const struct peer *peer)
{
    return &peer->host;
}

static void end(struct peer *peer, const struct err *why)
{
    if (peer->state == PEER_ENDED)
        return;
    peer->why = *why;
    peer->state = PEER_ENDED;
}

static void end_with(struct peer *peer, enum err_code code, const char *what, const char *next)
{
    struct err err;

    err_set(&err, code, "%s: %s", peer->name, what);
    err_next(&err, "%s", next);
    end(peer, &err);
}

/* What a stream that simply stopped means. */
static void explain_end(struct peer *peer, struct err *ret_err)
{
    bool spoke = peer->last_line[0] != '\0';

    switch (peer->state) {
    case PEER_CONNECTING:
        err_set(ret_err, ERR_RUNNER, "%s: no runner answered%s%s", peer->name,
                spoke ? "; the last thing it said: " : "", peer->last_line);
        err_next(ret_err,
                 "install ccr-remote there, or set host.%s.runner to the command that "
                 "starts it",
                 peer->name);
        break;
    case PEER_GREETING:
        err_set(ret_err, ERR_RUNNER, "%s: the runner left before it was ready", peer->name);
        err_next(ret_err, "see daemon.log in its state folder");
        break;
    default:
        err_set(ret_err, ERR_UNREACHABLE, "%s: the connection was lost", peer->name);
        break;
    }
}

void peer_close(struct peer *peer, const struct err *why)
{
    struct err err;

    if (peer->state == PEER_ENDED)
        return;
    if (why != NULL && why->code != ERR_NONE)
        err = *why;
    else
        explain_end(peer, &err);
    end(peer, &err);
}

void peer_feed(struct peer *peer, const void *data, size_t len)
{
    if (peer->state == PEER_ENDED || len == 0)
        return;
    peer->heard_at = peer->now;
    if (frame_feed(&peer->in, data, len) < 0)
        end_with(peer, ERR_RUNNER, "sent a line over 1 MiB", "update ccr-remote there");
}

const char *peer_output(const struct peer *peer, size_t *ret_len)
{
    *ret_len = peer->out.len;
    return buf_text(&peer->out);
}

void peer_wrote(struct peer *peer, size_t len)
{
    buf_consume(&peer->out, len);
    peer->written += len;
    peer->wrote_at = peer->now;
}

/* Accounts for what a printer appended to out since it held `before` bytes. */
static void note_queued(struct peer *peer, size_t before)
{
    peer->queued += peer->out.len - before;
}

static int send_request(struct peer *peer, const char *method, struct json *params,
                        int64_t *ret_number, struct err *err)
{
    size_t before = peer->out.len;

    if (peer->pending_count == PEER_PENDING_MAX) {
        json_drop(params);
        return err_set(err, ERR_TOO_LARGE, "%s: too many requests are unanswered", peer->name);
    }
    if (message_print_request(&peer->out, peer->next_number, method, params) < 0)
        return err_set(err, ERR_TOO_LARGE, "%s: the request is too long", peer->name);
    peer->pending[peer->pending_count++] =
        (struct pending){.number = peer->next_number, .start = peer->queued};
    note_queued(peer, before);
    *ret_number = peer->next_number++;
    return 0;
}

int peer_request(struct peer *peer, const char *method, struct json *params, int64_t *ret_number,
                 struct err *err)
{
    if (peer->state != PEER_READY) {
        json_drop(params);
        return err_set(err, ERR_UNREACHABLE, "%s: not connected", peer->name);
    }
    return send_request(peer, method, params, ret_number, err);
}

void peer_forget(struct peer *peer, int64_t number)
{
    for (size_t i = 0; i < peer->pending_count; i++)
        if (peer->pending[i].number == number)
            peer->pending[i].forgotten = true;
}

void peer_notice(struct peer *peer, const char *method, struct json *params)
{
    size_t before = peer->out.len;

    if (peer->state != PEER_READY) {
        json_drop(params);
        return;
    }
    message_print_notice(&peer->out, method, params);
    note_queued(peer, before);
}

static struct json *hello_params(const struct peer *peer)
{
    struct json *params = json_new_object(), *client = json_new_object();

    json_put_text(client, "name", peer->self.name);
    json_put_text(client, "version", peer->self.build);
    json_put_text(client, "id", peer->id);
    json_put_int(params, "protocol", HELLO_PROTOCOL);
    json_put(params, "client", client);
    json_put(params, "capabilities", json_new_object());
    return params;
}

/* True when we can speak the host's protocol; ends the peer otherwise. */
static bool check_protocol(struct peer *peer, int protocol)
{
    struct err err;

    if (protocol == HELLO_PROTOCOL)
        return true;
    err_set(&err, ERR_RUNNER, "%s: ccr-remote %s speaks protocol %d, this ccr speaks %d",
            peer->name, peer->host.build, protocol, HELLO_PROTOCOL);
    err_next(&err, protocol > HELLO_PROTOCOL ? "update ccr here" : "update ccr-remote there");
    end(peer, &err);
    return false;
}

static void greet(struct peer *peer, const struct hello *host)
{
    char line[HELLO_LINE_MAX];
    size_t before = peer->out.len;

    peer->host.protocol = host->protocol;
    memcpy(peer->host.build, host->build, sizeof(peer->host.build));
    if (!check_protocol(peer, host->protocol))
        return;
    hello_print_client(&peer->self, line);
    buf_append_text(&peer->out, line);
    note_queued(peer, before);
    send_request(peer, "hello", hello_params(peer), &peer->hello_number, NULL);
    peer->state = PEER_GREETING;
}

/* The host's line, also behind what a shell printed without a newline (a terminal title):
 * *ret_before are those bytes. */
static bool find_host_line(const char *line, struct hello *ret_host, size_t *ret_before)
{
    const char *word = line;

    for (; (word = strstr(word, HELLO_HOST_WORD)) != NULL; word++)
        if (hello_parse_host(word, ret_host)) {
            *ret_before = (size_t)(word - line);
            return true;
        }
    return false;
}

static void keep_last_line(struct peer *peer, const char *line)
{
    struct buf text;
    size_t len = strlen(line);

    if (str_blank(line))
        return;
    buf_init(&text, sizeof(peer->last_line) - 1);
    utf8_printable(&text, line, utf8_cut(line, len, PEER_LAST_LINE_MAX), false);
    memcpy(peer->last_line, buf_text(&text), text.len);
    peer->last_line[text.len] = '\0';
    buf_done(&text);
}

static void skip_noise(struct peer *peer)
{
    struct hello host;
    enum frame_status status = FRAME_NONE;
    const char *line;
    size_t len = 0, rest, before;

    while (peer->noise <= HELLO_NOISE_MAX &&
           (status = frame_next(&peer->in, &line, &len)) == FRAME_LINE) {
        if (find_host_line(line, &host, &before) && peer->noise + before <= HELLO_NOISE_MAX) {
            greet(peer, &host);
            return;
        }
        keep_last_line(peer, line);
        peer->noise += len + 1;
    }
    frame_rest(&peer->in, &rest);
    if (status == FRAME_TOO_LONG || peer->noise + rest > HELLO_NOISE_MAX)
        end_with(peer, ERR_RUNNER, "printed over 64 KiB before the protocol began",
                 "make the shell's start-up files there print nothing, or set its runner command");
}

static int scope_of(const char *word)
{
    for (int i = 0; word != NULL && scope_words[i] != NULL; i++)
        if (strcmp(scope_words[i], word) == 0)
            return i;
    return SCOPE_READ;
}

static void take_hello(struct peer *peer, const struct message *m)
{
    const struct json *host = json_get(m->result, "host");
    const char *build = json_get_text(host, "build"), *time = json_get_text(host, "time");
    int64_t wall;

    if (m->error.code != ERR_NONE) {
        struct err err = m->error;

        err_wrap(&err, "%s", peer->name);
        end(peer, &err);
        return;
    }
    if (!check_protocol(peer, (int)json_get_int(m->result, "protocol", HELLO_PROTOCOL)))
        return;
    if (build != NULL && strlen(build) < sizeof(peer->host.build))
        memcpy(peer->host.build, build, strlen(build) + 1);
    if (time != NULL && str_parse_time(time, &wall))
        peer->host.time_offset = wall - peer->now;
    peer->host.scope = (enum scope)scope_of(json_get_text(m->result, "scope"));
    peer->state = PEER_READY;
}

/* Takes the request of that number out of the table; false when there is none. */
static bool take_pending(struct peer *peer, int64_t number, struct pending *ret_pending)
{
    for (size_t i = 0; i < peer->pending_count; i++)
        if (peer->pending[i].number == number) {
            *ret_pending = peer->pending[i];
            memmove(&peer->pending[i], &peer->pending[i + 1],
                    (--peer->pending_count - i) * sizeof(peer->pending[0]));
            return true;
        }
    return false;
}

/* Handles an answer; true when it is one for the caller. */
static bool take_answer(struct peer *peer, const struct message *m)
{
    struct pending request;
    int64_t number = message_number(m);

    if (number < 0 && m->error.code != ERR_NONE) {
        struct err err = m->error;

        err_wrap(&err, "%s", peer->name);
        end(peer, &err);
        return false;
    }
    if (!take_pending(peer, number, &request))
        return false;
    if (number == peer->hello_number)
        take_hello(peer, m);
    if (number == peer->ping_number)
        peer->ping_at = 0;
    return !request.forgotten && number != peer->hello_number && number != peer->ping_number;
}

static void refuse_request(struct peer *peer, const struct message *m)
{
    struct err err;
    size_t before = peer->out.len;

    err_set(&err, ERR_METHOD, "a client answers no requests");
    message_print_error(&peer->out, m->id, &err);
    note_queued(peer, before);
}

/* Makes an event of a message, which it takes over; false when it is of no concern. */
static bool take_message(struct peer *peer, struct message *m, struct peer_event *ret_event)
{
    bool wanted = false;

    if (m->kind == MESSAGE_REQUEST)
        refuse_request(peer, m);
    else if (m->kind == MESSAGE_NOTICE)
        wanted = peer->state == PEER_READY;
    else
        wanted = take_answer(peer, m);
    if (!wanted) {
        message_done(m);
        return false;
    }
    *ret_event = (struct peer_event){.kind = m->kind == MESSAGE_NOTICE ? PEER_EVENT_NOTICE
                                                                       : PEER_EVENT_ANSWER,
                                     .number = message_number(m),
                                     .method = m->method,
                                     .params = m->params,
                                     .result = m->result,
                                     .error = m->error,
                                     .message = *m};
    return true;
}

/* The daemon's word on a forwarded socket, where there is no serve to take it. */
static bool is_word(const struct peer *peer, const char *line)
{
    return peer->state == PEER_GREETING &&
           (strcmp(line, "ready") == 0 || strcmp(line, "newer") == 0);
}

static bool next_message(struct peer *peer, struct peer_event *ret_event)
{
    struct message m;
    struct err err;
    const char *line;
    size_t len;
    enum frame_status status;

    while (peer->state == PEER_GREETING || peer->state == PEER_READY) {
        status = frame_next(&peer->in, &line, &len);
        if (status == FRAME_NONE)
            return false;
        if (status == FRAME_TOO_LONG) {
            end_with(peer, ERR_RUNNER, "sent a line over 1 MiB", "update ccr-remote there");
        } else if (is_word(peer, line)) {
            continue;
        } else if (message_parse(line, len, &m, &err) < 0) {
            end_with(peer, ERR_RUNNER, "sent something that is no message",
                     "update ccr-remote there");
        } else if (take_message(peer, &m, ret_event)) {
            return true;
        } else if (peer->state == PEER_READY && !peer->said_ready) {
            return false;
        }
    }
    return false;
}

/* After the end: each request that waits is answered by what is known of it. */
static bool next_lost(struct peer *peer, struct peer_event *ret_event)
{
    struct pending request;

    while (peer->pending_count > 0) {
        bool sent;

        take_pending(peer, peer->pending[0].number, &request);
        if (request.forgotten || request.number == peer->hello_number ||
            request.number == peer->ping_number)
            continue;
        sent = request.start < peer->written;
        *ret_event = (struct peer_event){
            .kind = PEER_EVENT_ANSWER, .number = request.number, .error = peer->why};
        if (sent) {
            err_set(&ret_event->error, ERR_UNCONFIRMED, "%s", peer->why.what);
            err_next(&ret_event->error, "it may have arrived; ask again when the host is there");
        }
        return true;
    }
    return false;
}

bool peer_next(struct peer *peer, struct peer_event *ret_event)
{
    *ret_event = (struct peer_event){.kind = PEER_EVENT_NONE};
    if (peer->state == PEER_CONNECTING)
        skip_noise(peer);
    if (!peer->said_ready || peer->state != PEER_READY) {
        if (peer->state == PEER_GREETING && next_message(peer, ret_event))
            return true;
        if (peer->state == PEER_READY && !peer->said_ready) {
            peer->said_ready = true;
            ret_event->kind = PEER_EVENT_READY;
            return true;
        }
    }
    if (peer->state == PEER_READY && next_message(peer, ret_event))
        return true;
    if (peer->state != PEER_ENDED)
        return false;
    if (next_lost(peer, ret_event))
        return true;
    if (peer->said_ended)
        return false;
    peer->said_ended = true;
    *ret_event = (struct peer_event){.kind = PEER_EVENT_ENDED, .error = peer->why};
    return true;
}

void peer_event_done(struct peer_event *event)
{
    message_done(&event->message);
    *event = (struct peer_event){.kind = PEER_EVENT_NONE};
}

/* The earliest request that waits is the ping itself: nothing of ours is being worked on. */
static int64_t ping_patience(const struct peer *peer)
{
    bool alone = peer->pending_count > 0 && peer->pending[0].number == peer->ping_number;

    return alone ? PEER_ANSWER_MS : PEER_BUSY_MS;
}

static int64_t check_ping(struct peer *peer)
{
    int64_t since = peer->heard_at > peer->ping_at ? peer->heard_at : peer->ping_at;
    int64_t left = since + ping_patience(peer) - peer->now;

    if (left > 0)
        return left;
    end_with(peer, ERR_UNREACHABLE, "the host does not answer any more",
             "try again when the network is back");
    return 0;
}

int64_t peer_tick(struct peer *peer, int64_t now_ms)
{
    int64_t left;

    if (peer->now == 0)
        peer->wrote_at = peer->heard_at = now_ms;
    peer->now = now_ms;
    if (peer->state != PEER_READY)
        return -1;
    if (peer->ping_at != 0)
        return check_ping(peer);
    left = peer->wrote_at + PEER_SILENT_MS - now_ms;
    if (left > 0)
        return left;
    if (send_request(peer, "ping", NULL, &peer->ping_number, NULL) < 0)
        return PEER_SILENT_MS;
    peer->ping_at = now_ms;
    return PEER_ANSWER_MS;
}
