#include "tui/app/app.h"
#include "tui/cli/cli.h"
#include "tui/net/ssh/ssh.h"

static const struct cli_library libraries[] = {
    {"libssh", ssh_library_version},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    const struct cli_program program = {
        .argv0 = argc > 0 ? argv[0] : "ccr", .screen = app_run, .libraries = libraries};

    return cli_main(&program, argc, argv);
}
