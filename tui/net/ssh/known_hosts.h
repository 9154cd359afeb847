/*
 * known_hosts files, read as OpenSSH reads them (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"):
 * patterns with '*', '?' and '!', hashed names, "[name]:port", the markers @revoked and
 * @cert-authority. libssh's own reading knows no marker and no negation.
 */
#ifndef CCR_NET_SSH_KNOWN_HOSTS_H
#define CCR_NET_SSH_KNOWN_HOSTS_H

#include "protocol/base/err.h"

#include <libssh/libssh.h>
#include <stdbool.h>
#include <stddef.h>

#define KNOWN_FILE_MAX    (32 * 1024 * 1024)
#define KNOWN_ENTRIES_MAX 256 /* that match one name; the rest is not read */

enum known_mark { KNOWN_PLAIN, KNOWN_REVOKED, KNOWN_AUTHORITY };

struct known_entry {
    enum known_mark mark;
    bool bare; /* matched the name without its port: may confirm, never contradict */
    ssh_key key;
    char *file;
    int line;
};

struct known_hosts {
    struct known_entry *entries;
    size_t count;
};

/* Adds the entries of a file that are about `known` (a name, or "[name]:port"), or about the
 * bare name. A missing file is an empty one; one that is there and cannot be read is
 * ERR_AUTH, since it might hold a revocation. Lines that make no sense are skipped. */
int known_hosts_read(struct known_hosts *hosts, const char *file, const char *known,
                     const char *bare, struct err *err);
void known_hosts_done(struct known_hosts *hosts);

/* The algorithms for the negotiation, those of the known keys first, comma separated. */
void known_hosts_algorithms(const struct known_hosts *hosts, char *ret_list, size_t size);

enum known_verdict {
    KNOWN_NOT,          /* nothing is known */
    KNOWN_OK,           /* this very key */
    KNOWN_CHANGED,      /* another key of the same type */
    KNOWN_OTHER,        /* keys of other types only */
    KNOWN_BAD,          /* this very key was revoked */
    KNOWN_BY_AUTHORITY, /* only that an authority would vouch for it, which libssh cannot check */
};

/* What the entries say about the key; *ret_entry is the one that decided, or NULL. */
enum known_verdict known_hosts_judge(const struct known_hosts *hosts, const ssh_key key,
                                     const struct known_entry **ret_entry);

/* Appends "known type key" to the file in one write, so that nobody's line is torn; makes the
 * file (0600) and its folder (0700) where they are missing. ERR_STORAGE. */
int known_hosts_append(const char *file, const char *known, const ssh_key key, struct err *err);

/* "SHA256:..." as ssh-keygen prints it. The caller's; never NULL. */
char *known_hosts_fingerprint(const ssh_key key);

#endif
