#include "tui/net/exec.h"

#include "protocol/base/mem.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"
#include "tui/net/feed.h"
#include "tui/net/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK_SIZE (128 * 1024)
#define PATIENCE   2000 /* ms from one way of ending the child to the next */

/* One child and the two threads that see to it: one waits for its end, the other keeps
 * its stderr and ends it when the transport is gone. Whoever leaves last frees it. */
struct child {
    pthread_mutex_t lock;
    int references;
    pid_t pid;
    bool gone; /* reaped: the pid may be somebody else's */
    int status;
    int errors;  /* the child's stderr, for the keeper */
    int news[2]; /* a byte 'x': the child is gone; 'c': the transport is */
    struct feed *feed;
    char *name;
    char *not_found;
    struct tail tail;
};

static void child_leave(struct child *child)
{
    bool last;

    pthread_mutex_lock(&child->lock);
    last = --child->references == 0;
    pthread_mutex_unlock(&child->lock);
    if (!last)
        return;
    fd_close(&child->errors);
    fd_close(&child->news[0]);
    fd_close(&child->news[1]);
    pthread_mutex_destroy(&child->lock);
    free(child->name);
    free(child->not_found);
    free(child);
}

static void child_tell(struct child *child, char news)
{
    ssize_t n;

    do
        n = write(child->news[1], &news, 1);
    while (n < 0 && errno == EINTR);
}

static void *wait_for_child(void *data)
{
    struct child *child = data;
    siginfo_t info;
    int status = -1;

    while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
        ;
    pthread_mutex_lock(&child->lock);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        ;
    child->gone = true;
    child->status = status;
    pthread_mutex_unlock(&child->lock);
    child_tell(child, 'x');
    child_leave(child);
    return NULL;
}

static void child_signal(struct child *child, int signal)
{
    pthread_mutex_lock(&child->lock);
    if (!child->gone)
        kill(child->pid, signal);
    pthread_mutex_unlock(&child->lock);
}

/* Keeps what is there of the child's stderr; false at its end. */
static bool keep_errors(struct child *child)
{
    char chunk[1024];
    ssize_t n;

    while ((n = read(child->errors, chunk, sizeof(chunk))) > 0)
        tail_add(&child->tail, chunk, (size_t)n);
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static void child_report(struct child *child)
{
    struct err err;
    int status = child->status;
    char signal[16] = "";

    keep_errors(child);
    if (WIFSIGNALED(status))
        snprintf(signal, sizeof(signal), "%d", WTERMSIG(status));
    tail_explain(&child->tail, child->name, WIFEXITED(status) ? WEXITSTATUS(status) : -1, signal,
                 child->not_found, &err);
    feed_end(child->feed, &err);
}

/* Keeps the child's stderr until it is gone. Once the transport is freed (or cancelled),
 * it is told to leave with growing emphasis. */
static void *keep_child(void *data)
{
    static const int emphasis[] = {SIGTERM, SIGKILL};
    struct child *child = data;
    struct pollfd wait[2] = {{.fd = child->news[0], .events = POLLIN},
                             {.fd = child->errors, .events = POLLIN}};
    int64_t deadline = 0;
    size_t step = 0;

    for (bool gone = false; !gone;) {
        int64_t left = deadline - clock_steady_ms();
        char news;

        if (deadline != 0 && left <= 0 && step < 2) {
            child_signal(child, emphasis[step++]);
            deadline = step < 2 ? clock_steady_ms() + PATIENCE : 0;
            continue;
        }
        poll(wait, 2, deadline != 0 ? (int)left : -1);
        if (wait[1].revents != 0 && !keep_errors(child))
            wait[1].fd = -1;
        if (wait[0].revents == 0 || read(child->news[0], &news, 1) != 1)
            continue;
        gone = news == 'x';
        if (news == 'c' && deadline == 0 && step == 0)
            deadline = clock_steady_ms() + PATIENCE;
    }
    child_report(child);
    feed_leave(child->feed);
    child_leave(child);
    return NULL;
}

static bool exec_next(void *data, struct transport_event *ret_event)
{
    struct child *child = data;

    return feed_next(child->feed, ret_event);
}

static void exec_answer(void *data, const char *text)
{
    struct child *child = data;

    feed_answer(child->feed, text);
}

static void exec_cancel(void *data)
{
    struct child *child = data;

    child_signal(child, SIGTERM);
    child_tell(child, 'c');
}

static void exec_free(void *data)
{
    struct child *child = data;

    child_tell(child, 'c');
    feed_close(child->feed);
    child_leave(child);
}

static const struct transport_ops exec_ops = {
    .next = exec_next, .answer = exec_answer, .cancel = exec_cancel, .free = exec_free};

/* In the child after fork: only what is safe there beside the parent's threads. */
static void become(const char *const argv[], int stream, int errors)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t none;
    const char *reason;
    int status;

    sigemptyset(&none);
    sigaction(SIGPIPE, &usual, NULL);
    setsid();
    if (dup2(stream, STDIN_FILENO) < 0 || dup2(stream, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(126);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(argv[0], (char *const *)argv);
    status = errno == ENOENT ? 127 : 126;
    reason = status == 127 ? "not found\n" : "cannot be executed\n";
    if (write(STDERR_FILENO, reason, strlen(reason)) < 0)
        _exit(126);
    _exit(status);
}

/* A descriptor above the three that the child gets anew. */
static int above_stdio(int *fd)
{
    int higher;

    if (*fd > STDERR_FILENO)
        return 0;
    higher = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    fd_close(fd);
    *fd = higher;
    return higher < 0 ? -1 : 0;
}

/* Starts the program with its end of the stream and of the pipe, which are closed here. */
static int child_fork(struct child *child, const char *const argv[], int *stream, int *errors,
                      struct err *err)
{
    int rc = 0;

    if (above_stdio(stream) != 0 || above_stdio(errors) != 0 || (child->pid = fork()) < 0)
        rc = err_set(err, ERR_FAILED, "%s: cannot be started: %s", argv[0], strerror(errno));
    else if (child->pid == 0)
        become(argv, *stream, *errors);
    fd_close(stream);
    fd_close(errors);
    return rc;
}

/* The two threads; without them the child is ended here. */
static int child_watch(struct child *child, struct err *err)
{
    int rc = feed_start_thread(wait_for_child, child, STACK_SIZE, err);

    if (rc < 0) {
        kill(child->pid, SIGKILL);
        waitpid(child->pid, NULL, 0);
        child_leave(child);
        child_leave(child);
        feed_leave(child->feed);
        return rc;
    }
    rc = feed_start_thread(keep_child, child, STACK_SIZE, err);
    if (rc < 0) {
        child_signal(child, SIGKILL);
        child_leave(child);
        feed_leave(child->feed);
    }
    return rc;
}

struct transport *transport_exec_new(const char *const argv[], const char *not_found,
                                     struct err *err)
{
    struct child *child = mem_new(1, sizeof(*child));
    int stream[2] = {-1, -1}, errors[2] = {-1, -1};

    pthread_mutex_init(&child->lock, NULL);
    child->references = 1;
    child->errors = child->news[0] = child->news[1] = -1;
    child->name = mem_dup(argv[0]);
    child->not_found = mem_dup(not_found);
    child->feed = feed_new(err);
    if (child->feed == NULL)
        goto fail;
    if (fd_socketpair(stream) != 0 || fd_pipe(errors) != 0 || fd_pipe(child->news) != 0 ||
        fd_set_nonblocking(stream[0], true) != 0 || fd_set_nonblocking(errors[0], true) != 0) {
        err_set(err, ERR_FAILED, "no descriptors left to start %s", argv[0]);
        goto fail_feed;
    }
    child->errors = errors[0];
    errors[0] = -1;
    if (child_fork(child, argv, &stream[1], &errors[1], err) < 0)
        goto fail_feed;
    feed_open(child->feed, "");
    child->references = 3;
    if (child_watch(child, err) == 0)
        return transport_new(&exec_ops, child, stream[0], feed_event_fd(child->feed));
    goto fail_close;
fail_feed:
    feed_leave(child->feed);
fail_close:
    feed_close(child->feed);
fail:
    for (int i = 0; i < 2; i++) {
        fd_close(&stream[i]);
        fd_close(&errors[i]);
    }
    child_leave(child);
    return NULL;
}
