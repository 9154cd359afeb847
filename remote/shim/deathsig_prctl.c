#include "remote/shim/deathsig.h"

#include <sys/prctl.h>
#include <unistd.h>

int deathsig_arm(pid_t parent, int sig)
{
    if (prctl(PR_SET_PDEATHSIG, (unsigned long)sig, 0UL, 0UL, 0UL) != 0)
        return -1;
    /* Only after the request: a parent that died before it sends nothing. */
    return getppid() == parent ? 0 : -1;
}
