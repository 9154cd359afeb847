/*
 * Runs a fuzz target without a fuzzer: over each file of its corpus (of $srcdir/CORPUS, or of
 * the folders and files that are its arguments), and over deterministic damage to the small ones.
 * It prints a file's name first, so that a crash names its input.
 */
#include "tests/fuzz/fuzz.h"

#include "tests/support/mutate.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define INPUT_MAX   (4 * 1024 * 1024)
#define DAMAGED_MAX 1024

static void take(const char *data, size_t len)
{
    LLVMFuzzerTestOneInput((const uint8_t *)data, len);
}

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *data = malloc(INPUT_MAX), *exact;
    size_t len;

    printf("%s\n", path);
    fflush(stdout);
    if (file == NULL || data == NULL) {
        perror(path);
        exit(1);
    }
    len = fread(data, 1, INPUT_MAX, file);
    fclose(file);
    exact = malloc(len > 0 ? len : 1);
    if (exact == NULL)
        abort();
    memcpy(exact, data, len);
    take(exact, len);
    if (len <= DAMAGED_MAX)
        mutate(exact, len, take);
    free(exact);
    free(data);
    return 1;
}

/* The number of files that were run. */
static int run_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    int count = 0;

    if (folder == NULL)
        return run_file(path);
    while ((entry = readdir(folder)) != NULL) {
        char inner[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        count += run_file(inner);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    const char *top = getenv("srcdir");
    char corpus[4096];
    int count = 0;

    for (int i = 1; i < argc; i++)
        count += run_folder(argv[i]);
    if (argc == 1) {
        snprintf(corpus, sizeof(corpus), "%s/%s", top != NULL ? top : ".", CORPUS);
        count = run_folder(corpus);
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
