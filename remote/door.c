#include "remote/door.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "protocol/sys/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_FILE_MAX 4096

char *door_path(const char *state)
{
    char *path = paths_join(state, "socket"), *file;
    struct buf text;

    if (strlen(path) < PATHS_SOCKET_MAX)
        return path;
    file = paths_join(state, "socket-path");
    buf_init(&text, PATH_FILE_MAX);
    if (fd_read_file(file, PATH_FILE_MAX, &text, NULL) == 0 && text.len > 0) {
        free(path);
        path = buf_take(&text);
    }
    buf_done(&text);
    free(file);
    return path;
}

int door_make(const char *state, char **ret_path, struct err *err)
{
    const char *temporary = getenv("TMPDIR");
    char *path = paths_join(state, "socket"), *folder, *file;
    int rc;

    if (strlen(path) < PATHS_SOCKET_MAX) {
        *ret_path = path;
        return 0;
    }
    free(path);
    folder = paths_join(temporary != NULL ? temporary : P_tmpdir, "ccr-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        rc = err_set(err, ERR_STORAGE, "%s: %s", folder, strerror(errno));
        free(folder);
        return rc;
    }
    path = paths_join(folder, "socket");
    file = paths_join(state, "socket-path");
    rc = fd_replace_file(file, path, strlen(path), 0600, err);
    if (rc == 0 && strlen(path) >= PATHS_SOCKET_MAX) {
        err_set(err, ERR_STORAGE, "%s: too long for a socket", path);
        rc = err_next(err, "set TMPDIR or state.folder to a shorter path");
    }
    free(folder);
    free(file);
    if (rc < 0)
        free(path);
    else
        *ret_path = path;
    return rc;
}
