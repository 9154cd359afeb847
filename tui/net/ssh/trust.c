#include "tui/net/ssh/trust.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

/* What the texts say about a key. */
struct shown_key {
    ssh_key key;
    const char *type;
    char *fingerprint;
};

static int show_key(struct connection *connection, struct shown_key *shown, struct err *err)
{
    shown->fingerprint = NULL;
    if (ssh_get_server_publickey(connection->session, &shown->key) != SSH_OK)
        return connection_failed(connection, err, ERR_AUTH, "it showed no host key");
    shown->type = ssh_key_type_to_char(ssh_key_type(shown->key));
    shown->fingerprint = known_hosts_fingerprint(shown->key);
    return 0;
}

static void shown_done(struct shown_key *shown)
{
    ssh_key_free(shown->key);
    free(shown->fingerprint);
}

static int make_known(struct connection *connection, ssh_key key, struct err *err)
{
    if (connection->known_file == NULL)
        return err_set(err, ERR_STORAGE, "no known_hosts file to write the key of %s to",
                       connection->target.label);
    return known_hosts_append(connection->known_file, connection->target.known, key, err);
}

static int refuse_unknown(struct connection *connection, const struct shown_key *shown,
                          struct err *err)
{
    err_set(err, ERR_AUTH, "%s: its host key is not known: %s %s", connection->target.label,
            shown->type, shown->fingerprint);
    return err_next(err, "compare it with the host's own, then: %s host trust %s %s",
                    connection->options.client, connection->host.name, shown->fingerprint);
}

static int ask_unknown(struct connection *connection, const struct shown_key *shown,
                       struct err *err)
{
    char answer[TRANSPORT_ANSWER_SIZE];
    int rc = feed_ask(connection->feed, false, answer,
                      "The host key of %s is not known: %s %s. Trust it from now on? (yes/no)",
                      connection->target.label, shown->type, shown->fingerprint);

    if (rc == -ERR_INTERRUPTED)
        return connection_failed(connection, err, ERR_INTERRUPTED, "");
    if (rc < 0 || (!str_equal(answer, "yes") && !str_equal(answer, shown->fingerprint)))
        return refuse_unknown(connection, shown, err);
    return make_known(connection, shown->key, err);
}

static int refuse_changed(struct connection *connection, const struct shown_key *shown,
                          const struct known_entry *entry, bool other, struct err *err)
{
    char *known = known_hosts_fingerprint(entry->key);

    err_set(err, ERR_AUTH,
            "%s: its host key %s: it shows %s %s, but %s line %d has %s %s. Somebody may be "
            "listening in",
            connection->target.label, other ? "is another than the known one" : "has changed",
            shown->type, shown->fingerprint, entry->file, entry->line,
            ssh_key_type_to_char(ssh_key_type(entry->key)), known);
    free(known);
    return err_next(err, "only if you know why: remove that line, then: %s host trust %s %s",
                    connection->options.client, connection->host.name, shown->fingerprint);
}

static int judge(struct connection *connection, const struct shown_key *shown, bool trusted,
                 struct err *err)
{
    const struct known_entry *entry;
    enum known_verdict verdict = known_hosts_judge(&connection->known, shown->key, &entry);
    const char *label = connection->target.label;

    switch (verdict) {
    case KNOWN_OK:
        return 0;
    case KNOWN_CHANGED:
    case KNOWN_OTHER:
        return refuse_changed(connection, shown, entry, verdict == KNOWN_OTHER, err);
    case KNOWN_BAD:
        err_set(err, ERR_AUTH, "%s: its host key %s %s was revoked (%s line %d)", label,
                shown->type, shown->fingerprint, entry->file, entry->line);
        return err_next(err, "ask who runs that host for its new key");
    case KNOWN_BY_AUTHORITY:
        if (trusted)
            break;
        err_set(err, ERR_AUTH,
                "%s: only a certificate authority vouches for it (%s line %d), which libssh "
                "cannot check; it shows %s %s",
                label, entry->file, entry->line, shown->type, shown->fingerprint);
        return err_next(err, "to trust that very key: %s host trust %s %s",
                        connection->options.client, connection->host.name, shown->fingerprint);
    case KNOWN_NOT:
        break;
    }
    if (trusted)
        return make_known(connection, shown->key, err);
    return connection->options.interactive ? ask_unknown(connection, shown, err)
                                           : refuse_unknown(connection, shown, err);
}

int trust_check(struct connection *connection, struct err *err)
{
    struct shown_key shown = {0};
    int rc = show_key(connection, &shown, err);

    if (rc == 0)
        rc = judge(connection, &shown, false, err);
    shown_done(&shown);
    return rc;
}

int trust_fingerprint(struct connection *connection, const char *fingerprint, struct err *err)
{
    struct shown_key shown = {0};
    int rc = show_key(connection, &shown, err);

    if (rc == 0 && !str_equal(shown.fingerprint, fingerprint)) {
        rc = err_set(err, ERR_AUTH, "%s: its host key is %s %s, not %s", connection->target.label,
                     shown.type, shown.fingerprint, fingerprint);
        err_next(err, "compare with: ssh-keygen -lf on the host's own key");
    }
    if (rc == 0)
        rc = judge(connection, &shown, true, err);
    shown_done(&shown);
    return rc;
}
