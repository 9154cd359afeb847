#include "tests/support/scratch.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <unistd.h>

void scratch_init(struct scratch *scratch)
{
    const char *told = getenv("TMPDIR");
    char *base = realpath(told != NULL ? told : ".", NULL);

    assert_non_null(base);
    scratch->folder = mem_printf("%s/ccr-test-XXXXXX", base);
    assert_non_null(mkdtemp(scratch->folder));
    free(base);
}

void scratch_done(struct scratch *scratch)
{
    assert_int_equal(fd_remove_tree(scratch->folder, NULL), 0);
    free(scratch->folder);
    scratch->folder = NULL;
}

char *scratch_path(const struct scratch *scratch, const char *name)
{
    return mem_printf("%s/%s", scratch->folder, name);
}

static void put(const char *path, int flags, const void *data, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);

    assert_true(fd >= 0);
    assert_int_equal(fd_write_all(fd, data, len), 0);
    fd_close(&fd);
}

char *scratch_write(const struct scratch *scratch, const char *name, const void *data, size_t len)
{
    char *path = scratch_path(scratch, name);
    char *slash = strrchr(path, '/');

    *slash = '\0';
    assert_int_equal(fd_make_folder(path, 0700, NULL), 0);
    *slash = '/';
    put(path, O_TRUNC, data, len);
    return path;
}

char *scratch_text(const struct scratch *scratch, const char *name, const char *text)
{
    return scratch_write(scratch, name, text, strlen(text));
}

void scratch_append(const char *path, const char *text)
{
    put(path, O_APPEND, text, strlen(text));
}
