/*
 * Where a connection goes: a host profile's address, taken apart and checked.
 */
#ifndef CCR_NET_SSH_TARGET_H
#define CCR_NET_SSH_TARGET_H

#include "protocol/base/err.h"
#include "protocol/data/host.h"

struct target {
    char *user;
    char *name;  /* lower case, without brackets */
    char *known; /* as known_hosts has it: the name, or "[name]:port" for a port but 22 */
    char *label; /* for texts: "name" or "name port 2222" */
    int port;
};

/* Reads host->address and host->port (22 when missing). ERR_INVALID for an empty name, for a
 * name or user that begins with '-' or has a character that no name has. */
int target_init(struct target *target, const struct host *host, const char *user, struct err *err);
void target_done(struct target *target);

/* path with "~/" at its beginning replaced; NULL when there is no home for it. The caller's. */
char *target_path(const char *home, const char *path);

#endif
