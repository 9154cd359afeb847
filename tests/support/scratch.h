/*
 * A folder of a test's own, removed again at the end.
 */
#ifndef CCR_SUPPORT_SCRATCH_H
#define CCR_SUPPORT_SCRATCH_H

#include <stddef.h>

struct scratch {
    char *folder;
};

/* Makes the folder below $TMPDIR, or where the test runs; the test fails when that fails. */
void scratch_init(struct scratch *scratch);

/* Removes it and all in it. */
void scratch_done(struct scratch *scratch);

/* The path of that name in the folder, the caller's to free. */
char *scratch_path(const struct scratch *scratch, const char *name);

/* Writes a file of that name, with the folders above it; its path, the caller's to free. */
char *scratch_write(const struct scratch *scratch, const char *name, const void *data, size_t len);
char *scratch_text(const struct scratch *scratch, const char *name, const char *text);

/* Appends to the file at path. */
void scratch_append(const char *path, const char *text);

#endif
