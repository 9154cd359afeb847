#include "remote/daemon/socket.h"

#include "remote/door.h"

#include "protocol/sys/fd.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int socket_listen(struct daemon *daemon, uv_connection_cb on_connection, int backlog,
                  struct err *err)
{
    char *path;
    int rc = door_make(daemon->settings.state, &path, err);
    mode_t before;

    if (rc < 0)
        return rc;
    unlink(path);
    uv_pipe_init(&daemon->loop, &daemon->listener, 0);
    daemon->listener.data = daemon;
    before = umask(077);
    rc = uv_pipe_bind(&daemon->listener, path);
    umask(before);
    if (rc == 0)
        rc = uv_listen((uv_stream_t *)&daemon->listener, backlog, on_connection);
    if (rc < 0)
        rc = err_set(err, ERR_STORAGE, "%s: cannot listen: %s", path, uv_strerror(rc));
    free(path);
    return rc;
}
