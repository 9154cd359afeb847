/*
 * Drives one or more SSH transports for the tests: stdin to the transport, the transport
 * to stdout, each event as a line on stderr, questions answered from a file.
 *
 * Ends with the exit status of the error that ended the (last) transport. SIGUSR1 cancels.
 */
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/ssh.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK     65536
#define MANY      16
#define PUT_AWAY  5000 /* ms for the threads to close what they have */
#define NO_ANSWER "-"

struct probe {
    struct host host;
    struct ssh_options options;
    FILE *answers;
    const char *trust;
    int64_t times;
    bool no_stdin;
    struct transport *transports[MANY];
    bool ended[MANY];
    int exit_status;
    int64_t cancelled_at;
};

static int wake[2];
static char input[CHUNK]; /* from stdin, not sent from `sent` on */
static size_t sent, held;

static void on_signal(int signal)
{
    int saved = errno;

    (void)signal;
    if (write(wake[1], "", 1) < 0)
        _exit(99);
    errno = saved;
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

static void read_arguments(struct probe *probe, int argc, char **argv)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        {"--home", &probe->options.home},   {"--user", &probe->options.user},
        {"--agent", &probe->options.agent}, {"--global", &probe->options.known_hosts},
        {"--find", &probe->options.runner}, {"--command", &probe->options.command},
        {"--hint", &probe->options.hint},   {"--trust", &probe->trust},
    };

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        const struct field *field;
        int64_t number = 0;

        if (str_equal(argv[i], "--interactive") || str_equal(argv[i], "--no-stdin")) {
            *(argv[i][2] == 'i' ? &probe->options.interactive : &probe->no_stdin) = true;
            continue;
        }
        i++;
        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
            if (str_equal(argv[i - 1], texts[k].name))
                *texts[k].text = value;
        str_number(value, 0, 1000000, &number);
        if (str_equal(argv[i - 1], "--answers"))
            probe->answers = fopen(value, "re");
        else if (str_equal(argv[i - 1], "--connect-ms"))
            probe->options.connect_ms = (int)number;
        else if (str_equal(argv[i - 1], "--answer-ms"))
            probe->options.answer_ms = (int)number;
        else if (str_equal(argv[i - 1], "--times"))
            probe->times = number;
        for (field = host_fields; field->name != NULL; field++)
            if (str_equal(argv[i - 1] + 2, field->name)) {
                if (field->type == FIELD_TEXT)
                    mem_set(field_text(field, &probe->host), value);
                else
                    *field_count(field, &probe->host) = number;
            }
    }
}

static void answer(struct probe *probe, struct transport *transport)
{
    char line[TRANSPORT_ANSWER_SIZE];
    bool have = probe->answers != NULL && fgets(line, sizeof(line), probe->answers) != NULL;

    if (have)
        line[strcspn(line, "\n")] = '\0';
    transport_answer(transport, have && !str_equal(line, NO_ANSWER) ? line : NULL);
}

static void show_event(struct probe *probe, int i, const struct transport_event *event)
{
    if (event->kind == TRANSPORT_STEP)
        fprintf(stderr, "step %s\n", event->text);
    if (event->kind == TRANSPORT_OPEN)
        fprintf(stderr, "open %s\n", event->text);
    if (event->kind == TRANSPORT_QUESTION) {
        fprintf(stderr, "%s %s\n", event->secret ? "secret" : "question", event->text);
        answer(probe, probe->transports[i]);
    }
    if (event->kind != TRANSPORT_ENDED)
        return;
    fprintf(stderr, "ended %s %s | %s\n", err_name(event->error.code), event->error.what,
            event->error.next);
    if (probe->cancelled_at != 0)
        fprintf(stderr, "cancelled in %d ms\n", (int)(clock_steady_ms() - probe->cancelled_at));
    probe->ended[i] = true;
    probe->exit_status = err_exit_status(event->error.code);
}

static void drain_events(struct probe *probe, int i)
{
    struct transport_event event;

    while (transport_next_event(probe->transports[i], &event))
        show_event(probe, i, &event);
}

/* What came from the transport, to stdout; false at its end. */
static bool copy_out(struct probe *probe, int i)
{
    static char data[CHUNK];
    ssize_t n = read(transport_fd(probe->transports[i]), data, sizeof(data));

    if (n > 0 && fd_write_all(STDOUT_FILENO, data, (size_t)n) != 0)
        exit(98);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* stdin to the first transport, as much as it takes; false when there is no more to do. */
static bool copy_in(struct probe *probe)
{
    int fd = transport_fd(probe->transports[0]);
    ssize_t n;

    if (sent == held) {
        n = read(STDIN_FILENO, input, sizeof(input));
        sent = 0;
        held = n > 0 ? (size_t)n : 0;
        if (n <= 0) {
            shutdown(fd, SHUT_WR);
            return false;
        }
    }
    n = write(fd, input + sent, held - sent);
    sent += n > 0 ? (size_t)n : 0;
    return n > 0 || errno == EAGAIN || errno == EINTR;
}

static bool all_ended(const struct probe *probe)
{
    for (int i = 0; i < probe->times; i++)
        if (!probe->ended[i])
            return false;
    return true;
}

static void run(struct probe *probe)
{
    bool reading[MANY], sending = !probe->no_stdin;

    memset(reading, true, sizeof(reading));
    while (!all_ended(probe) || (reading[0] && probe->times == 1)) {
        struct pollfd wait[2 * MANY + 2] = {{.fd = wake[0], .events = POLLIN},
                                            {.fd = sending ? STDIN_FILENO : -1, .events = POLLIN}};

        for (int i = 0; i < probe->times; i++) {
            wait[2 + 2 * i] =
                (struct pollfd){.fd = transport_event_fd(probe->transports[i]), .events = POLLIN};
            wait[3 + 2 * i] = (struct pollfd){
                .fd = reading[i] ? transport_fd(probe->transports[i]) : -1, .events = POLLIN};
        }
        if (sending && (sent < held || poll(&wait[1], 1, 0) == 1)) { /* now it needs room */
            wait[1].fd = transport_fd(probe->transports[0]);
            wait[1].events = POLLOUT;
        }
        poll(wait, (nfds_t)(2 + 2 * probe->times), -1);
        if (wait[0].revents & POLLIN) {
            char byte;

            probe->cancelled_at = clock_steady_ms();
            if (read(wake[0], &byte, 1) == 1)
                for (int i = 0; i < probe->times; i++)
                    transport_cancel(probe->transports[i]);
        }
        for (int i = 0; i < probe->times; i++) {
            if (wait[3 + 2 * i].revents != 0)
                reading[i] = copy_out(probe, i);
            if (wait[2 + 2 * i].revents != 0)
                drain_events(probe, i);
        }
        if (wait[1].revents != 0)
            sending = copy_in(probe);
    }
}

static int trust(struct probe *probe)
{
    struct err err = {.code = ERR_NONE};

    ssh_host_trust(&probe->host, &probe->options, probe->trust, &err);
    fprintf(stderr, "trust %s %s | %s\n", err_name(err.code), err.what, err.next);
    return err_exit_status(err.code);
}

static void put_away(struct probe *probe, int before)
{
    int64_t deadline = clock_steady_ms() + PUT_AWAY;

    for (int i = 0; i < probe->times; i++)
        transport_free(probe->transports[i]);
    while (open_descriptors() != before && clock_steady_ms() < deadline)
        poll(NULL, 0, 5);
    fprintf(stderr, "descriptors %d then %d\n", before, open_descriptors());
}

int main(int argc, char **argv)
{
    struct probe probe = {.times = 1, .options = {.client = "ccr", .runner = "ccr-remote"}};
    struct err err;
    int before;

    signal(SIGPIPE, SIG_IGN);
    setvbuf(stderr, NULL, _IOLBF, 0);
    host_init(&probe.host);
    read_arguments(&probe, argc, argv);
    if (fd_pipe(wake) != 0)
        return 97;
    signal(SIGUSR1, on_signal);
    before = open_descriptors();
    if (probe.trust != NULL) {
        probe.times = 0;
        probe.exit_status = trust(&probe);
    }
    for (int i = 0; i < probe.times; i++) {
        probe.transports[i] = transport_ssh_new(&probe.host, &probe.options, &err);
        if (probe.transports[i] == NULL) {
            fprintf(stderr, "refused %s %s | %s\n", err_name(err.code), err.what, err.next);
            probe.exit_status = err_exit_status(err.code);
            probe.times = i;
        }
    }
    if (probe.times > 0)
        run(&probe);
    put_away(&probe, before);
    host_done(&probe.host);
    return probe.exit_status;
}
