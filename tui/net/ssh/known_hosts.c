#include "tui/net/ssh/known_hosts.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* '*' and '?' against the whole of name; pattern has len bytes. */
static bool glob_matches(const char *pattern, size_t len, const char *name)
{
    const char *end = pattern + len, *star = NULL, *resume = NULL;

    while (*name != '\0') {
        if (pattern < end && *pattern == '*') {
            star = ++pattern;
            resume = name;
        } else if (pattern < end && (*pattern == '?' || lower(*pattern) == lower(*name))) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star;
            name = ++resume;
        } else {
            return false;
        }
    }
    while (pattern < end && *pattern == '*')
        pattern++;
    return pattern == end;
}

/* A comma separated list; one that begins with '!' excludes, wherever it stands. */
static bool list_matches(const char *list, const char *name)
{
    bool found = false;

    for (;;) {
        size_t len = strcspn(list, ",");
        bool negated = list[0] == '!';

        if (len > (negated ? 1U : 0U) && glob_matches(list + negated, len - negated, name)) {
            if (negated)
                return false;
            found = true;
        }
        if (list[len] == '\0')
            return found;
        list += len + 1;
    }
}

/* The next word of a line, ended with NUL; NULL when there is none. */
static char *next_word(char **line)
{
    char *word = *line + strspn(*line, " \t\r");

    *line = word + strcspn(word, " \t\r");
    if (**line != '\0')
        *(*line)++ = '\0';
    return *word != '\0' ? word : NULL;
}

static bool hash_matches(const char *hash, const char *type, const char *blob, const char *name)
{
    struct ssh_knownhosts_entry *entry = NULL;
    char *line = mem_printf("%s %s %s", hash, type, blob);
    bool matches = ssh_known_hosts_parse_line(name, line, &entry) == SSH_OK;

    ssh_knownhosts_entry_free(entry);
    free(line);
    return matches;
}

static bool names_match(const char *names, const char *type, const char *blob, const char *name)
{
    return names[0] == '|' ? hash_matches(names, type, blob, name) : list_matches(names, name);
}

static void take_line(struct known_hosts *hosts, char *line, const char *file, int number,
                      const char *known, const char *bare)
{
    enum known_mark mark = KNOWN_PLAIN;
    char *names = next_word(&line), *type, *blob;
    struct known_entry *entry;
    bool by_bare = false;
    ssh_key key = NULL;

    if (names != NULL && names[0] == '@') {
        if (str_equal(names, "@revoked"))
            mark = KNOWN_REVOKED;
        else if (str_equal(names, "@cert-authority"))
            mark = KNOWN_AUTHORITY;
        else
            return;
        names = next_word(&line);
    }
    type = next_word(&line);
    blob = next_word(&line);
    if (names == NULL || names[0] == '#' || type == NULL || blob == NULL ||
        hosts->count == KNOWN_ENTRIES_MAX)
        return;
    if (!names_match(names, type, blob, known)) {
        by_bare = !str_equal(known, bare) && names_match(names, type, blob, bare);
        if (!by_bare)
            return;
    }
    if (ssh_pki_import_pubkey_base64(blob, ssh_key_type_from_name(type), &key) != SSH_OK)
        return;
    hosts->entries = mem_resize(hosts->entries, hosts->count + 1, sizeof(*hosts->entries));
    entry = &hosts->entries[hosts->count++];
    *entry = (struct known_entry){
        .mark = mark, .bare = by_bare, .key = key, .file = mem_dup(file), .line = number};
}

int known_hosts_read(struct known_hosts *hosts, const char *file, const char *known,
                     const char *bare, struct err *err)
{
    struct err inner;
    struct buf text;
    int rc, number = 0;

    buf_init(&text, KNOWN_FILE_MAX);
    rc = fd_read_file(file, KNOWN_FILE_MAX, &text, &inner);
    if (rc < 0 && inner.code != ERR_NOT_FOUND) {
        buf_done(&text);
        err_set(err, ERR_AUTH, "the known host keys cannot be checked: %s", inner.what);
        return err_next(err, "make that file readable, or set another with host.NAME.known-hosts");
    }
    for (size_t at = 0; rc == 0 && at < text.len;) {
        char *line = text.data + at, *end = memchr(line, '\n', text.len - at);

        at = end != NULL ? (size_t)(end - text.data) + 1 : text.len;
        if (end != NULL)
            *end = '\0';
        take_line(hosts, line, file, ++number, known, bare);
    }
    buf_done(&text);
    return 0;
}

void known_hosts_done(struct known_hosts *hosts)
{
    for (size_t i = 0; i < hosts->count; i++) {
        ssh_key_free(hosts->entries[i].key);
        free(hosts->entries[i].file);
    }
    free(hosts->entries);
    *hosts = (struct known_hosts){0};
}

void known_hosts_algorithms(const struct known_hosts *hosts, char *ret_list, size_t size)
{
    static const struct {
        enum ssh_keytypes_e type;
        const char *algorithms;
    } families[] = {
        {SSH_KEYTYPE_ED25519, "ssh-ed25519"},
        {SSH_KEYTYPE_ECDSA_P256, "ecdsa-sha2-nistp256"},
        {SSH_KEYTYPE_ECDSA_P384, "ecdsa-sha2-nistp384"},
        {SSH_KEYTYPE_ECDSA_P521, "ecdsa-sha2-nistp521"},
        {SSH_KEYTYPE_RSA, "rsa-sha2-512,rsa-sha2-256"},
    };
    const size_t count = sizeof(families) / sizeof(families[0]);
    size_t len = 0;

    ret_list[0] = '\0';
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            bool have = false;

            for (size_t k = 0; k < hosts->count; k++)
                have |= hosts->entries[k].mark == KNOWN_PLAIN &&
                        ssh_key_type(hosts->entries[k].key) == families[i].type;
            if (have == (pass == 0) && len < size)
                len += (size_t)snprintf(ret_list + len, size - len, "%s%s", len > 0 ? "," : "",
                                        families[i].algorithms);
        }
}

static enum known_verdict verdict_of(const struct known_entry *entry, const ssh_key key)
{
    bool same = ssh_key_cmp(entry->key, key, SSH_KEY_CMP_PUBLIC) == 0;

    if (entry->mark == KNOWN_REVOKED)
        return same ? KNOWN_BAD : KNOWN_NOT;
    if (entry->mark == KNOWN_PLAIN && same)
        return KNOWN_OK;
    if (entry->bare)
        return KNOWN_NOT;
    if (entry->mark == KNOWN_AUTHORITY)
        return KNOWN_BY_AUTHORITY;
    return ssh_key_type(entry->key) == ssh_key_type(key) ? KNOWN_CHANGED : KNOWN_OTHER;
}

enum known_verdict known_hosts_judge(const struct known_hosts *hosts, const ssh_key key,
                                     const struct known_entry **ret_entry)
{
    static const int weight[] = {
        [KNOWN_NOT] = 0,     [KNOWN_BY_AUTHORITY] = 1, [KNOWN_OTHER] = 2,
        [KNOWN_CHANGED] = 3, [KNOWN_OK] = 4,           [KNOWN_BAD] = 5,
    };
    enum known_verdict best = KNOWN_NOT;

    *ret_entry = NULL;
    for (size_t i = 0; i < hosts->count; i++) {
        enum known_verdict verdict = verdict_of(&hosts->entries[i], key);

        if (weight[verdict] > weight[best]) {
            best = verdict;
            *ret_entry = &hosts->entries[i];
        }
    }
    return best;
}

/* True when the file ends in the middle of a line. */
static bool ends_torn(int fd)
{
    char last;

    return lseek(fd, -1, SEEK_END) >= 0 && read(fd, &last, 1) == 1 && last != '\n';
}

static int make_folder_of(const char *file, struct err *err)
{
    const char *slash = strrchr(file, '/');
    char *folder;
    int rc;

    if (slash == NULL || slash == file)
        return 0;
    folder = mem_dup_n(file, (size_t)(slash - file));
    rc = fd_make_folder(folder, 0700, err);
    free(folder);
    return rc;
}

int known_hosts_append(const char *file, const char *known, const ssh_key key, struct err *err)
{
    char *blob = NULL, *line;
    int fd, rc = make_folder_of(file, err);

    if (rc < 0)
        return rc;
    fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || ssh_pki_export_pubkey_base64(key, &blob) != SSH_OK) {
        rc = err_set(err, ERR_STORAGE, "%s: cannot be written: %s", file, strerror(errno));
        fd_close(&fd);
        return rc;
    }
    line = mem_printf("%s%s %s %s\n", ends_torn(fd) ? "\n" : "", known,
                      ssh_key_type_to_char(ssh_key_type(key)), blob);
    if (write(fd, line, strlen(line)) != (ssize_t)strlen(line) || fsync(fd) != 0)
        rc = err_set(err, ERR_STORAGE, "%s: cannot be written: %s", file, strerror(errno));
    ssh_string_free_char(blob);
    free(line);
    fd_close(&fd);
    return rc;
}

char *known_hosts_fingerprint(const ssh_key key)
{
    unsigned char *hash = NULL;
    size_t len = 0;
    char *text = NULL, *copy;

    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &len) == 0)
        text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, len);
    copy = mem_dup(text != NULL ? text : "SHA256:?");
    ssh_clean_pubkey_hash(&hash);
    ssh_string_free_char(text);
    return copy;
}
