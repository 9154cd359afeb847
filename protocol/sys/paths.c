#include "protocol/sys/paths.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *paths_join(const char *folder, const char *name)
{
    return mem_printf("%s%s%s", folder, str_ends(folder, "/") ? "" : "/", name);
}

/* The value of a variable that must hold an absolute path to count. */
static const char *absolute(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && value[0] == '/' ? value : NULL;
}

char *paths_home(void)
{
    const char *home = absolute("HOME");
    const struct passwd *user;

    if (home != NULL)
        return mem_dup(home);
    user = getpwuid(getuid());
    return user != NULL ? mem_dup(user->pw_dir) : NULL;
}

/* $VARIABLE/ccr, else ~/fallback/ccr; "/nonexistent/..." when there is no home, so
 * that the error names the path. */
static char *xdg_folder(const char *variable, const char *fallback)
{
    char *home = paths_home(), *base, *folder;

    base = absolute(variable) != NULL ? mem_dup(absolute(variable))
                                      : paths_join(home != NULL ? home : "/nonexistent", fallback);
    folder = paths_join(base, "ccr");
    free(base);
    free(home);
    return folder;
}

char *paths_config_file(void)
{
    char *folder, *file;

    if (getenv("CCR_CONFIG") != NULL)
        return mem_dup(getenv("CCR_CONFIG"));
    folder = xdg_folder("XDG_CONFIG_HOME", ".config");
    file = paths_join(folder, "config");
    free(folder);
    return file;
}

char *paths_state_folder(void)
{
    return xdg_folder("XDG_STATE_HOME", ".local/state");
}

char *paths_cache_folder(void)
{
    return xdg_folder("XDG_CACHE_HOME", ".cache");
}

int paths_private_folder(const char *path, struct err *err)
{
    struct stat st;
    int rc = fd_make_folder(path, 0700, err);

    if (rc < 0)
        return err_next(err, "set state.folder to a folder that you can write");
    if (stat(path, &st) != 0)
        return err_set(err, ERR_STORAGE, "%s: %s", path, strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return err_set(err, ERR_STORAGE, "%s: not a folder", path);
    if (st.st_uid != geteuid()) {
        err_set(err, ERR_STORAGE, "%s: belongs to another user", path);
        return err_next(err, "chown it to yourself, or set state.folder to another one");
    }
    if ((st.st_mode & 022) != 0) {
        err_set(err, ERR_STORAGE, "%s: others can write to it", path);
        return err_next(err, "chmod 700 %s", path);
    }
    if (access(path, W_OK | X_OK) != 0) {
        err_set(err, ERR_STORAGE, "%s: not writable: %s", path, strerror(errno));
        return err_next(err, "chmod 700 %s", path);
    }
    return 0;
}

char **paths_claude_roots(void)
{
    const char *set = getenv("CLAUDE_CONFIG_DIR");
    char **roots = mem_new(3, sizeof(*roots));
    char *home;

    if (set != NULL && *set != '\0') {
        roots[0] = mem_dup(set);
        return roots;
    }
    home = paths_home();
    if (home != NULL) {
        roots[0] = paths_join(home, ".claude");
        roots[1] = paths_join(home, ".config/claude");
    }
    free(home);
    return roots;
}

size_t paths_count(char *const *list)
{
    size_t count = 0;

    while (list[count] != NULL)
        count++;
    return count;
}

void paths_free(char **list)
{
    for (size_t i = 0; list != NULL && list[i] != NULL; i++)
        free(list[i]);
    free(list);
}

static bool runs(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* The program in the folder, or NULL. */
static char *in_folder(const char *folder, size_t len, const char *name)
{
    char *whole = mem_dup_n(folder, len), *path = paths_join(whole, name);

    free(whole);
    if (runs(path))
        return path;
    free(path);
    return NULL;
}

static char *in_path(const char *name)
{
    const char *path = getenv("PATH");
    char *found = NULL;

    while (path != NULL && found == NULL) {
        size_t len = strcspn(path, ":");

        if (len > 0)
            found = in_folder(path, len, name);
        path = path[len] == ':' ? path + len + 1 : NULL;
    }
    return found;
}

char *paths_find(const char *name, const char *const *folders)
{
    char *found = strchr(name, '/') == NULL ? in_path(name) : runs(name) ? mem_dup(name) : NULL;
    char *home = paths_home();

    for (size_t i = 0; found == NULL && folders[i] != NULL; i++) {
        char *folder = str_starts(folders[i], "~/") && home != NULL
                           ? paths_join(home, folders[i] + 2)
                           : mem_dup(folders[i]);

        found = in_folder(folder, strlen(folder), name);
        free(folder);
    }
    free(home);
    return found;
}

char *paths_program(const char *argv0, const char *name, const char *variable)
{
    const char *set = getenv(variable);
    char *self, *found = NULL;

    if (set != NULL && *set != '\0')
        return mem_dup(set);
    self = strchr(argv0, '/') != NULL ? mem_dup(argv0) : in_path(argv0);
    if (self != NULL) {
        char real[PATH_MAX];
        const char *path = realpath(self, real) != NULL ? real : self;

        found = in_folder(path, (size_t)(strrchr(path, '/') - path), name);
    }
    free(self);
    return found != NULL ? found : in_path(name);
}
