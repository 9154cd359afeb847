/* protocol/sys/birth: start times and boot ids, on a platform that has them. */

#include "protocol/sys/birth.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void our_own_start_stays_the_same(void **state)
{
    uint64_t first = 0, second = 1;

    (void)state;
    assert_int_equal(birth_of(getpid(), &first), 0);
    assert_int_equal(birth_of(getpid(), &second), 0);
    assert_true(first > 0);
    assert_int_equal(first, second);
}

static void a_name_full_of_parentheses_changes_nothing(void **state)
{
    const char name[] = "a) Z 1 (2) 3";
    uint64_t before = 0, after = 1;
    int fd = open("/proc/self/comm", O_WRONLY);

    (void)state;
    if (fd < 0)
        skip();
    assert_int_equal(birth_of(getpid(), &before), 0);
    assert_int_equal(write(fd, name, strlen(name)), strlen(name));
    close(fd);
    assert_int_equal(birth_of(getpid(), &after), 0);
    assert_int_equal(before, after);
}

static void a_child_is_there_then_a_zombie_then_gone(void **state)
{
    uint64_t start = 0, untouched = 7;
    siginfo_t info;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        for (;;)
            pause();
    assert_true(pid > 0);
    assert_int_equal(birth_of(pid, &start), 0);
    assert_true(start > 0);
    kill(pid, SIGKILL);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(birth_of(pid, &untouched), BIRTH_ZOMBIE);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(birth_of(pid, &untouched), BIRTH_GONE);
    assert_int_equal(untouched, 7);
}

static void no_group_is_taken_for_a_process(void **state)
{
    uint64_t start = 7;

    (void)state;
    assert_int_equal(birth_of(0, &start), BIRTH_GONE);
    assert_int_equal(birth_of(-1, &start), BIRTH_GONE);
    assert_int_equal(start, 7);
}

static void the_boot_has_one_id(void **state)
{
    char first[BIRTH_BOOT_SIZE], second[BIRTH_BOOT_SIZE];

    (void)state;
    assert_int_equal(birth_boot(first), 0);
    assert_int_equal(birth_boot(second), 0);
    assert_int_equal(strlen(first), BIRTH_BOOT_SIZE - 1);
    assert_string_equal(first, second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_start_stays_the_same),
        cmocka_unit_test(a_name_full_of_parentheses_changes_nothing),
        cmocka_unit_test(a_child_is_there_then_a_zombie_then_gone),
        cmocka_unit_test(no_group_is_taken_for_a_process),
        cmocka_unit_test(the_boot_has_one_id),
    };
    uint64_t start;

    /* 77: automake's word for a test that this platform cannot run. */
    if (birth_of(getpid(), &start) == BIRTH_UNKNOWN)
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
