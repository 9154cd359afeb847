/*
 * A private key file: looked at before the user is asked for anything.
 */
#ifndef CCR_NET_SSH_IDENTITY_H
#define CCR_NET_SSH_IDENTITY_H

#include "protocol/base/err.h"

#include <libssh/libssh.h>
#include <stdbool.h>

struct identity_file {
    char *path;
    ssh_key key;    /* the private key; NULL while it is locked or not there */
    bool locked;    /* it needs a passphrase */
    ssh_key public; /* from the .pub beside it or from the file itself; NULL: not known */
};

/* Looks at the file. ERR_NOT_FOUND when there is none (its .pub may be there all the same, for
 * an agent that holds the key), ERR_AUTH when it cannot be read, is no key, or others may
 * read it as well. */
int identity_init(struct identity_file *identity, const char *path, struct err *err);
void identity_done(struct identity_file *identity);

/* False when the passphrase is not the right one. */
bool identity_unlock(struct identity_file *identity, const char *passphrase);

#endif
