/*
 * The configuration file: git-config syntax, read and written by libgit2, which is included in
 * config.c only. doc/ccr.5 lists the settings; `settings` in settings.h is where that list is from.
 */
#ifndef CCR_SYS_CONFIG_H
#define CCR_SYS_CONFIG_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct config;

/* Reads the file; one that is not there is empty. ERR_INVALID names the line that is wrong. */
int config_open(const char *path, struct config **ret_config, struct err *err);
void config_free(struct config *config);

/* A setting such as "agent.command" or "host.mini.port"; NULL when it is not set. The
 * text is the caller's. */
char *config_text(const struct config *config, const char *key);

/* The number or truth of a setting, or missing. A value that is none is missing and logged by the
 * caller's check. */
int64_t config_number(const struct config *config, const char *key, int64_t missing);
bool config_truth(const struct config *config, const char *key, bool missing);

/* Sets or, with NULL, removes a setting in the file, which is made when missing. */
int config_set(struct config *config, const char *key, const char *value, struct err *err);

/* Removes every setting of a section such as "host.mini". */
int config_remove_section(struct config *config, const char *section, struct err *err);

/* Calls each for every setting in the file's order. */
void config_each(const struct config *config,
                 void (*each)(void *context, const char *key, const char *value), void *context);

/* libgit2's version at run time. */
const char *config_library_version(void);

#endif
