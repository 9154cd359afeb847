#include "remote/daemon/settings.h"

#include "remote/daemon/environment.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/paths.h"

#include <stdlib.h>
#include <string.h>

#define IDLE_DEFAULT_S 60
#define SLOTS_DEFAULT  8
#define SLOTS_MAX      64
#define AGENT_ARGS_MAX 64

/* Where `claude` is when PATH, which an SSH command gets bare, does not have it. */
static const char *const agent_folders[] = {
    "~/.local/bin",   "~/.claude/local",   "~/.npm-global/bin", "~/bin",
    "/usr/local/bin", "/opt/homebrew/bin", "/usr/bin",          NULL,
};

char *settings_state_folder(const struct config *config)
{
    char *set = config_text(config, "state.folder"), *home, *folder;

    if (set == NULL)
        return paths_state_folder();
    if (!str_starts(set, "~/"))
        return set;
    home = paths_home();
    folder = paths_join(home != NULL ? home : "/", set + 2);
    free(home);
    free(set);
    return folder;
}

/* Splits agent.command at spaces; the first word is looked up. */
static char **agent_words(const struct config *config)
{
    char *text = config_text(config, "agent.command"), *rest, *word;
    char **words = mem_new(AGENT_ARGS_MAX + 1, sizeof(*words));
    char *found;
    size_t count = 0;

    if (text == NULL)
        text = mem_dup("claude");
    rest = text;
    while (count < AGENT_ARGS_MAX && (word = strtok_r(rest, " ", &rest)) != NULL)
        words[count++] = mem_dup(word);
    if (count == 0)
        words[count++] = mem_dup("claude");
    found = paths_find(words[0], agent_folders);
    if (found != NULL) {
        free(words[0]);
        words[0] = found;
    }
    free(text);
    return words;
}

static char **load_environment(const char *argv0, const struct config *config)
{
    char *source = config_text(config, "agent.environment");
    char *self = paths_program(argv0, CCR_REMOTE_NAME, "CCR_REMOTE");
    char **list = self != NULL ? environment_load(source, self) : NULL;

    free(self);
    free(source);
    return list;
}

int settings_load(struct settings *settings, const char *argv0, const struct config *config,
                  struct err *err)
{
    int64_t slots = config_number(config, "queue.slots", SLOTS_DEFAULT);
    int64_t idle = config_number(config, "agent.idle-seconds", IDLE_DEFAULT_S);

    *settings = (struct settings){
        .agent = agent_words(config),
        .shim = paths_program(argv0, CCR_SHIM_NAME, "CCR_SHIM"),
        .state = settings_state_folder(config),
        .roots = paths_claude_roots(),
        .idle_ms = (idle < 0 ? IDLE_DEFAULT_S : idle) * 1000,
        .slots = slots < 1           ? 1
                 : slots > SLOTS_MAX ? SLOTS_MAX
                                     : slots,
        .allow_bypass = config_truth(config, "policy.allow-bypass", false),
    };
    settings->environment = load_environment(argv0, config);
    if (settings->shim == NULL) {
        err_set(err, ERR_RUNNER, "%s was found neither beside %s nor in PATH", CCR_SHIM_NAME,
                argv0);
        return err_next(err, "install the runner again");
    }
    return 0;
}

void settings_done(struct settings *settings)
{
    paths_free(settings->agent);
    paths_free(settings->environment);
    paths_free(settings->roots);
    free(settings->shim);
    free(settings->state);
}
