/*
 * A host profile: how to reach a machine, as the configuration has it. The name
 * "local" is this machine and needs no profile. It holds no secret.
 */
#ifndef CCR_DATA_HOST_H
#define CCR_DATA_HOST_H

#include "protocol/data/field.h"

#define HOST_LOCAL "local"

struct host {
    char *name;
    char *address; /* [user@]name-or-number */
    int64_t port;
    char *identity;    /* a private key file */
    char *known_hosts; /* instead of ~/.ssh/known_hosts */
    char *jump;        /* a host to go through */
    char *runner;      /* the command that starts the runner there */
};

extern const struct field host_fields[];

void host_init(struct host *host);
void host_done(struct host *host);

/* True for 1 to 64 letters, digits, '.', '_' and '-' that do not begin with '-': a
 * name is used in configuration keys and must never be read as an option. */
bool host_name_valid(const char *name);

#endif
