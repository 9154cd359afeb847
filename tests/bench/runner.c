#include "tests/bench/runner.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/sys/birth.h"
#include "protocol/sys/fd.h"
#include "tests/bench/caller.h"
#include "tests/bench/stopwatch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_MS 20000
#define PIDS_MAX    512

static const char *const xdg[] = {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
                                  "XDG_DATA_HOME",   "HOME",           "CLAUDE_CONFIG_DIR"};

/* A program of the build, absolute; NULL with an error that says how to name it. */
static char *program(const char *variable, const char *name, struct err *err)
{
    const char *told = getenv(variable);
    char *path = realpath(told != NULL ? told : name, NULL);

    if (path == NULL || access(path, X_OK) != 0) {
        err_set(err, ERR_NOT_FOUND, "no program %s", told != NULL ? told : name);
        err_next(err, "run this in the build folder, or set %s", variable);
        free(path);
        return NULL;
    }
    return path;
}

static int make_folders(struct runner *runner, struct err *err)
{
    const char *base = getenv("TMPDIR");
    int rc = 0;

    runner->folder = mem_printf("%s/ccr-bench-XXXXXX", base != NULL ? base : P_tmpdir);
    if (mkdtemp(runner->folder) == NULL) {
        rc = err_set(err, ERR_STORAGE, "%s: %s", runner->folder, strerror(errno));
        free(runner->folder);
        runner->folder = NULL;
        return rc;
    }
    for (size_t i = 0; rc == 0 && i < sizeof(xdg) / sizeof(xdg[0]); i++) {
        char *path = mem_printf("%s/%s", runner->folder, xdg[i]);

        rc = fd_make_folder(path, 0700, err);
        setenv(xdg[i], path, 1);
        free(path);
    }
    runner->project = mem_printf("%s/project", runner->folder);
    runner->state = mem_printf("%s/XDG_STATE_HOME/ccr", runner->folder);
    return rc == 0 ? fd_make_folder(runner->project, 0700, err) : rc;
}

static int write_config(const struct runner *runner, int slots, struct err *err)
{
    char *folder = mem_printf("%s/XDG_CONFIG_HOME/ccr", runner->folder);
    char *path = mem_printf("%s/config", folder);
    char *text =
        mem_printf("[agent]\n\tcommand = %s\n[queue]\n\tslots = %d\n", runner->agent, slots);
    int rc = fd_make_folder(folder, 0700, err);

    if (rc == 0)
        rc = fd_replace_file(path, text, strlen(text), 0600, err);
    free(text);
    free(path);
    free(folder);
    return rc;
}

static int make_stamps(struct runner *runner, struct err *err)
{
    char *path = mem_printf("%s/stamps", runner->folder);
    int rc = 0;

    /* Read-write, so that the opening waits for nobody and the end of an agent is no end of file.
     */
    if (mkfifo(path, 0600) != 0 || (runner->stamps = open(path, O_RDWR | O_CLOEXEC)) < 0)
        rc = err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    setenv("CCR_BENCH_STAMPS", path, 1);
    free(path);
    return rc;
}

static bool listens(const struct runner *runner)
{
    struct caller caller;
    bool open = caller_open(&caller, runner, CALLER_SOCKET, NULL) == 0;

    caller_close(&caller);
    return open;
}

static int start_daemon(struct runner *runner, struct err *err)
{
    int64_t from = stopwatch_ns();

    runner->daemon = fork();
    if (runner->daemon == 0) {
        execl(runner->serve, runner->serve, "daemon", (char *)NULL);
        _exit(127);
    }
    if (runner->daemon < 0)
        return err_set(err, ERR_FAILED, "fork: %s", strerror(errno));
    while (!listens(runner)) {
        if (waitpid(runner->daemon, NULL, WNOHANG) == runner->daemon) {
            runner->daemon = -1;
            return err_set(err, ERR_RUNNER, "%s: the daemon ended", runner->serve);
        }
        if (stopwatch_ms_since(from) > DEADLINE_MS)
            return err_set(err, ERR_RUNNER, "%s: the daemon does not listen", runner->serve);
        stopwatch_rest();
    }
    return 0;
}

int runner_start(struct runner *runner, int slots, struct err *err)
{
    char *shim;
    int rc = 0;

    *runner = (struct runner){.daemon = -1, .stamps = -1};
    signal(SIGPIPE, SIG_IGN);
    runner->serve = program("CCR_REMOTE", "ccr-remote", err);
    shim = program("CCR_SHIM", "ccr-shim", err);
    runner->agent = program("CCR_BENCH_AGENT", "tests/bench/agent", err);
    if (runner->serve == NULL || shim == NULL || runner->agent == NULL)
        rc = -ERR_NOT_FOUND;
    else
        setenv("CCR_SHIM", shim, 1);
    if (rc == 0)
        rc = make_folders(runner, err);
    if (rc == 0)
        rc = write_config(runner, slots, err);
    if (rc == 0)
        rc = make_stamps(runner, err);
    if (rc == 0)
        rc = start_daemon(runner, err);
    free(shim);
    return rc;
}

int runner_next_start(struct runner *runner, int64_t *ret_ns, struct err *err)
{
    struct pollfd wait = {.fd = runner->stamps, .events = POLLIN};

    if (poll(&wait, 1, DEADLINE_MS) != 1 ||
        fd_read_all(runner->stamps, ret_ns, sizeof(*ret_ns)) != (ssize_t)sizeof(*ret_ns))
        return err_set(err, ERR_FAILED, "no agent was started");
    return 0;
}

/* True while the process is there that the run's file `pids` means. */
static bool is_alive(long pid, unsigned long long born)
{
    uint64_t birth;

    return birth_of((pid_t)pid, &birth) == 0 && birth == born;
}

/* True while the run's shim lives; its agent is -1 once it has ended. */
static bool read_pids(const char *folder, pid_t *ret_shim, pid_t *ret_agent)
{
    char *path = mem_printf("%s/pids", folder);
    unsigned long long shim_birth, agent_birth;
    long shim, agent;
    struct buf text;
    bool lives;

    buf_init(&text, PIDS_MAX);
    lives = fd_read_file(path, PIDS_MAX, &text, NULL) == 0 &&
            sscanf(buf_text(&text), "shim %ld %llu %*s agent %ld %llu", &shim, &shim_birth, &agent,
                   &agent_birth) == 4 &&
            is_alive(shim, shim_birth);
    if (lives) {
        *ret_shim = (pid_t)shim;
        *ret_agent = is_alive(agent, agent_birth) ? (pid_t)agent : -1;
    }
    buf_done(&text);
    free(path);
    return lives;
}

int runner_each(const struct runner *runner, runner_run *run, void *context)
{
    char *runs = mem_printf("%s/runs", runner->state);
    DIR *dir = opendir(runs);
    struct dirent *entry;
    int count = 0;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char *folder = mem_printf("%s/%s", runs, entry->d_name);
        pid_t shim, agent;

        if (entry->d_name[0] != '.' && read_pids(folder, &shim, &agent)) {
            if (run != NULL)
                run(folder, shim, agent, context);
            count++;
        }
        free(folder);
    }
    if (dir != NULL)
        closedir(dir);
    free(runs);
    return count;
}

static void end_agent(const char *folder, pid_t shim, pid_t agent, void *context)
{
    (void)folder;
    (void)shim;
    (void)context;
    if (agent > 0)
        kill(agent, SIGKILL);
}

void runner_end(struct runner *runner)
{
    int64_t from = stopwatch_ns();

    while (runner->state != NULL && runner_each(runner, end_agent, NULL) > 0 &&
           stopwatch_ms_since(from) < DEADLINE_MS)
        stopwatch_rest();
    if (runner->daemon > 0) {
        kill(runner->daemon, SIGTERM);
        waitpid(runner->daemon, NULL, 0);
    }
    fd_close(&runner->stamps);
    if (runner->folder != NULL)
        fd_remove_tree(runner->folder, NULL);
    free(runner->folder);
    free(runner->state);
    free(runner->project);
    free(runner->serve);
    free(runner->agent);
    *runner = (struct runner){.daemon = -1, .stamps = -1};
}
