/*
 * The user's key agent (draft-miller-ssh-agent), with a say in what libssh sees of it:
 * which identities, and in which order. It also learns which one was used, and a hanging
 * agent can be cancelled, since the sockets are ours.
 */
#ifndef CCR_NET_SSH_AGENT_H
#define CCR_NET_SSH_AGENT_H

#include "tui/net/feed.h"

#include <libssh/libssh.h>
#include <stdbool.h>
#include <stddef.h>

#define AGENT_IDENTITIES_MAX 64           /* further ones are not seen */
#define AGENT_MESSAGE_MAX    (256 * 1024) /* a longer one ends the conversation */

struct agent;

/* Connects to the agent and asks for its identities, for at most answer_ms. NULL when there
 * is none, when it has none, or when it does not answer; a step says so. */
struct agent *agent_open(struct feed *feed, const char *path, int answer_ms);
void agent_free(struct agent *agent);

size_t agent_count(const struct agent *agent);

/* Keeps only the identity with that public key (base64, as in a .pub file). */
void agent_only(struct agent *agent, const char *public_key);

/* Puts the identity whose public key ends with that text first. */
void agent_prefer(struct agent *agent, const char *ending);

/* Logs in with ssh_userauth_agent(); its result. To be called again after SSH_AUTH_AGAIN, and
 * until then for no other session. */
int agent_login(struct agent *agent, ssh_session session);

/* The public key (base64) of the identity that signed last; NULL: none did. */
const char *agent_used(const struct agent *agent);

#endif
