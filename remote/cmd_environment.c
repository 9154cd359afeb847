#include "remote/cmd.h"

#include "remote/daemon/environment.h"

/* Not for people: the login shell runs it when agent.environment is "login". */
int cmd_environment(const char *program, int argc, char **argv)
{
    (void)program;
    (void)argc;
    (void)argv;
    return environment_print();
}
