/*
 * The agent's environment: the daemon's own, the login shell's, or a file's. A daemon that an SSH
 * command has started has a bare one.
 */
#ifndef CCR_DAEMON_ENVIRONMENT_H
#define CCR_DAEMON_ENVIRONMENT_H

/* What a program that prints its environment for us writes before it. */
#define ENVIRONMENT_MARK "ccr-environment"

/* `source` is the setting agent.environment: "daemon" or NULL; "login", asked once of
 * $SHELL with a time limit; or the path of a file of NAME=VALUE lines, which are added to the
 * daemon's own. self is this program's path. The result ends with NULL and is freed with
 * paths_free(); NULL means the daemon's own, also when the other cannot be had, which is logged. */
char **environment_load(const char *source, const char *self);

/* Prints this process's environment as environment_load() reads it: what the login shell runs. */
int environment_print(void);

#endif
