#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/settings.h"

#include <stdlib.h>
#include <string.h>

static int unknown(const struct cli *cli, const char *key, struct err *err)
{
    err_set(err, ERR_INVALID, "%.80s: no such setting", key);
    return err_next(err, "%s config list names them all", cli->name);
}

int run_config_get(struct cli *cli, const struct args *args, struct err *err)
{
    const struct setting *setting = setting_find(args->words[0]);
    char *value;

    if (setting == NULL)
        return unknown(cli, args->words[0], err);
    value = config_text(cli->config, args->words[0]);
    if (value == NULL)
        value = mem_dup(setting->missing);
    if (value == NULL)
        return err_set(err, ERR_NOT_FOUND, "%s is not set", args->words[0]);
    output_text(stdout, value, OUTPUT_PLAIN, "");
    putchar('\n');
    free(value);
    return 0;
}

int run_config_set(struct cli *cli, const struct args *args, struct err *err)
{
    const char *key = args->words[0], *value = args->words[1];
    const struct setting *setting = setting_find(key);
    int rc;

    if (setting == NULL)
        return unknown(cli, key, err);
    rc = setting_check(setting, key, value, err);
    if (rc < 0)
        return err_next(err, "%s", setting->help);
    return config_set(cli->config, key, value, err);
}

int run_config_unset(struct cli *cli, const struct args *args, struct err *err)
{
    if (setting_find(args->words[0]) == NULL)
        return unknown(cli, args->words[0], err);
    return config_set(cli->config, args->words[0], NULL, err);
}

static void print_setting(const struct cli *cli, const char *key, const char *value, bool set)
{
    struct json *json;

    if (!cli->json) {
        output_line(stdout, set ? OUTPUT_PLAIN : OUTPUT_DIM, "%s = %s%s", key,
                    value != NULL ? value : "", set ? "" : " (not set)");
        return;
    }
    json = json_new_object();
    json_put_text(json, "name", key);
    json_put_text(json, "value", value);
    json_put_bool(json, "set", set);
    output_json(json);
}

/* The settings of host profiles, and what no table knows. */
static void print_other(void *context, const char *key, const char *value)
{
    const struct cli *cli = context;

    if (str_starts(key, "host.") || setting_find(key) == NULL)
        print_setting(cli, key, value, true);
}

int run_config_list(struct cli *cli, const struct args *args, struct err *err)
{
    (void)args;
    (void)err;
    if (!cli->json)
        output_line(stdout, OUTPUT_DIM, "# %s", cli->config_path);
    for (const struct setting *setting = settings; setting->name != NULL; setting++) {
        char *value;

        if (str_starts(setting->name, SETTINGS_HOST))
            continue;
        value = config_text(cli->config, setting->name);
        print_setting(cli, setting->name, value != NULL ? value : setting->missing, value != NULL);
        free(value);
    }
    config_each(cli->config, print_other, cli);
    return 0;
}
