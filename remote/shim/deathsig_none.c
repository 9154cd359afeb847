#include "remote/shim/deathsig.h"

#include <unistd.h>

int deathsig_arm(pid_t parent, int sig)
{
    (void)sig;
    return getppid() == parent ? 0 : -1;
}
