#include "protocol/sys/settings.h"

#include "protocol/base/str.h"

#include <stdbool.h>
#include <string.h>

const struct setting settings[] = {
    {"default.host", SETTING_TEXT, "local", 0, 0,
     "The host that verbs work on when -H names none; local is this machine."},
    {"default.model", SETTING_TEXT, NULL, 0, 0, "The model of new sessions; without it, Claude's."},
    {"default.permission-mode", SETTING_TEXT, NULL, 0, 0,
     "The permission mode of new sessions; without it, Claude's."},
    {"client.name", SETTING_TEXT, NULL, 0, 0,
     "What hosts call this client in their audit; without it, the machine's host name."},
    {"connection.timeout", SETTING_SPAN, "30s", 1, 3600,
     "How long a step of connecting and an answer may take."},
    {"agent.command", SETTING_TEXT, "claude", 0, 0,
     "The agent's command, split at spaces: a path or a name that is looked for in PATH and the "
     "usual places, and arguments."},
    {"agent.environment", SETTING_TEXT, "daemon", 0, 0,
     "Where the agent's environment is from: daemon, login (what the login shell says, asked "
     "once), or "
     "the path of a file of NAME=value lines."},
    {"agent.idle-seconds", SETTING_NUMBER, "60", 1, 86400,
     "After how many seconds an idle agent process is let go."},
    {"queue.slots", SETTING_NUMBER, "8", 1, 64, "How many tasks of a host run at once."},
    {"state.folder", SETTING_PATH, NULL, 0, 0,
     "Where the database, the outbox and the socket are; without it, $XDG_STATE_HOME/ccr. Must not "
     "be on a network file system."},
    {"policy.allow-bypass", SETTING_TRUTH, "false", 0, 0,
     "Whether this host's runner lets a task bypass all permissions."},
    {"log.debug", SETTING_TRUTH, "false", 0, 0, "Whether the daemon's log says everything."},
    {"host.NAME.address", SETTING_TEXT, NULL, 0, 0, "The host: [user@]name, as SSH knows it."},
    {"host.NAME.port", SETTING_NUMBER, NULL, 1, 65535, "Its SSH port."},
    {"host.NAME.identity", SETTING_PATH, NULL, 0, 0, "The private key file for it."},
    {"host.NAME.known-hosts", SETTING_PATH, NULL, 0, 0,
     "The file of host keys that counts for it instead of ~/.ssh/known_hosts."},
    {"host.NAME.jump", SETTING_TEXT, NULL, 0, 0, "The host to go through."},
    {"host.NAME.runner", SETTING_TEXT, NULL, 0, 0,
     "Its runner as a shell command, to which \"serve\" is added; without an address it is run on "
     "this machine."},
    {NULL, SETTING_TEXT, NULL, 0, 0, NULL},
};

/* True when key is "host.", a name, and what name has after "host.NAME". */
static bool is_host_setting(const char *name, const char *key)
{
    const char *last = strrchr(key, '.');

    return str_starts(name, SETTINGS_HOST) && str_starts(key, "host.") && last > key + 5 &&
           strcmp(last + 1, name + strlen(SETTINGS_HOST)) == 0;
}

const struct setting *setting_find(const char *key)
{
    for (const struct setting *setting = settings; setting->name != NULL; setting++)
        if (is_host_setting(setting->name, key) ||
            (strcmp(setting->name, key) == 0 && !str_starts(setting->name, SETTINGS_HOST)))
            return setting;
    return NULL;
}

static bool is_truth(const char *value)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "1", "0", NULL};

    for (size_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], value) == 0)
            return true;
    return false;
}

int setting_check(const struct setting *setting, const char *key, const char *value,
                  struct err *err)
{
    int64_t number;

    if (str_blank(value))
        return err_set(err, ERR_INVALID, "%s: the value is empty", key);
    if (strpbrk(value, "\n\r") != NULL)
        return err_set(err, ERR_INVALID, "%s: the value has several lines", key);
    switch (setting->type) {
    case SETTING_TEXT:
        return 0;
    case SETTING_PATH:
        if (value[0] == '/' || str_starts(value, "~/"))
            return 0;
        return err_set(err, ERR_INVALID, "%s: must be a whole path, or begin with ~/", key);
    case SETTING_NUMBER:
        if (str_number(value, setting->low, setting->high, &number))
            return 0;
        return err_set(err, ERR_INVALID, "%s: must be a whole number from %d to %d", key,
                       (int)setting->low, (int)setting->high);
    case SETTING_SPAN:
        if (str_span(value, &number) && number >= setting->low * 1000 &&
            number <= setting->high * 1000)
            return 0;
        return err_set(err, ERR_INVALID, "%s: must be a span such as 90s or 5m, %d s to %d s", key,
                       (int)setting->low, (int)setting->high);
    case SETTING_TRUTH:
        if (is_truth(value))
            return 0;
        return err_set(err, ERR_INVALID, "%s: must be true or false", key);
    }
    return 0;
}
