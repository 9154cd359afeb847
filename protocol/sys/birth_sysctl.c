/* struct kinfo_proc and sysctl are hidden under plain POSIX. */
#define _DARWIN_C_SOURCE 1

#include "protocol/sys/birth.h"

#include <errno.h>
#include <string.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

int birth_of(pid_t pid, uint64_t *ret_start)
{
    int name[4] = {CTL_KERN, KERN_PROC, KERN_PROC_PID, (int)pid};
    struct kinfo_proc info;
    size_t size = sizeof(info);

    if (pid <= 0)
        return BIRTH_GONE;
    memset(&info, 0, sizeof(info));
    if (sysctl(name, 4, &info, &size, NULL, 0) != 0)
        return errno == ESRCH ? BIRTH_GONE : BIRTH_UNKNOWN;
    if (size == 0)
        return BIRTH_GONE;
    if (info.kp_proc.p_stat == SZOMB)
        return BIRTH_ZOMBIE;
    *ret_start = (uint64_t)info.kp_proc.p_starttime.tv_sec * 1000000 +
                 (uint64_t)info.kp_proc.p_starttime.tv_usec;
    return 0;
}

int birth_boot(char ret_id[BIRTH_BOOT_SIZE])
{
    char text[64] = "";
    size_t size = sizeof(text) - 1;

    if (sysctlbyname("kern.bootsessionuuid", text, &size, NULL, 0) != 0)
        return BIRTH_UNKNOWN;
    if (strlen(text) != BIRTH_BOOT_SIZE - 1)
        return BIRTH_UNKNOWN;
    memcpy(ret_id, text, BIRTH_BOOT_SIZE);
    return 0;
}
