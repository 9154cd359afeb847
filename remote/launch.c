#include "remote/launch.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define REASON_MAX 4096

static void become_daemon(const char *self, const char *state, int log)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    setsid();
    if (fork() != 0)
        _exit(0);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    if (chdir(state) != 0)
        _exit(127);
    execl(self, self, "daemon", (char *)NULL);
    _exit(127);
}

int launch_daemon(const char *self, const char *state, struct err *err)
{
    char *path;
    int log, rc = paths_private_folder(state, err);
    pid_t child;

    if (rc < 0)
        return rc;
    path = paths_join(state, "daemon.err");
    log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (log < 0)
        return err_set(err, ERR_STORAGE, "%s: %s", state, strerror(errno));
    child = fork();
    if (child == 0)
        become_daemon(self, state, log);
    fd_close(&log);
    if (child < 0)
        return err_set(err, ERR_RUNNER, "cannot start the daemon: %s", strerror(errno));
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    return 0;
}

void launch_reason(const char *state, struct err *err)
{
    char *path = paths_join(state, "daemon.err"), *end, *last;
    struct buf text, shown;

    buf_init(&text, REASON_MAX);
    buf_init(&shown, REASON_MAX * 8);
    fd_read_file(path, REASON_MAX, &text, NULL);
    while (text.len > 0 && text.data[text.len - 1] == '\n')
        buf_truncate(&text, text.len - 1);
    end = text.len > 0 ? strrchr(text.data, '\n') : NULL;
    last = end != NULL ? end + 1 : (char *)buf_text(&text);
    utf8_printable(&shown, last, strlen(last), false);
    err_set(err, ERR_RUNNER, "the daemon did not come up%s%s", shown.len > 0 ? ": " : "",
            buf_text(&shown));
    err_next(err, "look at %s", path);
    buf_done(&text);
    buf_done(&shown);
    free(path);
}
