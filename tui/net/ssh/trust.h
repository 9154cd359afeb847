/*
 * Is the server the one we know? Strict: an unknown key is the user's decision, a wrong one
 * ends the attempt.
 */
#ifndef CCR_NET_SSH_TRUST_H
#define CCR_NET_SSH_TRUST_H

#include "tui/net/ssh/connection.h"

/* Judges the server's key; asks when it is unknown and somebody is there, and appends it to
 * the known_hosts file on "yes". ERR_AUTH otherwise, with fingerprints and the next step. */
int trust_check(struct connection *connection, struct err *err);

/* For ssh_host_trust(): the key must have this fingerprint, and is made known. */
int trust_fingerprint(struct connection *connection, const char *fingerprint, struct err *err);

#endif
