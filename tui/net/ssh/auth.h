/*
 * Who are we: the login, by what worked last time, agent, key files, and questions.
 */
#ifndef CCR_NET_SSH_AUTH_H
#define CCR_NET_SSH_AUTH_H

#include "tui/net/ssh/connection.h"

/* Logs in; connection->hint says how. A configured identity is the only one offered, by the
 * agent too (as IdentitiesOnly). Passphrases, passwords and the server's own prompts are
 * asked when somebody is there, each at most three times. ERR_AUTH says what was tried and
 * what the server would take; ERR_UNREACHABLE when it closed or did not answer. */
int auth_login(struct connection *connection, struct err *err);

#endif
