#include "tui/cli/run.h"
#include "tui/cli/terminal.h"

#include "protocol/base/str.h"

#include <string.h>

/* Verbs that work without the configuration, so that they do when it is wrong. */
static bool needs_configuration(const struct verb *verb)
{
    return verb->run != run_help && verb->run != run_version && verb->run != run_completion &&
           verb->run != run_man;
}

static int open_screen(struct cli *cli, struct err *err)
{
    if (cli->program->screen == NULL) {
        err_set(err, ERR_INVALID, "a verb is missing, and this build has no screen");
        return err_next(err, "try: %s help", cli->name);
    }
    return cli->program->screen(cli);
}

static int run_verb(struct cli *cli, struct args *args, struct err *err)
{
    const struct verb *verb = args->verb;
    int rc;

    if (args->version)
        return run_version(cli, args, err);
    if (args->help && verb != NULL) {
        help_print(cli, verb);
        return 0;
    }
    if (args->help)
        return run_help(cli, args, err);
    if ((verb == NULL || needs_configuration(verb)) && (rc = cli_configure(cli, err)) < 0)
        return rc;
    if (verb == NULL) {
        rc = cli_pick_host(cli, args->host, err);
        return rc < 0 ? rc : open_screen(cli, err);
    }
    cli->json = verb->json && args_given(args, "json");
    return verb->run(cli, args, err);
}

int cli_main(const struct cli_program *program, int argc, char **argv)
{
    const char *slash = strrchr(program->argv0, '/');
    struct cli cli = {.program = program,
                      .name = slash != NULL ? slash + 1 : program->argv0,
                      .interrupt_fd = terminal_catch_interrupt()};
    struct err err = {.code = ERR_NONE};
    struct args args;
    int rc;

    host_init(&cli.host);
    rc = args_parse(argc, argv, &args, &err);
    cli.verbose = args.verbose;
    if (rc == 0)
        rc = run_verb(&cli, &args, &err);
    if (rc >= 0 && output_flush(&err) < 0)
        rc = -(int)err.code;
    cli_done(&cli);
    if (rc < 0)
        output_error(cli.name, &err);
    return rc < 0 ? err_exit_status(err.code) : rc;
}
