#include "protocol/sys/fd.h"

#include "tests/support/scratch.h"
#include "tests/support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

static void a_file_is_replaced_whole_with_its_mode(void **state)
{
    struct scratch scratch;
    struct stat st;
    struct buf text;
    char *path;

    (void)state;
    scratch_init(&scratch);
    path = scratch_text(&scratch, "file", "old and longer");
    assert_int_equal(fd_replace_file(path, "new", 3, 0600, NULL), 0);
    buf_init(&text, 100);
    assert_int_equal(fd_read_file(path, 100, &text, NULL), 0);
    assert_string_equal(buf_text(&text), "new");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    buf_done(&text);
    free(path);
    scratch_done(&scratch);
}

static void a_file_over_the_maximum_or_missing_is_told_apart(void **state)
{
    struct scratch scratch;
    struct buf text;
    char *path, *missing;

    (void)state;
    scratch_init(&scratch);
    path = scratch_text(&scratch, "file", "12345");
    missing = scratch_path(&scratch, "missing");
    buf_init(&text, 100);
    assert_int_equal(fd_read_file(path, 5, &text, NULL), 0);
    assert_int_equal(fd_read_file(path, 4, &text, NULL), -ERR_TOO_LARGE);
    assert_int_equal(fd_read_file(missing, 4, &text, NULL), -ERR_NOT_FOUND);
    buf_done(&text);
    free(missing);
    free(path);
    scratch_done(&scratch);
}

static void a_tree_is_removed_and_what_it_links_to_is_not(void **state)
{
    struct scratch scratch;
    char *kept, *inner, *tree, *link_path;

    (void)state;
    scratch_init(&scratch);
    kept = scratch_text(&scratch, "kept/file", "x");
    inner = scratch_text(&scratch, "tree/a/b/file", "x");
    tree = scratch_path(&scratch, "tree");
    link_path = scratch_path(&scratch, "tree/a/link");
    assert_int_equal(symlink("../../kept", link_path), 0);
    assert_int_equal(fd_remove_tree(tree, NULL), 0);
    assert_int_not_equal(access(tree, F_OK), 0);
    assert_int_equal(access(kept, F_OK), 0);
    assert_int_equal(fd_remove_tree(tree, NULL), 0);
    free(link_path);
    free(tree);
    free(inner);
    free(kept);
    scratch_done(&scratch);
}

static void writes_at_an_offset_leave_the_rest(void **state)
{
    struct scratch scratch;
    char *path, back[8] = "";
    FILE *file;

    (void)state;
    scratch_init(&scratch);
    path = scratch_text(&scratch, "file", "abcdef");
    file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fd_pwrite_all(fileno(file), "XY", 2, 2), 0);
    assert_int_equal(fd_pread_all(fileno(file), back, 7, 0), 6);
    assert_string_equal(back, "abXYef");
    fclose(file);
    free(path);
    scratch_done(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_replaced_whole_with_its_mode),
        cmocka_unit_test(a_file_over_the_maximum_or_missing_is_told_apart),
        cmocka_unit_test(a_tree_is_removed_and_what_it_links_to_is_not),
        cmocka_unit_test(writes_at_an_offset_leave_the_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
