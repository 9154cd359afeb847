#ifndef CCR_PROTOCOL_SYS_BIRTH_H
#define CCR_PROTOCOL_SYS_BIRTH_H

/*
 * When a process was born, and in which boot: together with its pid this names one process for
 * good, while a pid alone is given out again. libc only, so that the shim (which writes these
 * down) and the daemon (which compares them before it sends a signal) use the same code.
 *
 * One of birth_procfs.c (Linux, Android), birth_sysctl.c (macOS) or birth_none.c is compiled in.
 */

#include <stdint.h>
#include <sys/types.h>

/* A boot id is 36 characters (a UUID) and a NUL. */
#define BIRTH_BOOT_SIZE 37

enum {
    BIRTH_GONE = -1,   /* no process has this pid */
    BIRTH_ZOMBIE = -2, /* it has ended and only waits for its parent */
    BIRTH_UNKNOWN = -3 /* it may exist; this system does not tell when it started */
};

/*
 * The start time of a process. The unit is the platform's own (clock ticks since boot, or
 * microseconds since 1970): compare it for equality, and only within one boot. exec keeps it.
 * Returns 0, or one of the codes above, and then *ret_start is untouched.
 */
int birth_of(pid_t pid, uint64_t *ret_start);

/*
 * The id of the running boot, NUL-terminated. Returns 0, or BIRTH_UNKNOWN where there is none, and
 * then ret_id is untouched.
 */
int birth_boot(char ret_id[BIRTH_BOOT_SIZE]);

#endif
