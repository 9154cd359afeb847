#include "remote/shim/agent.h"

#include "remote/shim/deathsig.h"
#include "remote/shim/fds.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Beyond the last signal of any system served; sigaction refuses the numbers that are none. */
enum { AGENT_SIGNALS_END = 65 };

enum { AGENT_PIPES = 5 };
enum { PIPE_IN, PIPE_OUT, PIPE_ERR, PIPE_GATE, PIPE_REPORT };

struct agent_complaint {
    int start; /* enum agent_start */
    int error;
};

void agent_init(struct agent *agent)
{
    memset(agent, 0, sizeof(*agent));
    agent->in = agent->out = agent->err = agent->gate = agent->report = -1;
}

static void agent_complain(int report, enum agent_start start)
{
    struct agent_complaint complaint = {(int)start, errno};
    ssize_t n = write(report, &complaint, sizeof(complaint));

    (void)n;
    _exit(127);
}

static void agent_reset_signals(void)
{
    struct sigaction action;
    sigset_t none;

    memset(&action, 0, sizeof(action));
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    for (int sig = 1; sig < AGENT_SIGNALS_END; sig++)
        sigaction(sig, &action, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child, with all signals blocked. Does not return. */
static void agent_become(const struct agent_plan *plan, int pipes[AGENT_PIPES][2], pid_t parent)
{
    int report = pipes[PIPE_REPORT][1];
    char byte;
    ssize_t n;

    /* Else its own copy would keep the gate from ever ending. */
    close(pipes[PIPE_GATE][1]);
    agent_reset_signals();
    if (deathsig_arm(parent, SIGINT) != 0)
        _exit(127);
    if (dup2(pipes[PIPE_IN][0], 0) < 0 || dup2(pipes[PIPE_OUT][1], 1) < 0 ||
        dup2(pipes[PIPE_ERR][1], 2) < 0)
        agent_complain(report, AGENT_FAILED);
    umask(plan->umask);
    if (chdir(plan->cwd) != 0)
        agent_complain(report, AGENT_NOCWD);
    do
        n = read(pipes[PIPE_GATE][0], &byte, 1);
    while (n < 0 && errno == EINTR);
    if (n != 1)
        _exit(127);
    execvp(plan->argv[0], plan->argv);
    agent_complain(report, AGENT_NOEXEC);
}

static int agent_pipes(int pipes[AGENT_PIPES][2])
{
    int r = 0;

    for (int i = 0; i < AGENT_PIPES; i++)
        pipes[i][0] = pipes[i][1] = -1;
    for (int i = 0; i < AGENT_PIPES && r == 0; i++)
        r = fds_pipe(pipes[i]);
    if (r == 0)
        r = fds_nonblock(pipes[PIPE_IN][1]);
    if (r == 0)
        r = fds_nonblock(pipes[PIPE_OUT][0]);
    if (r == 0)
        r = fds_nonblock(pipes[PIPE_ERR][0]);
    return r;
}

static void agent_keep(int *ret_fd, int *end)
{
    *ret_fd = *end;
    *end = -1;
}

int agent_fork(struct agent *agent, const struct agent_plan *plan)
{
    int pipes[AGENT_PIPES][2];
    sigset_t all, before;
    pid_t parent = getpid(), pid;
    int r = agent_pipes(pipes);

    if (r < 0)
        goto out;
    /* The shim's handlers must not run in the child. */
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid = fork();
    if (pid == 0)
        agent_become(plan, pipes, parent);
    if (pid < 0)
        r = -errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (r < 0)
        goto out;
    agent->pid = pid;
    agent_keep(&agent->in, &pipes[PIPE_IN][1]);
    agent_keep(&agent->out, &pipes[PIPE_OUT][0]);
    agent_keep(&agent->err, &pipes[PIPE_ERR][0]);
    agent_keep(&agent->gate, &pipes[PIPE_GATE][1]);
    agent_keep(&agent->report, &pipes[PIPE_REPORT][0]);
out:
    for (int i = 0; i < AGENT_PIPES; i++) {
        fds_close(&pipes[i][0]);
        fds_close(&pipes[i][1]);
    }
    return r;
}

enum agent_start agent_go(struct agent *agent, int *ret_errno)
{
    struct agent_complaint complaint;
    ssize_t n;

    /* A child that complained already has closed its end: the write fails, the report stands. */
    n = write(agent->gate, "", 1);
    fds_close(&agent->gate);
    do
        n = read(agent->report, &complaint, sizeof(complaint));
    while (n < 0 && errno == EINTR);
    fds_close(&agent->report);
    if (n != (ssize_t)sizeof(complaint))
        return AGENT_RUNS;
    *ret_errno = complaint.error;
    return (enum agent_start)complaint.start;
}

void agent_interrupt(struct agent *agent)
{
    if (agent->pid > 0 && !agent->ended)
        kill(agent->pid, SIGINT);
}

bool agent_reap(struct agent *agent)
{
    if (agent->pid > 0 && !agent->ended && waitpid(agent->pid, &agent->status, WNOHANG) > 0)
        agent->ended = true;
    return agent->ended;
}

void agent_done(struct agent *agent)
{
    bool held = agent->gate >= 0;

    fds_close(&agent->in);
    fds_close(&agent->out);
    fds_close(&agent->err);
    fds_close(&agent->gate);
    fds_close(&agent->report);
    if (held && !agent->ended)
        while (waitpid(agent->pid, &agent->status, 0) < 0 && errno == EINTR)
            ;
}
