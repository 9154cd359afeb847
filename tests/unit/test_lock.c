#include "protocol/sys/lock.h"

#include "protocol/sys/fd.h"

#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <unistd.h>

static void a_lock_is_held_by_one_until_it_is_closed(void **state)
{
    struct scratch scratch;
    int first = -1, second = -1;
    char *path;

    (void)state;
    scratch_init(&scratch);
    path = scratch_path(&scratch, "lock");
    assert_int_equal(lock_held(path, NULL), 0);
    assert_int_equal(lock_take(path, &first, NULL), 0);
    assert_int_equal(lock_held(path, NULL), 1);
    assert_int_equal(lock_take(path, &second, NULL), -ERR_CONFLICT);
    assert_true(fcntl(first, F_GETFD) & FD_CLOEXEC);
    fd_close(&first);
    assert_int_equal(lock_held(path, NULL), 0);
    assert_int_equal(lock_take(path, &second, NULL), 0);
    fd_close(&second);
    free(path);
    scratch_done(&scratch);
}

static void a_lock_that_cannot_be_asked_about_is_an_error(void **state)
{
    struct scratch scratch;
    char *path, *file;
    int fd;

    (void)state;
    scratch_init(&scratch);
    file = scratch_text(&scratch, "file", "");
    path = scratch_path(&scratch, "link");
    assert_int_equal(symlink(file, path), 0);
    assert_int_equal(lock_held(path, NULL), -ERR_STORAGE);
    assert_int_equal(lock_take(path, &fd, NULL), -ERR_STORAGE);
    free(path);
    free(file);
    scratch_done(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lock_is_held_by_one_until_it_is_closed),
        cmocka_unit_test(a_lock_that_cannot_be_asked_about_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
