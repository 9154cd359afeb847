/*
 * ccr-shim: starts one agent, and is the durable pipe between it and a run's folder. It outlives
 * the daemon that started it and knows nothing of what it carries.
 */

#include "protocol/sys/birth.h"
#include "remote/shim/agent.h"
#include "remote/shim/ending.h"
#include "remote/shim/fds.h"
#include "remote/shim/lock.h"
#include "remote/shim/pump.h"
#include "remote/shim/spool.h"
#include "remote/shim/wake.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHIM_RAN = 0, SHIM_NOT_STARTED = 1, SHIM_USAGE = 2 };

struct options {
    const char *run;
    const char *lock;
    uint64_t max_spool;
    struct agent_plan plan;
};

static struct pump shim_pump;

static int usage(const char *problem)
{
    dprintf(2, "ccr-shim: %s; see ccr-shim --help\n", problem);
    return SHIM_USAGE;
}

static int parse_bytes(const char *text, uint64_t *ret_bytes)
{
    char *end;
    uintmax_t bytes;

    if (*text < '0' || *text > '9')
        return -1;
    errno = 0;
    bytes = strtoumax(text, &end, 10);
    if (errno || *end || bytes == 0 || bytes > (uintmax_t)INT64_MAX)
        return -1;
    *ret_bytes = (uint64_t)bytes;
    return 0;
}

/* Returns 0, or the usage that was wrong as an exit status. */
static int parse(int argc, char **argv, struct options *ret_options)
{
    struct options options;
    int i;

    memset(&options, 0, sizeof(options));
    for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i += 2) {
        const char *value = argv[i + 1];

        if (!value)
            return usage("an option lacks its value");
        if (strcmp(argv[i], "--run") == 0)
            options.run = value;
        else if (strcmp(argv[i], "--lock") == 0)
            options.lock = value;
        else if (strcmp(argv[i], "--cwd") == 0)
            options.plan.cwd = value;
        else if (strcmp(argv[i], "--max-spool") != 0)
            return usage("unknown option");
        else if (parse_bytes(value, &options.max_spool) != 0)
            return usage("--max-spool takes a number of bytes above 0");
    }
    if (i + 1 >= argc)
        return usage("no program after --");
    if (!options.run || !options.lock || !options.plan.cwd)
        return usage("--run, --lock and --cwd are needed");
    options.plan.argv = argv + i + 1;
    *ret_options = options;
    return 0;
}

/* "NAME PID START BOOT\n"; START is 0 and BOOT is "-" where the system does not tell. */
static void birth_line(char *line, size_t size, const char *name, pid_t pid)
{
    char boot[BIRTH_BOOT_SIZE] = "-";
    uint64_t start = 0;

    birth_of(pid, &start);
    birth_boot(boot);
    snprintf(line, size, "%s %ld %" PRIu64 " %s\n", name, (long)pid, start, boot);
}

static int write_pids(struct spool *spool, pid_t agent)
{
    char text[256];

    birth_line(text, sizeof(text), "shim", getpid());
    birth_line(text + strlen(text), sizeof(text) - strlen(text), "agent", agent);
    return spool_pids(spool, text);
}

static int fail(struct ending *ret_ending, const char *what, int r)
{
    ending_failed(ret_ending, what, strerror(-r));
    return -1;
}

/* Everything up to a running agent. Returns 0, or -1 with *ret_ending: then nothing runs. */
static int start(const struct options *options, struct spool *spool, struct agent *agent,
                 int *ret_wake, struct ending *ret_ending)
{
    const char *what;
    int lock, errnum, r;

    if ((r = wake_init(ret_wake)) < 0)
        return fail(ret_ending, "signals", r);
    if ((r = spool_open(spool, options->run, options->max_spool, &what)) < 0)
        return fail(ret_ending, what, r);
    /* The session's id is the shim's pid: so the daemon finds all that runs in it. To lead one
     * already is fine; to lead only a group is not, and setsid refuses that. */
    if (setsid() < 0 && getsid(0) != getpid())
        return fail(ret_ending, "setsid", -errno);
    if ((r = lock_take(options->lock, &lock)) == -EWOULDBLOCK) {
        ending_locked(ret_ending);
        return -1;
    }
    if (r < 0)
        return fail(ret_ending, "lock", r);
    if ((r = agent_fork(agent, &options->plan)) < 0)
        return fail(ret_ending, "fork", r);
    /* All paths given are open, or the child's to open: the shim keeps no folder busy. */
    if (chdir("/") != 0)
        return fail(ret_ending, "chdir", -errno);
    if ((r = write_pids(spool, agent->pid)) < 0)
        return fail(ret_ending, "pids", r);

    switch (agent_go(agent, &errnum)) {
    case AGENT_RUNS:
        return 0;
    case AGENT_NOCWD:
        ending_nocwd(ret_ending, errnum);
        break;
    case AGENT_NOEXEC:
        ending_noexec(ret_ending, errnum);
        break;
    case AGENT_FAILED:
        ending_failed(ret_ending, "agent", strerror(errnum));
        break;
    }
    return -1;
}

/* The folder's last word must get onto the disk, however long that takes; a folder that was removed
 * under the shim needs none. */
static void finish(struct spool *spool, const struct ending *ending)
{
    int r;

    while ((r = spool_exit(spool, ending->line)) < 0 && r != -ENOENT)
        poll(NULL, 0, PUMP_RETRY_MS);
}

static int run(const struct options *options)
{
    struct ending ending;
    struct spool spool;
    struct agent agent;
    int wake, status = SHIM_NOT_STARTED;

    spool_init(&spool);
    agent_init(&agent);
    if (start(options, &spool, &agent, &wake, &ending) == 0) {
        status = SHIM_RAN;
        fds_null();
        pump_init(&shim_pump, &spool, &agent, wake);
        pump_run(&shim_pump, &ending);
    } else {
        dprintf(2, "ccr-shim: %s", ending.line);
    }
    agent_done(&agent);
    if (spool_claimed(&spool))
        finish(&spool, &ending);
    spool_close(&spool);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    int r;

    fds_tidy();
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        dprintf(1, "ccr-shim %s\n", PACKAGE_VERSION);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        dprintf(1,
                "usage: ccr-shim --run DIR --lock FILE --cwd DIR [--max-spool BYTES] "
                "-- PROGRAM [ARG...]\n"
                "Starts PROGRAM and pumps between it and the files of DIR. Used by ccr-remote.\n");
        return 0;
    }
    r = parse(argc, argv, &options);
    if (r != 0)
        return r;
    options.plan.umask = umask(S_IRWXG | S_IRWXO);
    return run(&options);
}
