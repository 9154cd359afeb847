#include "protocol/sys/config.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct config {
    git_config *git; /* NULL while the file is not there */
    char *path;
};

static int trouble(const struct config *config, struct err *err)
{
    const git_error *last = git_error_last();

    return err_set(err, ERR_INVALID, "%s: %s", config->path,
                   last != NULL ? last->message : "cannot be read");
}

static int load(struct config *config, struct err *err)
{
    if (access(config->path, F_OK) != 0)
        return 0;
    if (git_config_open_ondisk(&config->git, config->path) < 0)
        return trouble(config, err);
    return 0;
}

int config_open(const char *path, struct config **ret_config, struct err *err)
{
    struct config *config = mem_new(1, sizeof(*config));

    git_libgit2_init();
    config->path = mem_dup(path);
    if (load(config, err) < 0) {
        config_free(config);
        return -ERR_INVALID;
    }
    *ret_config = config;
    return 0;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    git_config_free(config->git);
    free(config->path);
    free(config);
    git_libgit2_shutdown();
}

char *config_text(const struct config *config, const char *key)
{
    git_config_entry *entry;
    char *text;

    if (config->git == NULL || git_config_get_entry(&entry, config->git, key) < 0)
        return NULL;
    text = mem_dup(entry->value);
    git_config_entry_free(entry);
    return text;
}

int64_t config_number(const struct config *config, const char *key, int64_t missing)
{
    int64_t number;

    if (config->git == NULL || git_config_get_int64(&number, config->git, key) < 0)
        return missing;
    return number;
}

bool config_truth(const struct config *config, const char *key, bool missing)
{
    int truth;

    if (config->git == NULL || git_config_get_bool(&truth, config->git, key) < 0)
        return missing;
    return truth != 0;
}

/* libgit2 writes only into a file that it could open, so an empty one is made first. */
static int make_file(struct config *config, struct err *err)
{
    char *folder = mem_dup(config->path), *slash = strrchr(folder, '/');
    int rc = 0;

    if (slash != NULL && slash != folder) {
        *slash = '\0';
        rc = fd_make_folder(folder, 0700, err);
    }
    free(folder);
    if (rc == 0)
        rc = fd_replace_file(config->path, "", 0, 0600, err);
    return rc < 0 ? rc : load(config, err);
}

int config_set(struct config *config, const char *key, const char *value, struct err *err)
{
    int rc;

    if (config->git == NULL && value == NULL)
        return 0;
    if (config->git == NULL && (rc = make_file(config, err)) < 0)
        return rc;
    rc = value != NULL ? git_config_set_string(config->git, key, value)
                       : git_config_delete_entry(config->git, key);
    if (rc < 0 && rc != GIT_ENOTFOUND)
        return trouble(config, err);
    return 0;
}

struct key_list {
    struct config *config;
    char *prefix;
    struct err *err;
    char *keys[64];
    size_t count;
};

static void note_key(void *context, const char *key, const char *value)
{
    struct key_list *section = context;

    (void)value;
    if (str_starts(key, section->prefix) &&
        section->count < sizeof(section->keys) / sizeof(section->keys[0]))
        section->keys[section->count++] = mem_dup(key);
}

int config_remove_section(struct config *config, const char *name, struct err *err)
{
    struct key_list section = {.config = config, .prefix = mem_printf("%s.", name), .err = err};
    int rc = 0;

    config_each(config, note_key, &section);
    for (size_t i = 0; i < section.count; i++) {
        if (rc == 0)
            rc = config_set(config, section.keys[i], NULL, err);
        free(section.keys[i]);
    }
    free(section.prefix);
    return rc;
}

void config_each(const struct config *config,
                 void (*each)(void *context, const char *key, const char *value), void *context)
{
    git_config_iterator *iterator;
    git_config_entry *entry;

    if (config->git == NULL || git_config_iterator_new(&iterator, config->git) < 0)
        return;
    while (git_config_next(&entry, iterator) == 0)
        each(context, entry->name, entry->value != NULL ? entry->value : "");
    git_config_iterator_free(iterator);
}

const char *config_library_version(void)
{
    static char version[32];
    int major, minor, revision;

    git_libgit2_version(&major, &minor, &revision);
    snprintf(version, sizeof(version), "%d.%d.%d", major, minor, revision);
    return version;
}
