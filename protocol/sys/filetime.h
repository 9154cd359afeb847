/*
 * When a file last changed, finer than a second: POSIX and macOS spell that member differently.
 * One of filetime_mtim.c and filetime_mtimespec.c is built.
 */
#ifndef CCR_SYS_FILETIME_H
#define CCR_SYS_FILETIME_H

#include <stdint.h>
#include <sys/stat.h>

/* The modification time in milliseconds since 1970. */
int64_t filetime_ms(const struct stat *status);

#endif
