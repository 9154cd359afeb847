#include "protocol/sys/random.h"

#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void random_bytes(void *data, size_t len)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fd_read_all(fd, data, len) != (ssize_t)len)
        abort();
    close(fd);
}

void random_uuid(char ret_uuid[UUID_SIZE])
{
    unsigned char random[UUID_RANDOM];

    random_bytes(random, sizeof(random));
    uuid_v7(clock_wall_ms(), random, ret_uuid);
}
