#include "tui/cli/terminal.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define EXIT_INTERRUPTED 130

static int pipe_fds[2] = {-1, -1};
static volatile sig_atomic_t came;

static void on_interrupt(int signal_number)
{
    int saved = errno;

    (void)signal_number;
    if (came)
        _exit(EXIT_INTERRUPTED);
    came = 1;
    if (write(pipe_fds[1], "", 1) < 0)
        _exit(EXIT_INTERRUPTED);
    errno = saved;
}

int terminal_catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};

    signal(SIGPIPE, SIG_IGN);
    if (pipe_fds[0] >= 0 || fd_pipe(pipe_fds) < 0)
        return pipe_fds[0];
    fd_set_nonblocking(pipe_fds[1], true);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return pipe_fds[0];
}

bool terminal_interrupted(void)
{
    return came != 0;
}

/* Waits for the descriptor (-1: none) or SIGINT; false at the timeout and when SIGINT came. */
static bool wait_for(int fd, int64_t ms)
{
    struct pollfd fds[2] = {{.fd = fd, .events = POLLIN}, {.fd = pipe_fds[0], .events = POLLIN}};
    int rc;

    do
        rc = poll(fds, 2, (int)ms);
    while (rc < 0 && errno == EINTR && !came);
    return rc > 0 && fds[0].revents != 0 && !came;
}

bool terminal_sleep(int64_t ms)
{
    wait_for(-1, ms);
    return came != 0;
}

static int open_terminal(void)
{
    return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

bool terminal_can_ask(void)
{
    int fd = open_terminal();
    bool can = fd >= 0;

    fd_close(&fd);
    return can;
}

/* Reads up to the newline into line; false when there is no whole line. */
static bool read_line(int fd, char line[TERMINAL_ANSWER_MAX + 1])
{
    size_t len = 0;

    while (wait_for(fd, -1)) {
        ssize_t got = read(fd, line + len, TERMINAL_ANSWER_MAX + 1 - len);

        if (got <= 0)
            return false;
        len += (size_t)got;
        if (line[len - 1] == '\n') {
            line[len - 1] = '\0';
            return true;
        }
        if (len > TERMINAL_ANSWER_MAX)
            return false;
    }
    return false;
}

/* Overwrites what must not stay in memory; volatile, so that no compiler leaves it out. */
static void wipe(void *data, size_t len)
{
    volatile char *byte = data;

    while (len-- > 0)
        *byte++ = 0;
}

char *terminal_ask(const char *question, bool secret)
{
    char line[TERMINAL_ANSWER_MAX + 1];
    struct termios before, quiet;
    int fd = open_terminal();
    bool have, hidden;
    char *answer = NULL;

    if (fd < 0)
        return NULL;
    hidden = secret && tcgetattr(fd, &before) == 0;
    if (hidden) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(fd, TCSAFLUSH, &quiet);
    }
    fd_write_all(fd, question, strlen(question));
    fd_write_all(fd, " ", 1);
    have = read_line(fd, line);
    if (hidden) {
        tcsetattr(fd, TCSAFLUSH, &before);
        fd_write_all(fd, "\n", 1);
    }
    if (have)
        answer = mem_dup(line);
    wipe(line, sizeof(line));
    fd_close(&fd);
    return answer;
}

bool terminal_confirm(const char *question)
{
    char *answer = terminal_ask(question, false);
    bool yes = str_equal(answer, "y") || str_equal(answer, "yes");

    free(answer);
    return yes;
}
