#include "remote/shim/wake.h"

#include "remote/shim/fds.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int wake_pipe[2] = {-1, -1};
static volatile sig_atomic_t wake_child;
static volatile sig_atomic_t wake_stop;

static void wake_note(int sig)
{
    int saved = errno;
    ssize_t n;

    if (sig == SIGCHLD)
        wake_child = 1;
    else
        wake_stop = 1;
    /* A full pipe is as good: whoever empties it reads the notes afterwards. */
    n = write(wake_pipe[1], "", 1);
    (void)n;
    errno = saved;
}

static int wake_set(int sig, void (*handler)(int))
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return sigaction(sig, &action, NULL);
}

int wake_init(int *ret_fd)
{
    sigset_t none;
    int r = fds_pipe(wake_pipe);

    if (r == 0)
        r = fds_nonblock(wake_pipe[0]);
    if (r == 0)
        r = fds_nonblock(wake_pipe[1]);
    if (r < 0)
        return r;
    sigemptyset(&none);
    if (wake_set(SIGHUP, SIG_IGN) != 0 || wake_set(SIGPIPE, SIG_IGN) != 0 ||
        wake_set(SIGXFSZ, SIG_IGN) != 0 || wake_set(SIGCHLD, wake_note) != 0 ||
        wake_set(SIGTERM, wake_note) != 0 || wake_set(SIGINT, wake_note) != 0 ||
        sigprocmask(SIG_SETMASK, &none, NULL) != 0)
        return -errno;
    *ret_fd = wake_pipe[0];
    return 0;
}

unsigned wake_take(void)
{
    char bytes[64];
    unsigned came = 0;

    /* Emptied before the notes are read: a signal in between leaves its byte for the next poll. */
    while (read(wake_pipe[0], bytes, sizeof(bytes)) > 0)
        ;
    if (wake_child) {
        wake_child = 0;
        came |= WAKE_CHILD;
    }
    if (wake_stop) {
        wake_stop = 0;
        came |= WAKE_STOP;
    }
    return came;
}
