#include "remote/cmd.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    cmd_fn *run;
} commands[] = {
    {"serve", cmd_serve},     {"daemon", cmd_daemon},     {"environment", cmd_environment},
    {"version", cmd_version}, {"--version", cmd_version}, {"-V", cmd_version},
    {"help", cmd_help},       {"--help", cmd_help},       {"-h", cmd_help},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argv[0], argc - 1, argv + 1);
    fprintf(stderr, "ccr-remote: %s; see ccr-remote --help\n",
            argc > 1 ? "no such command" : "a command is missing");
    return 2;
}
