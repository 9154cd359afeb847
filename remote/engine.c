#include "remote/engine.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXED_ARGS 10

/* shim --run DIR --lock FILE --cwd DIR --max-spool N -- agent... */
static char **shim_argv(const struct engine_start *start, char *max_spool)
{
    const char *fixed[] = {start->shim, "--run",    start->folder, "--lock",  start->lock,
                           "--cwd",     start->cwd, "--max-spool", max_spool, "--"};
    size_t count = 0;
    char **argv;

    while (start->agent[count] != NULL)
        count++;
    argv = mem_new(FIXED_ARGS + count + 1, sizeof(*argv));
    memcpy(argv, fixed, sizeof(fixed));
    memcpy(argv + FIXED_ARGS, start->agent, count * sizeof(*argv));
    return argv;
}

/* In the second child: only async-signal-safe calls, the daemon has threads. */
static void become_shim(const struct engine_start *start, char **argv, int log, int null,
                        int report)
{
    sigset_t none;
    int why;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setsid();
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    if (start->environment != NULL)
        execve(argv[0], argv, start->environment);
    else
        execv(argv[0], argv);
    why = errno;
    fd_write_all(report, &why, sizeof(why));
    _exit(127);
}

int engine_start(const struct engine_start *start, struct err *err)
{
    char *max_spool = mem_printf("%lld", (long long)start->max_spool);
    char *log_path = paths_join(start->folder, "shim.log"), **argv = shim_argv(start, max_spool);
    int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC), report[2] = {-1, -1}, why = 0, rc = 0;
    pid_t child = -1;

    if (log < 0 || null < 0 || fd_pipe(report) != 0 || (child = fork()) < 0) {
        rc = err_set(err, ERR_STORAGE, "%s: cannot start the run: %s", start->folder,
                     strerror(errno));
        goto done;
    }
    if (child == 0) {
        pid_t grandchild = fork();

        if (grandchild == 0)
            become_shim(start, argv, log, null, report[1]);
        _exit(grandchild < 0 ? 1 : 0);
    }
    fd_close(&report[1]);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    if (fd_read_all(report[0], &why, sizeof(why)) == (ssize_t)sizeof(why)) {
        err_set(err, ERR_RUNNER, "%s: %s", start->shim, strerror(why));
        rc = err_next(err, "install the runner again, or set CCR_SHIM");
    }
done:
    fd_close(&log);
    fd_close(&null);
    fd_close(&report[0]);
    fd_close(&report[1]);
    free(argv);
    free(log_path);
    free(max_spool);
    return rc;
}
