/*
 * Golden screens: runs each *.script of the folder and compares what comes out with the
 * *.screen beside it. With CCR_GOLDEN_UPDATE=1 the latter are written instead; read the
 * difference before it is committed.
 */
#include "tests/golden/script.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPTS_MAX 200
#define FILE_MAX    (8 * 1024 * 1024)

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_scripts(const char *folder, char *names[SCRIPTS_MAX])
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    while (dir != NULL && count < SCRIPTS_MAX && (entry = readdir(dir)) != NULL)
        if (str_ends(entry->d_name, ".script"))
            names[count++] = mem_dup_n(entry->d_name, strlen(entry->d_name) - strlen(".script"));
    if (dir != NULL)
        closedir(dir);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

/* The whole file; "" when there is none. The caller's. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buf content;
    size_t n;
    char piece[4096];

    buf_init(&content, FILE_MAX);
    while (file != NULL && (n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_append(&content, piece, n);
    if (file != NULL)
        fclose(file);
    return content.len > 0 ? buf_take(&content) : mem_dup("");
}

static bool write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL && fputs(text, file) >= 0;

    return (file != NULL && fclose(file) == 0) && ok;
}

static bool run_lines(struct script *script, char *text)
{
    char *line, *rest = text;

    while ((line = strtok_r(rest, "\n", &rest)) != NULL)
        if (!script_run(script, line))
            return false;
    return true;
}

/* Where the texts part, for the eye. */
static void show_difference(const char *name, const char *expected, const char *actual)
{
    int line = 1;

    while (*expected != '\0' && *expected == *actual) {
        line += *expected == '\n' ? 1 : 0;
        expected++;
        actual++;
    }
    fprintf(stderr, "# %s.screen differs from line %d on; expected:\n%.600s\n# came:\n%.600s\n",
            name, line, expected, actual);
}

static bool run_script(const char *folder, const char *name, bool update)
{
    char *source = mem_printf("%s/%s.script", folder, name);
    char *target = mem_printf("%s/%s.screen", folder, name);
    char *text = read_file(source), *expected = read_file(target);
    struct script *script = script_new();
    const char *actual;
    bool ok = run_lines(script, text);

    actual = buf_text(script_output(script));
    if (ok && update) {
        ok = write_file(target, actual);
    } else if (ok && strcmp(expected, actual) != 0) {
        show_difference(name, expected, actual);
        ok = false;
    }
    script_free(script);
    free(source);
    free(target);
    free(text);
    free(expected);
    return ok;
}

int main(int argc, char **argv)
{
    const char *srcdir = getenv("srcdir"), *update = getenv("CCR_GOLDEN_UPDATE");
    char *folder =
        argc > 1 ? mem_dup(argv[1]) : mem_printf("%s/tests/golden", srcdir != NULL ? srcdir : ".");
    char *names[SCRIPTS_MAX];
    size_t count = list_scripts(folder, names), failed = 0;

    for (size_t i = 0; i < count; i++) {
        bool ok = run_script(folder, names[i], update != NULL && strcmp(update, "1") == 0);

        printf("%s - %s\n", ok ? "ok" : "not ok", names[i]);
        failed += ok ? 0 : 1;
        free(names[i]);
    }
    printf("# %zu golden scripts, %zu failed\n", count, failed);
    free(folder);
    return failed == 0 && count > 0 ? 0 : 1;
}
