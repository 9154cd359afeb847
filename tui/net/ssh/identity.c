#include "tui/net/ssh/identity.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* libssh asks for a passphrase: so there is one. */
static int note_question(const char *prompt, char *answer, size_t len, int echo, int verify,
                         void *asked)
{
    (void)prompt;
    (void)answer;
    (void)len;
    (void)echo;
    (void)verify;
    *(bool *)asked = true;
    return -1;
}

static void load_public(struct identity_file *identity)
{
    char *beside = mem_printf("%s.pub", identity->path);

    if (ssh_pki_import_pubkey_file(beside, &identity->public) != SSH_OK &&
        ssh_pki_import_pubkey_file(identity->path, &identity->public) != SSH_OK)
        identity->public = NULL;
    free(beside);
}

static int check_file(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_AUTH, "%s: %s", path,
                       strerror(errno));
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        fd_close(&fd);
        return err_set(err, ERR_AUTH, "%s: not a file", path);
    }
    fd_close(&fd);
    if (info.st_uid == getuid() && (info.st_mode & 077) != 0)
        return err_set(err, ERR_AUTH, "%s: not used, since others may read it (chmod 600)", path);
    return 0;
}

int identity_init(struct identity_file *identity, const char *path, struct err *err)
{
    int rc = check_file(path, err);

    *identity = (struct identity_file){.path = mem_dup(path)};
    load_public(identity);
    if (rc < 0)
        return rc;
    if (ssh_pki_import_privkey_file(path, NULL, note_question, &identity->locked, &identity->key) ==
        SSH_OK)
        return 0;
    identity->key = NULL;
    return identity->locked ? 0 : err_set(err, ERR_AUTH, "%s: not a private key", path);
}

void identity_done(struct identity_file *identity)
{
    ssh_key_free(identity->key);
    ssh_key_free(identity->public);
    free(identity->path);
    *identity = (struct identity_file){0};
}

bool identity_unlock(struct identity_file *identity, const char *passphrase)
{
    return ssh_pki_import_privkey_file(identity->path, passphrase, NULL, NULL, &identity->key) ==
           SSH_OK;
}
