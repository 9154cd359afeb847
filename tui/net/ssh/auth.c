#include "tui/net/ssh/auth.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/net/ssh/agent.h"
#include "tui/net/ssh/identity.h"
#include "tui/net/ssh/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRIES         3
#define ROUNDS_MAX    10 /* of a server's prompts */
#define PROMPTS_MAX   16 /* in one round */
#define PATIENCE      4  /* times answer_ms: a second factor takes a person's time */
#define HINT_KEY_TAIL 24 /* characters of a public key that tell it from others */
#define TRIED_MAX     160

static const char *const usual_files[] = {"~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"};

/* A login under way. Its functions return what libssh's return: SSH_AUTH_SUCCESS, DENIED
 * (go on with the next), PARTIAL (go on, but keys are done with), ERROR and AGAIN (no answer:
 * it is over). */
struct login {
    struct connection *connection;
    struct buf tried; /* for the error text */
    bool stopped;     /* the user cancelled, or refused to answer */
};

/* True when the call that said so is to be made again, since something came in meanwhile. */
static bool again(struct login *login, int rc)
{
    return rc == SSH_AUTH_AGAIN &&
           session_await(login->connection,
                         (int64_t)login->connection->options.answer_ms * PATIENCE);
}

static void note(struct login *login, const char *text)
{
    if (login->tried.len > 0)
        buf_append_text(&login->tried, ", ");
    buf_append_text(&login->tried, text);
}

static void set_hint(struct login *login, const char *how, const char *which)
{
    snprintf(login->connection->hint, CONNECTION_HINT_SIZE, "%s%s%s", how,
             which[0] != '\0' ? " " : "", which);
}

/* The part of the hint after "how ", or NULL when the hint is about something else. */
static const char *hint_of(const struct login *login, const char *how)
{
    const char *hint = login->connection->options.hint;
    size_t len = strlen(how);

    return hint != NULL && strncmp(hint, how, len) == 0 && (hint[len] == ' ' || hint[len] == '\0')
               ? hint + len + (hint[len] == ' ')
               : NULL;
}

static int ask(struct login *login, bool secret, char answer[TRANSPORT_ANSWER_SIZE],
               const char *text)
{
    int rc = feed_ask(login->connection->feed, secret, answer, "%s", text);

    login->stopped = rc < 0;
    return rc;
}

static int with_key(struct login *login, const struct identity_file *identity)
{
    int rc;

    do
        rc = ssh_userauth_publickey(login->connection->session, NULL, identity->key);
    while (again(login, rc));
    if (rc == SSH_AUTH_SUCCESS || rc == SSH_AUTH_PARTIAL)
        set_hint(login, "key", identity->path);
    else
        note(login, identity->path);
    return rc;
}

/* Asks for the passphrase, once the server has said that it would take the key. */
static int unlock(struct login *login, struct identity_file *identity)
{
    char answer[TRANSPORT_ANSWER_SIZE], text[TRANSPORT_TEXT_SIZE];

    for (int i = 0; i < TRIES; i++) {
        bool right;

        snprintf(text, sizeof(text),
                 "%sPassphrase of the key %s:", i > 0 ? "That was not it. " : "", identity->path);
        if (ask(login, true, answer, text) < 0)
            return -1;
        right = identity_unlock(identity, answer);
        mem_wipe(answer, sizeof(answer));
        if (right)
            return 0;
    }
    return -1;
}

static int with_locked(struct login *login, struct identity_file *identity)
{
    char text[ERR_WHAT_SIZE];
    int rc = SSH_AUTH_SUCCESS;

    if (identity->public != NULL)
        do
            rc = ssh_userauth_try_publickey(login->connection->session, NULL, identity->public);
        while (again(login, rc));
    if (rc != SSH_AUTH_SUCCESS) {
        note(login, identity->path);
        return rc;
    }
    if (login->connection->options.interactive && unlock(login, identity) == 0)
        return with_key(login, identity);
    snprintf(text, sizeof(text), "%.300s (%s)", identity->path,
             !login->connection->options.interactive
                 ? "has a passphrase, and nobody is there to type it"
             : login->stopped ? "passphrase not given"
                              : "wrong passphrase");
    note(login, text);
    return SSH_AUTH_DENIED;
}

static int with_agent(struct login *login, const struct identity_file *only)
{
    struct connection *connection = login->connection;
    struct agent *agent;
    char text[64], *public_key = NULL;
    int rc = SSH_AUTH_DENIED;

    if (connection->options.agent == NULL || (only != NULL && only->public == NULL))
        return SSH_AUTH_DENIED;
    agent = agent_open(connection->feed, connection->options.agent, connection->options.answer_ms);
    if (agent == NULL)
        return SSH_AUTH_DENIED;
    if (only != NULL && ssh_pki_export_pubkey_base64(only->public, &public_key) == SSH_OK)
        agent_only(agent, public_key);
    ssh_string_free_char(public_key);
    if (hint_of(login, "agent") != NULL)
        agent_prefer(agent, hint_of(login, "agent"));
    if (agent_count(agent) > 0) {
        do
            rc = agent_login(agent, connection->session);
        while (again(login, rc));
        snprintf(text, sizeof(text), "%zu of the agent's keys", agent_count(agent));
        if (rc == SSH_AUTH_SUCCESS && agent_used(agent) != NULL) {
            size_t len = strlen(agent_used(agent));

            set_hint(login, "agent",
                     agent_used(agent) + (len > HINT_KEY_TAIL ? len - HINT_KEY_TAIL : 0));
        } else {
            note(login, text);
        }
    }
    agent_free(agent);
    return rc;
}

/* One key file that may be missing. */
static int with_file(struct login *login, const char *path)
{
    struct identity_file identity;
    struct err err;
    int rc = SSH_AUTH_DENIED;

    if (identity_init(&identity, path, &err) == 0)
        rc = identity.locked ? with_locked(login, &identity) : with_key(login, &identity);
    else if (err.code != ERR_NOT_FOUND)
        note(login, err.what);
    identity_done(&identity);
    return rc;
}

/* The configured key and no other: as a file that needs no passphrase, by the agent, and
 * only then with a question. */
static int with_configured(struct login *login)
{
    struct identity_file identity;
    struct err err;
    char *path = target_path(login->connection->options.home, login->connection->host.identity);
    int rc = SSH_AUTH_DENIED, found;

    found = identity_init(&identity, path != NULL ? path : "", &err);
    if (found == 0 && !identity.locked) {
        rc = with_key(login, &identity);
    } else {
        rc = with_agent(login, &identity);
        if (rc == SSH_AUTH_DENIED && found == 0)
            rc = with_locked(login, &identity);
        else if (found < 0)
            note(login, err.what);
    }
    identity_done(&identity);
    free(path);
    return rc;
}

/* What the server said it takes; 0 while it was not asked. */
static int offered(const struct login *login)
{
    return ssh_userauth_list(login->connection->session, NULL);
}

static int with_keys(struct login *login)
{
    const char *last = hint_of(login, "key");
    int rc = SSH_AUTH_DENIED;

    if (login->connection->host.identity != NULL)
        return with_configured(login);
    if (last != NULL && last[0] != '\0')
        rc = with_file(login, last);
    if (rc == SSH_AUTH_DENIED)
        rc = with_agent(login, NULL);
    for (size_t i = 0; i < sizeof(usual_files) / sizeof(usual_files[0]); i++) {
        char *path = target_path(login->connection->options.home, usual_files[i]);

        if (rc == SSH_AUTH_DENIED && path != NULL && !login->stopped && !str_equal(path, last))
            rc = with_file(login, path);
        free(path);
    }
    return rc;
}

/* One round of the server's own prompts. */
static int answer_prompts(struct login *login)
{
    ssh_session session = login->connection->session;
    const char *instruction = ssh_userauth_kbdint_getinstruction(session);
    int count = ssh_userauth_kbdint_getnprompts(session), rc = 0;
    char answer[TRANSPORT_ANSWER_SIZE], text[TRANSPORT_TEXT_SIZE];

    for (int i = 0; rc == 0 && i < count && i < PROMPTS_MAX; i++) {
        char echo = 0;
        const char *prompt = ssh_userauth_kbdint_getprompt(session, (unsigned)i, &echo);

        snprintf(text, sizeof(text), "%s: %.400s%s%.400s", login->connection->target.label,
                 instruction != NULL ? instruction : "",
                 instruction != NULL && instruction[0] != '\0' ? " " : "",
                 prompt != NULL ? prompt : "");
        rc = ask(login, echo == 0, answer, text);
        if (rc == 0)
            rc = ssh_userauth_kbdint_setanswer(session, (unsigned)i, answer);
        mem_wipe(answer, sizeof(answer));
    }
    return rc < 0 ? -1 : 0;
}

/* Asks for the server's prompts, or sends the answers to the last ones. */
static int next_round(struct login *login)
{
    int rc;

    do
        rc = ssh_userauth_kbdint(login->connection->session, NULL, NULL);
    while (again(login, rc));
    return rc;
}

static int with_prompts(struct login *login)
{
    int rc = SSH_AUTH_DENIED;

    for (int i = 0; i < TRIES && rc == SSH_AUTH_DENIED && !login->stopped; i++) {
        rc = next_round(login);
        for (int round = 0; rc == SSH_AUTH_INFO && round < ROUNDS_MAX; round++) {
            if (answer_prompts(login) < 0)
                return SSH_AUTH_DENIED;
            rc = next_round(login);
        }
    }
    if (rc == SSH_AUTH_SUCCESS)
        set_hint(login, "keyboard-interactive", "");
    else
        note(login, "keyboard-interactive");
    return rc == SSH_AUTH_INFO ? SSH_AUTH_DENIED : rc;
}

static int with_password(struct login *login)
{
    struct connection *connection = login->connection;
    char answer[TRANSPORT_ANSWER_SIZE], text[TRANSPORT_TEXT_SIZE];
    int rc = SSH_AUTH_DENIED;

    for (int i = 0; i < TRIES && rc == SSH_AUTH_DENIED && !login->stopped; i++) {
        snprintf(text, sizeof(text), "%sPassword of %s on %s:", i > 0 ? "That was not it. " : "",
                 connection->target.user, connection->target.label);
        if (ask(login, true, answer, text) < 0)
            return SSH_AUTH_DENIED;
        do
            rc = ssh_userauth_password(connection->session, NULL, answer);
        while (again(login, rc));
        mem_wipe(answer, sizeof(answer));
    }
    if (rc == SSH_AUTH_SUCCESS)
        set_hint(login, "password", "");
    else
        note(login, "password");
    return rc;
}

/* What a person answers, among what the server takes. */
static int with_person(struct login *login)
{
    int rc = SSH_AUTH_DENIED;

    if (!login->connection->options.interactive || login->stopped)
        return rc;
    if (offered(login) & SSH_AUTH_METHOD_INTERACTIVE)
        rc = with_prompts(login);
    if (rc == SSH_AUTH_DENIED && !login->stopped && (offered(login) & SSH_AUTH_METHOD_PASSWORD))
        rc = with_password(login);
    return rc;
}

static int run_login(struct login *login)
{
    ssh_session session = login->connection->session;
    int rc = SSH_AUTH_DENIED;

    if (hint_of(login, "password") == NULL && hint_of(login, "keyboard-interactive") == NULL)
        rc = with_keys(login);
    if (rc == SSH_AUTH_DENIED && offered(login) == 0)
        do
            rc = ssh_userauth_none(session, NULL);
        while (again(login, rc));
    /* A method that was enough for a part is followed by the next one. */
    for (int part = 0; part < TRIES && (rc == SSH_AUTH_DENIED || rc == SSH_AUTH_PARTIAL); part++) {
        int before = rc;

        rc = with_person(login);
        if (rc == SSH_AUTH_DENIED && before == SSH_AUTH_DENIED)
            break;
    }
    return rc;
}

static void offered_text(int methods, char *ret_text, size_t size)
{
    static const struct {
        int method;
        const char *name;
    } names[] = {
        {SSH_AUTH_METHOD_PUBLICKEY, "publickey"},
        {SSH_AUTH_METHOD_PASSWORD, "password"},
        {SSH_AUTH_METHOD_INTERACTIVE, "keyboard-interactive"},
        {SSH_AUTH_METHOD_GSSAPI_MIC, "gssapi-with-mic"},
        {SSH_AUTH_METHOD_HOSTBASED, "hostbased"},
    };
    size_t len = 0;

    snprintf(ret_text, size, "nothing");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && len < size; i++)
        if (methods & names[i].method)
            len += (size_t)snprintf(ret_text + len, size - len, "%s%s", len > 0 ? "," : "",
                                    names[i].name);
}

static int refused(struct login *login, struct err *err)
{
    struct connection *connection = login->connection;
    char methods[128];

    offered_text(offered(login), methods, sizeof(methods));
    err_set(err, ERR_AUTH, "%s: the login as %.64s was refused; tried %s; it takes %s",
            connection->target.label, connection->target.user,
            login->tried.len > 0 ? buf_text(&login->tried) : "nothing (no key was found)", methods);
    return err_next(err, "put your public key there (ssh-copy-id), or set host.%s.identity",
                    connection->host.name);
}

int auth_login(struct connection *connection, struct err *err)
{
    struct login login = {.connection = connection};
    int rc;

    buf_init(&login.tried, TRIED_MAX * 2);
    feed_step(connection->feed, "logging in as %s on %s", connection->target.user,
              connection->target.label);
    rc = run_login(&login);
    if (rc == SSH_AUTH_SUCCESS)
        rc = 0;
    else if (feed_cancelled(connection->feed))
        rc = connection_failed(connection, err, ERR_INTERRUPTED, "");
    else if (rc == SSH_AUTH_DENIED || rc == SSH_AUTH_PARTIAL)
        rc = refused(&login, err);
    else if (rc == SSH_AUTH_AGAIN && session_alive(connection))
        rc = connection_failed(connection, err, ERR_UNREACHABLE, "no answer to the login");
    else
        rc = connection_failed(connection, err, ERR_UNREACHABLE, "the login failed");
    buf_done(&login.tried);
    return rc;
}
