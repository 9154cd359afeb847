#include "protocol/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *p)
{
    if (p == NULL)
        abort();
    return p;
}

void *mem_new(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_resize(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        abort();
    if (count == 0 || size == 0)
        count = size = 1;
    return checked(realloc(old, count * size));
}

char *mem_dup(const char *text)
{
    return text != NULL ? mem_dup_n(text, strlen(text)) : NULL;
}

char *mem_dup_n(const char *data, size_t len)
{
    char *copy = mem_new(len + 1, 1);

    memcpy(copy, data, len);
    return copy;
}

void mem_set(char **field, const char *text)
{
    char *copy = mem_dup(text);

    free(*field);
    *field = copy;
}

char *mem_printf(const char *fmt, ...)
{
    va_list args;
    char *text;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        abort();
    text = mem_new((size_t)len + 1, 1);
    va_start(args, fmt);
    vsnprintf(text, (size_t)len + 1, fmt, args);
    va_end(args);
    return text;
}

void mem_wipe(void *data, size_t len)
{
    volatile unsigned char *byte = data;

    while (len-- > 0)
        *byte++ = 0;
}
