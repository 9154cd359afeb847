/*
 * The names that a static library built with glibc's _FORTIFY_SOURCE calls, for musl, which has
 * only the plain ones: so the distribution's libjansson.a can be linked here. They skip the
 * check of the size, nothing else.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

int __snprintf_chk(char *to, size_t max, int flag, size_t size, const char *format, ...);
int __vsnprintf_chk(char *to, size_t max, int flag, size_t size, const char *format, va_list args);
char *__strncpy_chk(char *to, const char *from, size_t max, size_t size);

int __vsnprintf_chk(char *to, size_t max, int flag, size_t size, const char *format, va_list args)
{
    (void)flag;
    (void)size;
    return vsnprintf(to, max, format, args);
}

int __snprintf_chk(char *to, size_t max, int flag, size_t size, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = __vsnprintf_chk(to, max, flag, size, format, args);
    va_end(args);
    return len;
}

char *__strncpy_chk(char *to, const char *from, size_t max, size_t size)
{
    (void)size;
    return strncpy(to, from, max);
}
