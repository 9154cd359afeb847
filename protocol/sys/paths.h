/*
 * Where ccr keeps its things, and how its programs find each other.
 */
#ifndef CCR_SYS_PATHS_H
#define CCR_SYS_PATHS_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Longest path of a unix socket that every platform takes, with its NUL. */
#define PATHS_SOCKET_MAX 100

/* The user's home: $HOME, else the password file's. NULL when there is none. The
 * results of all these functions are the caller's. */
char *paths_home(void);

/* folder/name; name may hold slashes. */
char *paths_join(const char *folder, const char *name);

char *paths_config_file(void);  /* $CCR_CONFIG, else $XDG_CONFIG_HOME/ccr/config */
char *paths_state_folder(void); /* $XDG_STATE_HOME/ccr */
char *paths_cache_folder(void); /* $XDG_CACHE_HOME/ccr */

/* Makes a private folder (0700) when it is missing and checks that it is a folder, ours, and
 * nobody else's to write: ERR_STORAGE with what is wrong and the command that mends it. */
int paths_private_folder(const char *path, struct err *err);

/* The folders that hold Claude Code's projects: $CLAUDE_CONFIG_DIR alone when it is
 * set, else ~/.claude and ~/.config/claude. Ends with NULL; free with paths_free(). */
char **paths_claude_roots(void);
size_t paths_count(char *const *list);
void paths_free(char **list);

/* Finds one of our programs: the value of the environment variable `variable` when it is set;
 * else beside the program that runs (argv0, looked up in PATH when it holds no slash); else in
 * PATH. NULL when it is in none of them. */
char *paths_program(const char *argv0, const char *name, const char *variable);

/* The first executable of that name in PATH and then in the folders, which end with
 * NULL and may begin with "~/". NULL when there is none. */
char *paths_find(const char *name, const char *const *folders);

#endif
