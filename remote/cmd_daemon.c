#include "remote/cmd.h"

#include "remote/daemon/daemon.h"
#include "remote/daemon/settings.h"
#include "remote/report.h"

#include "protocol/sys/config.h"
#include "protocol/sys/log.h"
#include "protocol/sys/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void open_log(const struct config *config, bool foreground)
{
    char *state = settings_state_folder(config), *path = paths_join(state, "daemon.log");

    log_open(foreground ? NULL : path,
             config_truth(config, "log.debug", false) ? LOG_DEBUG : LOG_INFO);
    free(path);
    free(state);
}

int cmd_daemon(const char *program, int argc, char **argv)
{
    bool foreground = argc == 2 && strcmp(argv[1], "--foreground") == 0;
    char *path;
    struct config *config;
    struct err err;
    int rc;

    if (argc > 1 && !foreground) {
        fprintf(stderr, "ccr-remote daemon: unknown option; usage: ccr-remote daemon"
                        " [--foreground]\n");
        return 2;
    }
    path = paths_config_file();
    rc = config_open(path, &config, &err);
    free(path);
    if (rc < 0)
        return report_error(&err);
    open_log(config, foreground);
    rc = daemon_run(program, config, &err);
    config_free(config);
    log_close();
    /* Another daemon was first: that is what the caller wanted. */
    if (rc == -ERR_CONFLICT)
        return 0;
    return rc < 0 ? report_error(&err) : 0;
}
