/*
 * The settings that the configuration file may hold: one table, from which come the check of a
 * value, `ccr config list`, completions and ccr(5). Both programs read the same file.
 */
#ifndef CCR_SYS_SETTINGS_H
#define CCR_SYS_SETTINGS_H

#include "protocol/base/err.h"

#include <stdint.h>

#define SETTINGS_HOST "host.NAME." /* begins the names of a host profile's settings */

enum setting_type {
    SETTING_TEXT,
    SETTING_PATH,   /* absolute, or begins with "~/" */
    SETTING_NUMBER, /* whole, from low to high */
    SETTING_SPAN,   /* "90", "90s", "15m"; from low to high seconds */
    SETTING_TRUTH,  /* true or false, yes or no, on or off, 1 or 0 */
};

struct setting {
    const char *name; /* "host.NAME.port": NAME is any profile's */
    enum setting_type type;
    const char *missing; /* what counts when it is not set, as text; NULL: nothing */
    int64_t low, high;
    const char *help; /* one sentence */
};

extern const struct setting settings[]; /* ends with a NULL name */

/* The setting of a key such as "host.mini.port"; NULL when there is none. */
const struct setting *setting_find(const char *key);

/* 0 when the value is fit for the setting; ERR_INVALID says what it must be. */
int setting_check(const struct setting *setting, const char *key, const char *value,
                  struct err *err);

#endif
