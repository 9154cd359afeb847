#include "protocol/base/err.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int exit_status;
} kinds[] = {
    [ERR_NONE] = {"none", 0},
    [ERR_FAILED] = {"failed", 1},
    [ERR_INVALID] = {"invalid", 2},
    [ERR_TOO_LARGE] = {"too_large", 2},
    [ERR_UNREACHABLE] = {"unreachable", 3},
    [ERR_AUTH] = {"auth", 4},
    [ERR_NOT_FOUND] = {"not_found", 5},
    [ERR_RUNNER] = {"runner", 6},
    [ERR_POLICY] = {"policy", 7},
    [ERR_UNCONFIRMED] = {"unconfirmed", 8},
    [ERR_CONFLICT] = {"conflict", 9},
    [ERR_STORAGE] = {"storage", 9},
    [ERR_METHOD] = {"method", 6},
    [ERR_INTERRUPTED] = {"interrupted", 130},
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
    va_list args;

    if (err == NULL)
        return -(int)code;
    err->code = code;
    err->next[0] = '\0';
    va_start(args, fmt);
    vsnprintf(err->what, sizeof(err->what), fmt, args);
    va_end(args);
    return -(int)code;
}

int err_next(struct err *err, const char *fmt, ...)
{
    va_list args;

    if (err == NULL)
        return -(int)ERR_FAILED;
    va_start(args, fmt);
    vsnprintf(err->next, sizeof(err->next), fmt, args);
    va_end(args);
    return -(int)err->code;
}

int err_wrap(struct err *err, const char *fmt, ...)
{
    struct err inner;
    va_list args;
    int len;

    if (err == NULL)
        return -(int)ERR_FAILED;
    inner = *err;
    va_start(args, fmt);
    len = vsnprintf(err->what, sizeof(err->what), fmt, args);
    va_end(args);
    if (len >= 0 && (size_t)len + 3 < sizeof(err->what)) {
        size_t room = sizeof(err->what) - (size_t)len - 3;

        snprintf(err->what + len, room + 3, ": %.*s", (int)room, inner.what);
    }
    return -(int)err->code;
}

const char *err_name(enum err_code code)
{
    return (size_t)code < KIND_COUNT ? kinds[code].name : kinds[ERR_FAILED].name;
}

enum err_code err_code_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < KIND_COUNT; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return (enum err_code)i;
    return ERR_FAILED;
}

int err_exit_status(enum err_code code)
{
    return (size_t)code < KIND_COUNT ? kinds[code].exit_status : 1;
}
