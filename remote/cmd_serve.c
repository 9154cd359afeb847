#include "remote/cmd.h"

#include "remote/daemon/settings.h"
#include "remote/report.h"
#include "remote/serve.h"

#include "protocol/data/field.h"
#include "protocol/sys/config.h"
#include "protocol/sys/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(const char *what)
{
    fprintf(stderr,
            "ccr-remote serve: %s; usage: ccr-remote serve [--scope read|answer|full]"
            " [--as NAME]\n",
            what);
    return 2;
}

static int run(const char *program, struct serve *serve)
{
    char *path = paths_config_file(), *state, *self;
    struct config *config;
    struct err err;
    int rc;

    if (config_open(path, &config, &err) < 0) {
        free(path);
        return report_error(&err);
    }
    state = settings_state_folder(config);
    self = paths_program(program, CCR_REMOTE_NAME, "CCR_REMOTE");
    serve->state = state;
    serve->self = self != NULL ? self : program;
    serve->build = CCR_BUILD;
    config_free(config);
    rc = serve_run(serve, &err);
    free(self);
    free(state);
    free(path);
    return rc < 0 ? report_error(&err) : 0;
}

int cmd_serve(const char *program, int argc, char **argv)
{
    struct serve serve = {.scope = SCOPE_FULL};

    for (int i = 1; i < argc; i++) {
        bool value = i + 1 < argc;

        if (strcmp(argv[i], "--scope") == 0 && value) {
            int scope = field_word_of(scope_words, argv[++i]);

            if (scope < 0)
                return usage("no such scope");
            serve.scope = (enum scope)scope;
        } else if (strcmp(argv[i], "--as") == 0 && value) {
            serve.name = argv[++i];
        } else {
            return usage("unknown option");
        }
    }
    return run(program, &serve);
}
