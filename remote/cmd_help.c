#include "remote/cmd.h"

#include <stdio.h>

int cmd_help(const char *program, int argc, char **argv)
{
    (void)program;
    (void)argc;
    (void)argv;
    fputs(
        "ccr-remote runs Claude Code for ccr on this machine.\n"
        "\n"
        "  ccr-remote serve [--scope read|answer|full] [--as NAME]\n"
        "      Connects a client on standard input and output with the daemon, which is started\n"
        "      when it does not run. The scope is the most that the client may do: read lists and\n"
        "      shows, answer also answers what Claude asks, full does everything. For a forced\n"
        "      command in authorized_keys.\n"
        "  ccr-remote daemon [--foreground]\n"
        "      Runs the daemon. One runs for each user; a second one leaves at once.\n"
        "  ccr-remote --version, ccr-remote --help\n"
        "\n"
        "ccr-remote(1) has the files and the environment.\n",
        stdout);
    return 0;
}
