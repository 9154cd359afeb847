#include "protocol/sys/fd.h"

#include "protocol/base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define TREE_DEPTH_MAX 32

ssize_t fd_read_all(int fd, void *data, size_t len)
{
    size_t have = 0;

    while (have < len) {
        ssize_t n = read(fd, (char *)data + have, len - have);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

ssize_t fd_pread_all(int fd, void *data, size_t len, off_t offset)
{
    size_t have = 0;

    while (have < len) {
        ssize_t n = pread(fd, (char *)data + have, len - have, offset + (off_t)have);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

int fd_write_all(int fd, const void *data, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = write(fd, (const char *)data + done, len - done);

        if (n < 0 && errno != EINTR)
            return -1;
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

int fd_pwrite_all(int fd, const void *data, size_t len, off_t offset)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = pwrite(fd, (const char *)data + done, len - done, offset + (off_t)done);

        if (n < 0 && errno != EINTR)
            return -1;
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

void fd_close(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

static int set_flag(int fd, int get, int set, int flag, bool on)
{
    int flags = fcntl(fd, get);

    if (flags < 0)
        return -1;
    return fcntl(fd, set, on ? flags | flag : flags & ~flag);
}

int fd_set_nonblocking(int fd, bool on)
{
    return set_flag(fd, F_GETFL, F_SETFL, O_NONBLOCK, on);
}

int fd_set_cloexec(int fd, bool on)
{
    return set_flag(fd, F_GETFD, F_SETFD, FD_CLOEXEC, on);
}

static int close_both_on_exec(int fds[2])
{
    if (fd_set_cloexec(fds[0], true) == 0 && fd_set_cloexec(fds[1], true) == 0)
        return 0;
    fd_close(&fds[0]);
    fd_close(&fds[1]);
    return -1;
}

int fd_pipe(int ret_fds[2])
{
    return pipe(ret_fds) == 0 ? close_both_on_exec(ret_fds) : -1;
}

int fd_socketpair(int ret_fds[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ret_fds) == 0 ? close_both_on_exec(ret_fds) : -1;
}

int fd_read_file(const char *path, size_t max, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char chunk[16 * 1024];
    size_t have = 0;
    ssize_t n;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_STORAGE, "%s: %s", path,
                       strerror(errno));
    while ((n = fd_read_all(fd, chunk, sizeof(chunk))) > 0) {
        have += (size_t)n;
        if (have > max || buf_append(out, chunk, (size_t)n) < 0) {
            fd_close(&fd);
            return err_set(err, ERR_TOO_LARGE, "%s: larger than %zu bytes", path, max);
        }
    }
    fd_close(&fd);
    if (n < 0)
        return err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    return 0;
}

int fd_replace_file(const char *path, const void *data, size_t len, mode_t mode, struct err *err)
{
    char *temporary = mem_printf("%s.%ld.new", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    int rc = 0;

    if (fd < 0 || fd_write_all(fd, data, len) != 0 || fsync(fd) != 0 ||
        rename(temporary, path) != 0) {
        rc = err_set(err, ERR_STORAGE, "%s: cannot write: %s", path, strerror(errno));
        unlink(temporary);
    }
    fd_close(&fd);
    free(temporary);
    return rc;
}

int fd_make_folder(const char *path, mode_t mode, struct err *err)
{
    char *part = mem_dup(path);
    int rc = 0;

    for (char *slash = part + 1;; slash++) {
        char kept = *slash;

        if (kept != '/' && kept != '\0')
            continue;
        *slash = '\0';
        if (mkdir(part, mode) != 0 && errno != EEXIST && errno != EISDIR && errno != EROFS &&
            errno != EACCES)
            rc = err_set(err, ERR_STORAGE, "%s: cannot make the folder: %s", part, strerror(errno));
        *slash = kept;
        if (kept == '\0' || rc < 0)
            break;
    }
    if (rc == 0 && access(path, F_OK) != 0)
        rc = err_set(err, ERR_STORAGE, "%s: cannot make the folder: %s", path, strerror(errno));
    free(part);
    return rc;
}

/* Empties and removes what name is in the folder at. */
static int remove_at(int at, const char *name, int depth)
{
    struct dirent *entry;
    DIR *dir;
    int fd, failed = 0;

    if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
        return 0;
    if (depth == 0)
        return -1;
    fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -1;
    dir = fdopendir(fd);
    if (dir == NULL) {
        fd_close(&fd);
        return -1;
    }
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            failed |= remove_at(dirfd(dir), entry->d_name, depth - 1);
    closedir(dir);
    return failed != 0 || unlinkat(at, name, AT_REMOVEDIR) != 0 ? -1 : 0;
}

int fd_remove_tree(const char *path, struct err *err)
{
    if (remove_at(AT_FDCWD, path, TREE_DEPTH_MAX) != 0)
        return err_set(err, ERR_STORAGE, "%s: cannot remove: %s", path, strerror(errno));
    return 0;
}
