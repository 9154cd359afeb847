#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "protocol/sys/clock.h"
#include "tui/net/exec.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE 20000 /* ms; a test that works never comes near it */

static struct transport *shell(const char *script)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    struct err err;
    struct transport *transport = transport_exec_new(argv, "install it", &err);

    assert_non_null(transport);
    return transport;
}

static void await(int fd, short events)
{
    struct pollfd wait = {.fd = fd, .events = events};

    assert_int_equal(poll(&wait, 1, DEADLINE), 1);
}

static struct transport_event next_event(struct transport *transport)
{
    struct transport_event event;

    await(transport_event_fd(transport), POLLIN);
    assert_true(transport_next_event(transport, &event));
    return event;
}

static struct err ended(struct transport *transport)
{
    struct transport_event event = next_event(transport);

    if (event.kind == TRANSPORT_OPEN)
        event = next_event(transport);
    assert_int_equal(event.kind, TRANSPORT_ENDED);
    return event.error;
}

/* Everything until the end of file; the length. */
static size_t read_all(struct transport *transport, char *data, size_t size)
{
    size_t have = 0;
    ssize_t n;

    do {
        await(transport_fd(transport), POLLIN);
        n = read(transport_fd(transport), data + have, size - have);
        have += n > 0 ? (size_t)n : 0;
    } while (n > 0 || (n < 0 && errno == EAGAIN));
    assert_true(n == 0);
    return have;
}

static int open_descriptors(void)
{
    int count = 0;

    for (int fd = 0; fd < 1024; fd++) {
        struct pollfd known = {.fd = fd};

        count += poll(&known, 1, 0) >= 0 && (known.revents & POLLNVAL) == 0;
    }
    return count;
}

/* True when condition held before the deadline. */
static bool becomes(bool (*condition)(void *), void *data)
{
    int64_t deadline = clock_steady_ms() + DEADLINE;

    while (!condition(data) && clock_steady_ms() < deadline)
        poll(NULL, 0, 5);
    return condition(data);
}

static bool no_such_process(void *pid)
{
    return kill(*(pid_t *)pid, 0) != 0 && errno == ESRCH;
}

static bool has_descriptors(void *count)
{
    return open_descriptors() == *(int *)count;
}

static void test_bytes_go_both_ways(void **state)
{
    struct transport *transport = shell("cat; printf bye");
    char data[64];

    (void)state;
    assert_int_equal(next_event(transport).kind, TRANSPORT_OPEN);
    assert_int_equal(write(transport_fd(transport), "hello ", 6), 6);
    assert_int_equal(shutdown(transport_fd(transport), SHUT_WR), 0);
    assert_int_equal(read_all(transport, data, sizeof(data)), 9);
    assert_memory_equal(data, "hello bye", 9);
    assert_int_equal(ended(transport).code, ERR_NONE);
    transport_free(transport);
}

static void test_megabytes_come_through_intact(void **state)
{
    struct transport *transport = shell("head -c 3000000 /dev/zero; echo end");
    size_t size = 3000100;
    char *data = malloc(size);

    (void)state;
    assert_int_equal(read_all(transport, data, size), 3000004);
    assert_memory_equal(data + 3000000, "end\n", 4);
    assert_int_equal(ended(transport).code, ERR_NONE);
    transport_free(transport);
    free(data);
}

static void test_a_failure_is_told_with_the_last_line_of_stderr(void **state)
{
    struct transport *transport =
        shell("echo first >&2; printf 'bad \\033[31mluck\\n\\n' >&2; exit 3");
    struct err err = ended(transport);

    (void)state;
    assert_int_equal(err.code, ERR_FAILED);
    assert_string_equal(err.what, "sh: exit status 3: bad \xE2\x90\x9B[31mluck");
    transport_free(transport);
}

static void test_stderr_of_any_length_does_not_block_the_child(void **state)
{
    struct transport *transport =
        shell("head -c 1000000 /dev/zero >&2; echo >&2; echo the last >&2; exit 1");

    (void)state;
    assert_string_equal(ended(transport).what, "sh: exit status 1: the last");
    transport_free(transport);
}

static void test_a_missing_program_is_a_missing_runner(void **state)
{
    const char *argv[] = {"no-such-program-anywhere", NULL};
    struct transport *transport;
    struct err err;

    (void)state;
    transport = transport_exec_new(argv, "install it", &err);
    assert_non_null(transport);
    err = ended(transport);
    assert_int_equal(err.code, ERR_RUNNER);
    assert_string_equal(err.what, "no-such-program-anywhere: exit status 127: not found");
    assert_string_equal(err.next, "install it");
    transport_free(transport);
}

static void test_a_signal_is_named(void **state)
{
    struct transport *transport = shell("kill -9 $$");

    (void)state;
    assert_string_equal(ended(transport).what, "sh: ended by signal 9");
    transport_free(transport);
}

static void test_a_child_that_leaves_its_stderr_open_elsewhere_still_ends(void **state)
{
    struct transport *transport = shell("sleep 600 >/dev/null </dev/null & echo $!; exit 4");
    struct err err;
    char data[32] = "";

    (void)state;
    read_all(transport, data, sizeof(data) - 1);
    err = ended(transport);
    assert_string_equal(err.what, "sh: exit status 4");
    transport_free(transport);
    kill((pid_t)strtol(data, NULL, 10), SIGKILL);
}

static pid_t pid_of(struct transport *transport)
{
    char data[32] = "";
    ssize_t n;

    await(transport_fd(transport), POLLIN);
    n = read(transport_fd(transport), data, sizeof(data) - 1);
    assert_true(n > 0);
    return (pid_t)strtol(data, NULL, 10);
}

static void test_a_freed_transport_ends_and_reaps_its_child(void **state)
{
    struct transport *transport = shell("echo $$; cat");
    pid_t pid = pid_of(transport);

    (void)state;
    transport_free(transport);
    assert_true(becomes(no_such_process, &pid));
}

static void test_a_child_that_does_not_listen_is_killed(void **state)
{
    struct transport *transport = shell("trap '' TERM; echo $$; while :; do sleep 1; done");
    pid_t pid = pid_of(transport);
    int64_t before = clock_steady_ms();

    (void)state;
    transport_free(transport);
    assert_true(clock_steady_ms() - before < 1000);
    assert_true(becomes(no_such_process, &pid));
}

static void test_cancel_ends_it_at_once(void **state)
{
    struct transport *transport = shell("echo $$; exec sleep 600");
    int64_t before = clock_steady_ms();

    (void)state;
    pid_of(transport);
    transport_cancel(transport);
    assert_string_equal(ended(transport).what, "sh: ended by signal 15");
    assert_true(clock_steady_ms() - before < 1900);
    transport_free(transport);
}

static void test_a_child_begins_with_usual_signals(void **state)
{
    struct transport *transport = shell("sh -c 'kill -PIPE $$'; echo $?");
    char data[32] = "";

    (void)state;
    read_all(transport, data, sizeof(data) - 1);
    assert_string_equal(data, "141\n");
    transport_free(transport);
}

static void test_no_descriptor_is_left(void **state)
{
    int before = open_descriptors();

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct transport *transport = shell("exit 0");

        assert_int_equal(ended(transport).code, ERR_NONE);
        transport_free(transport);
    }
    assert_true(becomes(has_descriptors, &before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* first, while no thread of another test is still putting things away */
        cmocka_unit_test(test_no_descriptor_is_left),
        cmocka_unit_test(test_bytes_go_both_ways),
        cmocka_unit_test(test_megabytes_come_through_intact),
        cmocka_unit_test(test_a_failure_is_told_with_the_last_line_of_stderr),
        cmocka_unit_test(test_stderr_of_any_length_does_not_block_the_child),
        cmocka_unit_test(test_a_missing_program_is_a_missing_runner),
        cmocka_unit_test(test_a_signal_is_named),
        cmocka_unit_test(test_a_child_that_leaves_its_stderr_open_elsewhere_still_ends),
        cmocka_unit_test(test_a_freed_transport_ends_and_reaps_its_child),
        cmocka_unit_test(test_a_child_that_does_not_listen_is_killed),
        cmocka_unit_test(test_cancel_ends_it_at_once),
        cmocka_unit_test(test_a_child_begins_with_usual_signals),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
