#include "remote/shim/ending.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

__attribute__((format(printf, 2, 3))) static void ending_set(struct ending *ending,
                                                             const char *format, ...)
{
    size_t length;
    va_list args;

    va_start(args, format);
    vsnprintf(ending->line, sizeof(ending->line) - 1, format, args);
    va_end(args);
    length = strlen(ending->line);
    memcpy(ending->line + length, "\n", 2);
}

void ending_status(struct ending *ending, int status)
{
    if (WIFSIGNALED(status))
        ending_set(ending, "signal %d", WTERMSIG(status));
    else
        ending_set(ending, "exit %d", WEXITSTATUS(status));
}

void ending_locked(struct ending *ending)
{
    ending_set(ending, "locked");
}

void ending_nocwd(struct ending *ending, int errnum)
{
    ending_set(ending, "nocwd %d %s", errnum, strerror(errnum));
}

void ending_noexec(struct ending *ending, int errnum)
{
    ending_set(ending, "noexec %d %s", errnum, strerror(errnum));
}

void ending_failed(struct ending *ending, const char *what, const char *text)
{
    ending_set(ending, "failed %s: %s", what, text);
}
