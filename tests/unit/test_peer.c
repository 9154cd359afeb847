/* The client's end of the protocol, fed by hand. */
#include "protocol/base/str.h"
#include "tests/support/unit.h"
#include "tui/net/peer.h"

#define HOST_LINE "ccr-remote 1 0.1.0+1\n"
#define HELLO_DONE                                                                              \
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":1,\"host\":{\"version\":\"0.2.0\"," \
    "\"build\":\"0.2.0+9\"},\"scope\":\"answer\"}}\n"

static const struct hello self = {.build = "0.1.0+1", .scope = SCOPE_FULL, .name = "laptop"};

static struct peer *new_peer(void)
{
    return peer_new("mini", &self, "019a0000-0000-7000-8000-000000000001");
}

static void feed(struct peer *peer, const char *text)
{
    peer_feed(peer, text, strlen(text));
}

/* Says that the channel took all there is, and returns a copy of it. */
static char *sent(struct peer *peer)
{
    size_t len;
    const char *data = peer_output(peer, &len);
    char *copy = strdup(data);

    peer_wrote(peer, len);
    return copy;
}

static void forget_sent(struct peer *peer)
{
    free(sent(peer));
}

static struct peer_event next(struct peer *peer)
{
    struct peer_event event;

    peer_next(peer, &event);
    return event;
}

static struct peer *ready_peer(void)
{
    struct peer *peer = new_peer();

    peer_tick(peer, 1000);
    feed(peer, HOST_LINE HELLO_DONE);
    assert_int_equal(next(peer).kind, PEER_EVENT_READY);
    forget_sent(peer);
    return peer;
}

static int64_t request(struct peer *peer, const char *method)
{
    struct err err;
    int64_t number;

    assert_int_equal(peer_request(peer, method, NULL, &number, &err), 0);
    return number;
}

static void assert_ends(struct peer *peer, enum err_code code, const char *words)
{
    struct peer_event event = next(peer);

    assert_int_equal(event.kind, PEER_EVENT_ENDED);
    assert_int_equal(event.error.code, code);
    if (strstr(event.error.what, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, event.error.what);
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    peer_free(peer);
}

static void answers_the_host_line_with_its_own_and_hello(void **state)
{
    struct peer *peer = new_peer();
    char *text;

    (void)state;
    feed(peer, HOST_LINE);
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    assert_int_equal(peer_state(peer), PEER_GREETING);
    text = sent(peer);
    assert_true(str_starts(text, "ccr 1 0.1.0+1 full laptop\n{\"jsonrpc\":\"2.0\",\"id\":1,"
                                 "\"method\":\"hello\""));
    assert_non_null(strstr(text, "019a0000-0000-7000-8000-000000000001"));
    free(text);
    feed(peer, HELLO_DONE);
    assert_int_equal(next(peer).kind, PEER_EVENT_READY);
    assert_string_equal(peer_host(peer)->build, "0.2.0+9");
    assert_int_equal(peer_host(peer)->scope, SCOPE_ANSWER);
    peer_free(peer);
}

static void skips_noise_and_a_title_before_the_host_line(void **state)
{
    struct peer *peer = new_peer();

    (void)state;
    feed(peer, "Welcome to mini!\n\nccr-remote is great\n\033]0;mini\007" HOST_LINE);
    feed(peer, HELLO_DONE);
    assert_int_equal(next(peer).kind, PEER_EVENT_READY);
    peer_free(peer);
}

static void works_whatever_the_pieces(void **state)
{
    static const char all[] = "noise\n" HOST_LINE HELLO_DONE
                              "{\"jsonrpc\":\"2.0\",\"method\":\"task/update\",\"params\":{}}\n";

    (void)state;
    for (size_t split = 0; split <= sizeof(all) - 1; split++) {
        struct peer *peer = new_peer();
        struct peer_event event;
        int ready = 0, notices = 0;

        for (int part = 0; part < 2; part++) {
            peer_feed(peer, part == 0 ? all : all + split,
                      part == 0 ? split : sizeof(all) - 1 - split);
            while (peer_next(peer, &event)) {
                ready += event.kind == PEER_EVENT_READY;
                notices += event.kind == PEER_EVENT_NOTICE && ready == 1;
                peer_event_done(&event);
            }
        }
        assert_int_equal(ready, 1);
        assert_int_equal(notices, 1);
        peer_free(peer);
    }
}

static void takes_the_word_of_a_forwarded_socket(void **state)
{
    struct peer *peer = new_peer();

    (void)state;
    feed(peer, HOST_LINE "newer\n" HELLO_DONE);
    assert_int_equal(next(peer).kind, PEER_EVENT_READY);
    peer_free(peer);
}

static void stops_at_another_protocol(void **state)
{
    struct peer *peer = new_peer();
    size_t len;

    (void)state;
    feed(peer, "ccr-remote 2 9.0.0+1\n");
    assert_int_equal(peer_state(peer), PEER_CONNECTING);
    assert_ends(peer, ERR_RUNNER, "protocol 2");
    peer = new_peer();
    feed(peer, "ccr-remote 0 0.0.1+1\n");
    assert_int_equal(next(peer).kind, PEER_EVENT_ENDED);
    peer_output(peer, &len);
    assert_int_equal(len, 0);
    peer_free(peer);
}

static void gives_up_on_too_much_noise_whatever_the_pieces(void **state)
{
    enum { NOISE = HELLO_NOISE_MAX + 1 };
    char *noise = calloc(1, NOISE + sizeof(HOST_LINE));

    (void)state;
    memset(noise, 'x', NOISE);
    memcpy(noise + NOISE, HOST_LINE, sizeof(HOST_LINE));
    for (int lines = 0; lines < 2; lines++)
        for (size_t piece = 1000; piece < 200000; piece *= 3) {
            struct peer *peer = new_peer();
            struct peer_event event = {.kind = PEER_EVENT_NONE};

            for (size_t i = 0; lines && i < NOISE; i += 50)
                noise[i] = '\n';
            for (size_t at = 0; at < strlen(noise) && event.kind == PEER_EVENT_NONE; at += piece) {
                size_t left = strlen(noise) - at;

                peer_feed(peer, noise + at, left < piece ? left : piece);
                event = next(peer);
            }
            assert_int_equal(event.kind, PEER_EVENT_ENDED);
            assert_non_null(strstr(event.error.what, "64 KiB"));
            peer_free(peer);
        }
    free(noise);
}

static void names_the_last_noise_when_no_runner_came(void **state)
{
    struct peer *peer = new_peer();

    (void)state;
    feed(peer, "sh: 1: ccr-remote: \033[31mnot found\n");
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    peer_close(peer, NULL);
    assert_null(strchr(peer_host(peer)->last_line, '\033'));
    assert_ends(peer, ERR_RUNNER, "not found");
}

static void a_reason_of_the_transport_comes_first(void **state)
{
    struct peer *peer = new_peer();
    struct err err;

    (void)state;
    err_set(&err, ERR_AUTH, "mini: refused");
    peer_close(peer, &err);
    assert_ends(peer, ERR_AUTH, "refused");
}

static void answers_come_in_any_order(void **state)
{
    struct peer *peer = ready_peer();
    int64_t a = request(peer, "task/list"), b = request(peer, "ask/list");
    struct peer_event event;

    (void)state;
    assert_int_equal(a, 2);
    assert_int_equal(b, 3);
    feed(peer, "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n"
               "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32000,\"message\":\"no\","
               "\"data\":{\"kind\":\"policy\",\"next\":\"ask\"}}}\n"
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"total\":7}}\n"
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"total\":8}}\n");
    event = next(peer);
    assert_int_equal(event.number, b);
    assert_int_equal(event.error.code, ERR_POLICY);
    assert_string_equal(event.error.next, "ask");
    peer_event_done(&event);
    event = next(peer);
    assert_int_equal(event.number, a);
    assert_int_equal(json_get_int(event.result, "total", 0), 7);
    peer_event_done(&event);
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    peer_free(peer);
}

static void a_request_with_no_byte_written_was_not_sent(void **state)
{
    struct peer *peer = ready_peer();
    int64_t first = request(peer, "task/submit"), second = request(peer, "task/submit");
    struct peer_event event;

    (void)state;
    peer_wrote(peer, 1);
    peer_close(peer, NULL);
    event = next(peer);
    assert_int_equal(event.number, first);
    assert_int_equal(event.error.code, ERR_UNCONFIRMED);
    event = next(peer);
    assert_int_equal(event.number, second);
    assert_int_equal(event.error.code, ERR_UNREACHABLE);
    assert_ends(peer, ERR_UNREACHABLE, "lost");
}

static void a_forgotten_answer_is_swallowed(void **state)
{
    struct peer *peer = ready_peer();
    int64_t number = request(peer, "task/list");

    (void)state;
    peer_forget(peer, number);
    feed(peer, "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}\n");
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    peer_free(peer);
}

static void garbage_ends_it(void **state)
{
    static const char *const lines[] = {"hello there\n", "[1,2]\n", "{\"jsonrpc\":\"2.0\"}\n", "\n",
                                        NULL};

    (void)state;
    for (size_t i = 0; lines[i] != NULL; i++) {
        struct peer *peer = ready_peer();

        feed(peer, lines[i]);
        assert_ends(peer, ERR_RUNNER, "no message");
    }
}

static void a_line_over_the_maximum_ends_it(void **state)
{
    struct peer *peer = ready_peer();
    static char chunk[64 * 1024];
    struct peer_event event;

    (void)state;
    memset(chunk, 'x', sizeof(chunk));
    for (int i = 0; i < 18 && peer_state(peer) != PEER_ENDED; i++) {
        peer_feed(peer, chunk, sizeof(chunk));
        if (peer_next(peer, &event)) {
            assert_int_equal(event.kind, PEER_EVENT_ENDED);
            assert_int_equal(event.error.code, ERR_RUNNER);
            peer_free(peer);
            return;
        }
    }
    fail_msg("it took a line of %d bytes", 18 * 64 * 1024);
}

static void an_error_without_a_number_ends_it(void **state)
{
    struct peer *peer = ready_peer();

    (void)state;
    feed(peer, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"state "
               "folder is full\",\"data\":{\"kind\":\"storage\"}}}\n");
    assert_ends(peer, ERR_STORAGE, "mini: state folder is full");
}

static void a_refused_hello_is_the_reason(void **state)
{
    struct peer *peer = new_peer();

    (void)state;
    feed(peer, HOST_LINE "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":"
                         "\"key revoked\",\"data\":{\"kind\":\"policy\"}}}\n");
    assert_ends(peer, ERR_POLICY, "key revoked");
}

static void a_request_of_the_host_is_refused(void **state)
{
    struct peer *peer = ready_peer();
    char *text;

    (void)state;
    feed(peer, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"fs/read\"}\n");
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    text = sent(peer);
    assert_non_null(strstr(text, "\"id\":\"x\""));
    assert_non_null(strstr(text, "-32601"));
    free(text);
    peer_free(peer);
}

static void nothing_is_asked_before_it_is_ready(void **state)
{
    struct peer *peer = new_peer();
    struct err err;
    int64_t number;

    (void)state;
    assert_int_equal(peer_request(peer, "task/list", json_new_object(), &number, &err),
                     -ERR_UNREACHABLE);
    peer_notice(peer, "session/ack", json_new_object());
    peer_close(peer, NULL);
    assert_ends(peer, ERR_RUNNER, "no runner");
}

static void too_long_a_request_leaves_the_rest_working(void **state)
{
    struct peer *peer = ready_peer();
    struct json *params = json_new_object();
    char *text = calloc(1, FRAME_LINE_MAX + 1);
    struct err err;
    int64_t number;
    size_t len;

    (void)state;
    memset(text, 'x', FRAME_LINE_MAX);
    json_put_text(params, "prompt", text);
    assert_int_equal(peer_request(peer, "task/submit", params, &number, &err), -ERR_TOO_LARGE);
    peer_output(peer, &len);
    assert_int_equal(len, 0);
    assert_int_equal(request(peer, "task/list"), 2);
    free(text);
    peer_free(peer);
}

static void it_pings_after_silence_and_ends_without_an_answer(void **state)
{
    struct peer *peer = ready_peer();
    char *text;

    (void)state;
    peer_tick(peer, 1000);
    assert_int_equal(peer_tick(peer, 1000 + PEER_SILENT_MS - 1), 1);
    assert_int_equal(peer_tick(peer, 1000 + PEER_SILENT_MS), PEER_ANSWER_MS);
    text = sent(peer);
    assert_non_null(strstr(text, "\"ping\""));
    free(text);
    feed(peer, "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}\n");
    assert_int_equal(next(peer).kind, PEER_EVENT_NONE);
    assert_true(peer_tick(peer, 1000 + PEER_SILENT_MS + PEER_ANSWER_MS) > 0);
    peer_tick(peer, 1000 + 3 * PEER_SILENT_MS);
    forget_sent(peer);
    peer_tick(peer, 1000 + 3 * PEER_SILENT_MS + PEER_ANSWER_MS);
    assert_ends(peer, ERR_UNREACHABLE, "does not answer");
}

static void a_busy_host_is_given_more_time_for_its_ping(void **state)
{
    struct peer *peer = ready_peer();

    (void)state;
    request(peer, "session/window");
    forget_sent(peer);
    peer_tick(peer, 1000 + PEER_SILENT_MS);
    forget_sent(peer);
    assert_true(peer_tick(peer, 1000 + PEER_SILENT_MS + PEER_ANSWER_MS) > 0);
    assert_int_equal(peer_state(peer), PEER_READY);
    peer_tick(peer, 1000 + PEER_SILENT_MS + PEER_BUSY_MS);
    assert_int_equal(peer_state(peer), PEER_ENDED);
    peer_free(peer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_the_host_line_with_its_own_and_hello),
        cmocka_unit_test(skips_noise_and_a_title_before_the_host_line),
        cmocka_unit_test(works_whatever_the_pieces),
        cmocka_unit_test(takes_the_word_of_a_forwarded_socket),
        cmocka_unit_test(stops_at_another_protocol),
        cmocka_unit_test(gives_up_on_too_much_noise_whatever_the_pieces),
        cmocka_unit_test(names_the_last_noise_when_no_runner_came),
        cmocka_unit_test(a_reason_of_the_transport_comes_first),
        cmocka_unit_test(answers_come_in_any_order),
        cmocka_unit_test(a_request_with_no_byte_written_was_not_sent),
        cmocka_unit_test(a_forgotten_answer_is_swallowed),
        cmocka_unit_test(garbage_ends_it),
        cmocka_unit_test(a_line_over_the_maximum_ends_it),
        cmocka_unit_test(an_error_without_a_number_ends_it),
        cmocka_unit_test(a_refused_hello_is_the_reason),
        cmocka_unit_test(a_request_of_the_host_is_refused),
        cmocka_unit_test(nothing_is_asked_before_it_is_ready),
        cmocka_unit_test(too_long_a_request_leaves_the_rest_working),
        cmocka_unit_test(it_pings_after_silence_and_ends_without_an_answer),
        cmocka_unit_test(a_busy_host_is_given_more_time_for_its_ping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
