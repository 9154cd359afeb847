/*
 * A transport through SSH, by libssh, in one thread a host. Strict about host keys; it
 * reads no configuration but what it is given, never looks at the environment, and
 * writes nothing but a trusted key into the known_hosts file.
 *
 * What it cannot do is left to the user's own ssh as a child (see exec.h): jumps and
 * proxies, certificates of known_hosts, GSSAPI, PKCS#11.
 */
#ifndef CCR_NET_SSH_SSH_H
#define CCR_NET_SSH_SSH_H

#include "protocol/data/host.h"
#include "tui/net/transport.h"

struct ssh_options {
    bool interactive;        /* somebody is there to answer questions */
    const char *home;        /* whose .ssh is used; NULL: nobody's */
    const char *user;        /* login name where the address has none */
    const char *agent;       /* the agent's socket (what SSH_AUTH_SOCK says); NULL: no agent */
    const char *known_hosts; /* the machine's own file of known keys, read only; NULL: none */
    const char *runner;      /* the name the runner was installed as; it is looked for there */
    const char *client;      /* this program's name, for "next step" texts */
    const char *command;     /* run this there instead of looking for the runner; NULL */
    const char *hint;        /* text of this host's last TRANSPORT_OPEN; NULL: none */
    int connect_ms;          /* how long one address may take; 0: 10 s */
    int answer_ms;           /* how long an answer may take until the command runs; 0: 15 s. A
                              * login's answer may take four times that (second factors) */
};

/* Starts to connect to host->address ("[user@]name", a number, or an IPv6 number with or
 * without brackets); events tell how it goes. All is copied. NULL with ERR_INVALID when the
 * profile cannot be used (a name that could be read as an option, a jump), or ERR_FAILED.
 *
 * How it ends, as TRANSPORT_ENDED's error: ERR_UNREACHABLE (name, port, time-out, no SSH
 * there, connection lost), ERR_AUTH (host key, login), ERR_RUNNER (no runner there),
 * ERR_FAILED (the runner ended with a status), ERR_INTERRUPTED (cancelled). */
struct transport *transport_ssh_new(const struct host *host, const struct ssh_options *options,
                                    struct err *err);

/* Connects, compares the server's key with fingerprint ("SHA256:" and base64 as ssh-keygen -l
 * prints it) and appends it to the profile's known_hosts file (~/.ssh/known_hosts without
 * one). Waits. A key that is there already is fine; ERR_AUTH with both fingerprints when it is
 * another one, and when the file has a different or a revoked key for that name. */
int ssh_host_trust(const struct host *host, const struct ssh_options *options,
                   const char *fingerprint, struct err *err);

/* libssh's version at run time, for --version. */
const char *ssh_library_version(void);

#endif
