/*
 * What the configuration says to the daemon, with its defaults; ccr(5) lists the settings.
 */
#ifndef CCR_DAEMON_SETTINGS_H
#define CCR_DAEMON_SETTINGS_H

#include "remote/daemon/daemon.h"

/* Finds the agent and the shim too. An agent that is not found is the bare name: its start fails
 * with a text that says so. ERR_RUNNER: there is no shim. */
int settings_load(struct settings *settings, const char *argv0, const struct config *config,
                  struct err *err);
void settings_done(struct settings *settings);

/* The state folder alone; the caller's. */
char *settings_state_folder(const struct config *config);

#endif
