#include "tests/bench/disk.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "tests/bench/stopwatch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096

int disk_open(struct disk *disk, const char *folder, struct err *err)
{
    char *path = mem_printf("%s/fsync-floor", folder);
    int rc = 0;

    *disk = (struct disk){.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (disk->fd < 0)
        rc = err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    free(path);
    return rc;
}

void disk_done(struct disk *disk)
{
    fd_close(&disk->fd);
}

int disk_sync(struct disk *disk, double *ret_ms, struct err *err)
{
    static const char page[PAGE] = "page";
    int64_t from = stopwatch_ns();

    if (fd_pwrite_all(disk->fd, page, sizeof(page), (off_t)disk->written * PAGE) != 0 ||
        fsync(disk->fd) != 0)
        return err_set(err, ERR_STORAGE, "fsync: %s", strerror(errno));
    *ret_ms = stopwatch_ms_since(from);
    disk->written++;
    return 0;
}
