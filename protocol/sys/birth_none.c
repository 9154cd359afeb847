#include "protocol/sys/birth.h"

#include <errno.h>
#include <signal.h>

int birth_of(pid_t pid, uint64_t *ret_start)
{
    (void)ret_start;
    if (pid <= 0)
        return BIRTH_GONE;
    return kill(pid, 0) < 0 && errno == ESRCH ? BIRTH_GONE : BIRTH_UNKNOWN;
}

int birth_boot(char ret_id[BIRTH_BOOT_SIZE])
{
    (void)ret_id;
    return BIRTH_UNKNOWN;
}
