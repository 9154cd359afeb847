/* The member is hidden under plain POSIX. */
#define _DARWIN_C_SOURCE 1

#include "protocol/sys/filetime.h"

int64_t filetime_ms(const struct stat *status)
{
    return (int64_t)status->st_mtimespec.tv_sec * 1000 + status->st_mtimespec.tv_nsec / 1000000;
}
