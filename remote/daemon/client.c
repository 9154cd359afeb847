#include "remote/daemon/client.h"

#include "remote/daemon/table.h"
#include "remote/daemon/watch.h"

#include "protocol/base/mem.h"
#include "protocol/message.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/log.h"

#include <stdlib.h>
#include <string.h>

#define READ_CHUNK (64 * 1024)
#define SILENT_MS  60000
#define STUCK_MS   60000
#define LOOK_MS    5000

struct outgoing {
    uv_write_t request;
    struct client *client;
    struct buf bytes;
};

static void on_closed(uv_handle_t *handle)
{
    struct client *client = handle->data;

    frame_done(&client->frame);
    free(client);
}

void client_close(struct client *client)
{
    struct client **at = &client->daemon->clients;

    if (client->closing)
        return;
    client->closing = true;
    while (*at != NULL && *at != client)
        at = &(*at)->next;
    if (*at != NULL)
        *at = client->next;
    watch_drop_all(client);
    uv_close((uv_handle_t *)&client->pipe, on_closed);
}

static void alloc_chunk(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_chunk)
{
    static char chunk[READ_CHUNK]; /* one read at a time on the one loop */

    (void)handle;
    (void)suggested;
    *ret_chunk = uv_buf_init(chunk, sizeof(chunk));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *chunk);

static void set_reading(struct client *client, bool reading)
{
    if (reading == client->reading || client->closing)
        return;
    client->reading = reading;
    if (reading)
        uv_read_start((uv_stream_t *)&client->pipe, alloc_chunk, on_read);
    else
        uv_read_stop((uv_stream_t *)&client->pipe);
}

/* The first line: who connects, with which build and scope. */
static void greet(struct client *client, const char *line)
{
    struct daemon *daemon = client->daemon;
    struct err err;
    const char *word = "ready\n";
    int order;
    uv_buf_t out;

    if (hello_parse_client(line, &client->hello, &err) < 0) {
        client_close(client);
        return;
    }
    order = hello_compare(daemon->build, client->hello.build);
    if (order < 0)
        word = "older\n";
    else if (order > 0)
        word = "newer\n";
    client->greeted = true;
    out = uv_buf_init((char *)word, (unsigned)strlen(word));
    uv_try_write((uv_stream_t *)&client->pipe, &out, 1);
    if (order < 0) {
        log_line(LOG_INFO, "build %s wants to take over", client->hello.build);
        daemon_leave(daemon);
    }
}

static void take_line(struct client *client, const char *line, size_t len)
{
    struct message message;
    struct err err;

    if (!client->greeted) {
        greet(client, line);
        return;
    }
    if (message_parse(line, len, &message, &err) < 0) {
        client_refuse(client, NULL, &err);
        client_close(client);
        return;
    }
    table_dispatch(client, &message);
    message_done(&message);
}

static void take_lines(struct client *client)
{
    const char *line;
    struct err err;
    size_t len;

    while (!client->closing && client->out_bytes < CLIENT_OUT_HIGH) {
        enum frame_status status = frame_next(&client->frame, &line, &len);

        if (status == FRAME_NONE)
            return;
        if (status == FRAME_TOO_LONG) {
            err_set(&err, ERR_TOO_LARGE, "a message has at most %d bytes", FRAME_LINE_MAX);
            client_refuse(client, NULL, &err);
            client_close(client);
            return;
        }
        take_line(client, line, len);
    }
    set_reading(client, false);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *chunk)
{
    struct client *client = stream->data;

    if (count < 0) {
        client_close(client);
        return;
    }
    client->heard_at = clock_steady_ms();
    if (frame_feed(&client->frame, chunk->base, (size_t)count) < 0) {
        client_close(client);
        return;
    }
    take_lines(client);
}

static int count_clients(const struct daemon *daemon)
{
    int count = 0;

    for (const struct client *client = daemon->clients; client != NULL; client = client->next)
        count++;
    return count;
}

void client_accept(struct daemon *daemon)
{
    struct client *client = mem_new(1, sizeof(*client));

    client->daemon = daemon;
    client->pipe.data = client;
    client->home_revision = client->stuck_since = -1;
    client->heard_at = clock_steady_ms();
    frame_init(&client->frame, FRAME_LINE_MAX);
    uv_pipe_init(&daemon->loop, &client->pipe, 0);
    client->next = daemon->clients;
    daemon->clients = client;
    if (uv_accept((uv_stream_t *)&daemon->listener, (uv_stream_t *)&client->pipe) != 0 ||
        count_clients(daemon) > CLIENTS_MAX) {
        client_close(client);
        return;
    }
    set_reading(client, true);
}

static void on_written(uv_write_t *request, int status)
{
    struct outgoing *outgoing = (struct outgoing *)request;
    struct client *client = outgoing->client;

    client->out_bytes -= outgoing->bytes.len;
    client->stuck_since = client->out_bytes > 0 ? clock_steady_ms() : -1;
    buf_done(&outgoing->bytes);
    free(outgoing);
    if (client->closing)
        return;
    if (status < 0) {
        client_close(client);
        return;
    }
    if (!client->reading && client->out_bytes < CLIENT_OUT_HIGH / 2) {
        set_reading(client, true);
        take_lines(client);
    }
}

/* Gives a line to libuv, which keeps it until the socket takes it. */
static void send_line(struct client *client, struct buf *line)
{
    struct outgoing *outgoing;
    uv_buf_t out;

    if (client->closing || client->out_bytes + line->len > CLIENT_OUT_MAX) {
        buf_done(line);
        client_close(client);
        return;
    }
    outgoing = mem_new(1, sizeof(*outgoing));
    outgoing->client = client;
    outgoing->bytes = *line;
    out = uv_buf_init(line->data, (unsigned)line->len);
    if (client->out_bytes == 0)
        client->stuck_since = clock_steady_ms();
    client->out_bytes += line->len;
    if (uv_write(&outgoing->request, (uv_stream_t *)&client->pipe, &out, 1, on_written) != 0)
        client_close(client);
}

void client_notify(struct client *client, const char *method, struct json *params)
{
    struct buf line;

    buf_init(&line, FRAME_LINE_MAX + 1);
    if (message_print_notice(&line, method, params) < 0)
        log_line(LOG_ERROR, "a notice %s over the line's maximum was not sent", method);
    else
        send_line(client, &line);
}

void client_answer(struct client *client, const struct json *id, struct json *result)
{
    struct buf line;
    struct err err;

    buf_init(&line, FRAME_LINE_MAX + 1);
    if (message_print_result(&line, id, result) < 0) {
        err_set(&err, ERR_TOO_LARGE, "the answer is over %d bytes; ask for less", FRAME_LINE_MAX);
        client_refuse(client, id, &err);
        return;
    }
    send_line(client, &line);
}

void client_refuse(struct client *client, const struct json *id, const struct err *err)
{
    struct buf line;

    buf_init(&line, FRAME_LINE_MAX + 1);
    if (message_print_error(&line, id, err) == 0)
        send_line(client, &line);
}

bool client_is_slow(const struct client *client)
{
    return client->out_bytes > CLIENT_OUT_HIGH / 4;
}

bool client_is_dead(const struct client *client, int64_t now)
{
    return now - client->heard_at > SILENT_MS ||
           (client->stuck_since >= 0 && now - client->stuck_since > STUCK_MS);
}

int64_t client_tick(struct daemon *daemon, int64_t now)
{
    struct client *next;

    for (struct client *client = daemon->clients; client != NULL; client = next) {
        next = client->next;
        if (client_is_dead(client, now))
            client_close(client);
    }
    return daemon->clients != NULL ? now + LOOK_MS : -1;
}
