#include "remote/transcript/scan.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"
#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "0cacabc1-990e-461b-9cbb-2e8a51affdbd"
#define B "124f97a3-40f9-4489-afdd-4724d2f8fe4e"
#define C "13fbf2f5-137a-49a1-b7aa-09e1a1f064c1"

static struct scratch scratch;
static char found[2000]; /* the ids, sorted */
static int64_t unreadable;

static void make(const char *name, const char *text)
{
    free(scratch_text(&scratch, name, text));
}

static void make_link(const char *target, const char *name)
{
    char *from = scratch_path(&scratch, target), *to = scratch_path(&scratch, name);

    assert_int_equal(symlink(from, to), 0);
    free(from);
    free(to);
}

/* Notes an id in the order of the alphabet. */
static int note(const struct scan_file *file, void *context)
{
    char *at = found, *rest;

    (void)context;
    assert_true(file->size >= 0 && file->changed > 0 && file->inode != 0);
    while (*at != '\0' && strncmp(at, file->id, strlen(file->id)) < 0)
        at = strchr(at, ' ') + 1;
    rest = mem_dup(at);
    snprintf(at, sizeof(found) - (size_t)(at - found), "%s %s", file->id, rest);
    free(rest);
    return 0;
}

static void scan(const char *first, const char *second)
{
    char *roots[] = {scratch_path(&scratch, first), scratch_path(&scratch, second)};

    found[0] = '\0';
    assert_int_equal(scan_sessions((const char *const *)roots, 2, note, NULL, &unreadable), 0);
    free(roots[0]);
    free(roots[1]);
}

static void expect_path(const char *id, const char *name)
{
    char *roots[] = {scratch_path(&scratch, "one"), scratch_path(&scratch, "two")};
    char *wanted = scratch_path(&scratch, name), *path = NULL;

    assert_int_equal(scan_find((const char *const *)roots, 2, id, &path, NULL), 0);
    assert_string_equal(path, wanted);
    free(path);
    free(wanted);
    free(roots[0]);
    free(roots[1]);
}

static void set_time(const char *name, long seconds)
{
    const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
    char *path = scratch_path(&scratch, name);

    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

static void sessions_of_all_roots_are_found_and_nothing_else(void **state)
{
    (void)state;
    make("one/projects/-home-a/" A ".jsonl", "");
    make("one/projects/-home-a/" A "/subagents/agent-1.jsonl", "");
    make("one/projects/-home-a/agent-12345678.jsonl", "");
    make("one/projects/-home-a/" A "x.jsonl", "");
    make("one/projects/-home-a/" A ".json", "");
    make("one/projects/-home-a/memory/MEMORY.md", "");
    make("one/projects/sessions-index.json", "");
    make("one/projects/\n odd \xff/" B ".jsonl", "");
    make("two/projects/-home-a/" C ".jsonl", "");
    make("two/" A ".jsonl", "");
    scan("one", "two");
    assert_string_equal(found, A " " B " " C " ");
    assert_int_equal(unreadable, 0);
    scan("one", "missing");
    assert_string_equal(found, A " " B " ");
}

static void a_folder_reached_twice_is_read_once(void **state)
{
    (void)state;
    make("one/projects/-home-a/" A ".jsonl", "");
    make_link("one", "two");
    make_link("one/projects/-home-a", "one/projects/-home-b");
    make_link("one/projects", "one/projects/loop");
    scan("one", "two");
    assert_string_equal(found, A " ");
}

static void loops_folders_and_dead_links_in_place_of_files_are_passed_over(void **state)
{
    char *fifo = scratch_path(&scratch, "one/projects/-home-a/" C ".jsonl");

    (void)state;
    make("one/projects/-home-a/" A ".jsonl/file", "");
    make_link("one/projects/-home-a/" B ".jsonl", "one/projects/-home-a/" B ".jsonl");
    make_link("one/projects/loop", "one/projects/loop");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    scan("one", "two");
    assert_string_equal(found, "");
    assert_int_equal(unreadable, 2);
    free(fifo);
}

static void what_cannot_be_read_is_counted(void **state)
{
    char *closed = scratch_path(&scratch, "one/projects/-closed");

    (void)state;
    make("one/projects/-home-a/" A ".jsonl", "");
    make("one/projects/-closed/" B ".jsonl", "");
    assert_int_equal(chmod(closed, 0), 0);
    scan("one", "two");
    if (geteuid() != 0) {
        assert_string_equal(found, A " ");
        assert_int_equal(unreadable, 1);
    }
    assert_int_equal(chmod(closed, 0700), 0);
    free(closed);
}

static int stop(const struct scan_file *file, void *context)
{
    (void)file;
    ++*(int *)context;
    return 7;
}

static void a_scan_can_be_ended(void **state)
{
    char *root = scratch_path(&scratch, "one");
    const char *const roots[] = {root, root};
    int calls = 0;

    (void)state;
    make("one/projects/-a/" A ".jsonl", "");
    make("one/projects/-a/" B ".jsonl", "");
    make("one/projects/-b/" C ".jsonl", "");
    assert_int_equal(scan_sessions(roots, 2, stop, &calls, &unreadable), 7);
    assert_int_equal(calls, 1);
    free(root);
}

static void of_two_files_of_one_session_the_newest_is_found(void **state)
{
    (void)state;
    make("one/projects/-old/" A ".jsonl", "");
    make("one/projects/-new/" A ".jsonl", "");
    make("two/projects/-other/" B ".jsonl", "");
    set_time("one/projects/-old/" A ".jsonl", 1000);
    set_time("one/projects/-new/" A ".jsonl", 2000);
    expect_path(A, "one/projects/-new/" A ".jsonl");
    set_time("one/projects/-old/" A ".jsonl", 3000);
    expect_path(A, "one/projects/-old/" A ".jsonl");
    expect_path(B, "two/projects/-other/" B ".jsonl");
}

static void only_a_uuid_names_a_session(void **state)
{
    char *root = scratch_path(&scratch, "one"), *path = NULL;
    const char *const roots[] = {root};
    struct err err;

    (void)state;
    make("one/projects/-a/" A ".jsonl", "");
    make("one/secret.jsonl", "");
    assert_int_equal(scan_find(roots, 1, B, &path, &err), -ERR_NOT_FOUND);
    assert_int_equal(scan_find(roots, 1, "../../secret", &path, &err), -ERR_INVALID);
    assert_int_equal(scan_find(roots, 1, "", &path, &err), -ERR_INVALID);
    assert_null(path);
    free(root);
}

static void sub_agents_are_found_from_their_session(void **state)
{
    char *path = scratch_text(&scratch, "one/projects/-a/" A ".jsonl", "");

    (void)state;
    make("one/projects/-a/" A "/subagents/agent-a1.jsonl", "");
    make("one/projects/-a/" A "/subagents/agent-a1.meta.json", "");
    make("one/projects/-a/" A "/subagents/agent-acompact-ff.jsonl", "");
    make("one/projects/-a/" A "/subagents/workflows/run/agent-b2.jsonl", "");
    make("one/projects/-a/" A "/subagents/workflows/run/journal.jsonl", "");
    make("one/projects/-a/" B "/subagents/agent-c3.jsonl", "");
    make("one/projects/-a/agent-d4.jsonl", "{\"sessionId\":\"" A "\"}\n{}\n");
    make("one/projects/-a/agent-e5.jsonl", "{\"sessionId\":\"" B "\"}\n");
    make("one/projects/-a/agent-f6.jsonl", "no JSON");
    make_link("one/projects", "one/projects/-a/" A "/subagents/loop");
    found[0] = '\0';
    assert_int_equal(scan_agents(path, note, NULL), 0);
    assert_string_equal(found, "a1 b2 d4 ");
    free(path);
}

static int set_up(void **state)
{
    (void)state;
    scratch_init(&scratch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_done(&scratch);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sessions_of_all_roots_are_found_and_nothing_else),
        TEST(a_folder_reached_twice_is_read_once),
        TEST(loops_folders_and_dead_links_in_place_of_files_are_passed_over),
        TEST(what_cannot_be_read_is_counted),
        TEST(a_scan_can_be_ended),
        TEST(of_two_files_of_one_session_the_newest_is_found),
        TEST(only_a_uuid_names_a_session),
        TEST(sub_agents_are_found_from_their_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
