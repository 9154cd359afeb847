#include "tui/app/app.h"
#include "tui/cli/cli.h"
#include "tui/net/ssh/ssh.h"
#include "tui/term/term.h"

#include <uv.h>

#include <stdio.h>
#include <unistd.h>

static const struct cli_library libraries[] = {
    {"libssh", ssh_library_version},
    {"libuv", uv_version_string},
    {"terminal", term_library_version},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    const struct cli_program program = {
        .argv0 = argc > 0 ? argv[0] : "ccr", .screen = app_run, .libraries = libraries};

    int status = cli_main(&program, argc, argv);

    /* A connection's thread may still be in the resolver or in an agent, which nothing can end;
     * the libraries' exit handlers would free what it works with. */
    fflush(NULL);
    _exit(status);
}
