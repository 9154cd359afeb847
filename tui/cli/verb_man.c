#include "tui/cli/roff.h"
#include "tui/cli/run.h"

#include "protocol/base/str.h"
#include "protocol/data/ask.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/sys/settings.h"
#include "tui/store/outbox_table.h"

#include <string.h>

/* A list of pairs: the term's macros, and what is said of it. */
static void print_pairs(const char *width, const char *const pairs[][2])
{
    roff_list(width);
    for (size_t i = 0; pairs[i][0] != NULL; i++) {
        roff_item(pairs[i][0]);
        roff_text(pairs[i][1]);
    }
    roff_list_end();
}

static void print_option(const struct verb_option *option)
{
    char item[128];
    int len = 0;

    if (option->letter != 0)
        len = snprintf(item, sizeof(item), "Fl %c , ", option->letter);
    len += snprintf(item + len, sizeof(item) - (size_t)len, "Fl \\-%s", option->name);
    if (option->argument != NULL)
        snprintf(item + len, sizeof(item) - (size_t)len, " Ar %s", option->argument);
    roff_item(item);
    roff_sentence(option->help);
    if (option->words != NULL) {
        fputs("One of\n.Li ", stdout);
        printf("%s .\n", option->words);
    }
}

static void print_verb(const struct verb *verb)
{
    char item[128];

    snprintf(item, sizeof(item), "Cm %s%s%s", verb->name, *verb->arguments != '\0' ? " Ar " : "",
             verb->arguments);
    roff_item(item);
    roff_sentence(verb->brief);
    if (verb->text != NULL) {
        fputs(".Pp\n", stdout);
        roff_text(verb->text);
    }
    if (verb->options == NULL && !verb->json)
        return;
    roff_list("Ds");
    for (int i = 0; verb->options != NULL && verb->options[i].name != NULL; i++)
        print_option(&verb->options[i]);
    if (verb->json)
        print_option(&verb_json_option);
    roff_list_end();
}

static const char *type_of(const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT:
        return "text";
    case FIELD_JSON:
        return "any value";
    case FIELD_TIME:
        return "time";
    case FIELD_COUNT:
        return "whole number";
    case FIELD_MONEY:
        return "US dollars";
    case FIELD_BOOL:
        return "true or false";
    case FIELD_WORD:
        return "one of";
    }
    return "";
}

static void print_object(const char *name, const struct field *table)
{
    char item[64];

    printf(".Ss %s\n", name);
    roff_list("Ds");
    for (; table->name != NULL; table++) {
        snprintf(item, sizeof(item), "Va %s", table->name);
        roff_item(item);
        fputs(type_of(table), stdout);
        for (size_t i = 0; table->words != NULL && table->words[i] != NULL; i++)
            printf("%s%s", i == 0 ? "\n.Li " : " ", table->words[i]);
        putchar('\n');
    }
    roff_list_end();
}

static void print_objects(void)
{
    roff_section("OBJECTS");
    roff_text("With --json each line of the standard output is one of these objects. What is "
              "missing is null. Times are RFC 3339 in UTC. A dot in a name makes an object of what "
              "is before it. A member may be added by a later version, none goes away. An id may "
              "be given by its ending, of six characters or more.");
    print_object("Task", task_fields);
    print_object("Session", session_fields);
    print_object("Ask", ask_fields);
    print_object("Item", item_fields);
    print_object("Prompt in the outbox", outbox_entry_fields);
    print_object("Host", host_fields);
}

static void print_environment(void)
{
    static const char *const pairs[][2] = {
        {"Ev CCR_CONFIG", "The configuration file to read instead of the usual one."},
        {"Ev CCR_REMOTE", "The runner of this machine, instead of the one that was installed."},
        {"Ev XDG_CONFIG_HOME , XDG_STATE_HOME , XDG_CACHE_HOME",
         "Where the folders of that name are; without them, below the home folder."},
        {"Ev SSH_AUTH_SOCK", "The SSH agent that is asked for keys."},
        {"Ev NO_COLOR", "When set, nothing is coloured."},
        {"Ev COLUMNS", "The width to print for, instead of the terminal's."},
        {NULL, NULL},
    };

    roff_section("ENVIRONMENT");
    print_pairs("Ds", pairs);
}

static void print_files(void)
{
    static const char *const pairs[][2] = {
        {"Pa $XDG_CONFIG_HOME/ccr/config", "The configuration; see ccr(5)."},
        {"Pa $XDG_STATE_HOME/ccr/outbox.db", "Prompts that no host has yet, and drafts."},
        {"Pa $XDG_CACHE_HOME/ccr", "How each host was logged into last. May be deleted."},
        {NULL, NULL},
    };

    roff_section("FILES");
    print_pairs("Ds", pairs);
}

static void print_statuses(void)
{
    static const char *const pairs[][2] = {
        {"0", "Done."},
        {"1", "The task did not complete (failed, cancelled, interrupted), or anything else."},
        {"2", "Wrong usage, or an ending that fits several ids."},
        {"3", "The host cannot be reached."},
        {"4", "SSH authentication failed, or the host's key is not the trusted one."},
        {"5", "No such task, session, ask, host or folder."},
        {"6", "The runner is missing, or too old, or too new."},
        {"7", "Refused by the host's policy or the scope of the key."},
        {"8", "Sent but not confirmed. A prompt is kept in the outbox."},
        {"9", "Refused as things stand: an id that was used for something else, an ask that was "
              "answered, a disk that is full."},
        {"130", "Interrupted by the user. What runs on a host goes on."},
        {NULL, NULL},
    };

    roff_section("EXIT STATUS");
    print_pairs("130", pairs);
    roff_text("An error is one line on the standard error: what failed, where, and the next step.");
}

static void print_page_1(void)
{
    static const char *const examples[] = {
        "ccr host add mini me@mini.example",
        "ccr doctor mini",
        "ccr prompt -H mini -C src/parser --wait \"fix the flaky test\"",
        "ccr asks -H mini",
        "ccr answer -H mini 4f09c2 allow",
        "ccr reply -H mini 1b77aa \"now add a benchmark\"",
        "git diff | ccr prompt --json -",
        NULL,
    };

    roff_begin("ccr", 1, "Claude Code on other machines, from this terminal");
    fputs(".Sh SYNOPSIS\n.Nm\n.Op Fl H Ar HOST\n.Nm\n.Op Fl H Ar HOST\n.Ar verb\n.Op Ar "
          "argument ...\n",
          stdout);
    roff_section("DESCRIPTION");
    roff_text("ccr sends prompts to Claude Code on other machines and on this one, follows them, "
              "answers what Claude asks, and shows every session. It connects by SSH and starts "
              "ccr-remote(1) there, which goes on working when the connection is lost.\n\n"
              "Without a verb the screen opens. Options of a verb may stand before and after its "
              "words; -- ends them.");
    roff_list("Ds");
    print_option(&verb_host_option);
    for (int i = 0; verb_common_options[i].name != NULL; i++)
        print_option(&verb_common_options[i]);
    roff_list_end();
    roff_section("VERBS");
    roff_list("Ds");
    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        if (!verb->hidden)
            print_verb(verb);
    roff_list_end();
    print_objects();
    print_environment();
    print_files();
    print_statuses();
    roff_section("EXAMPLES");
    roff_example(examples);
    fputs(".Sh SEE ALSO\n.Xr ccr-remote 1 ,\n.Xr ssh 1 ,\n.Xr ccr 5\n", stdout);
}

static void print_setting(const struct setting *setting)
{
    static const char *const kinds[] = {
        [SETTING_TEXT] = "A text.",
        [SETTING_PATH] = "A whole path, or one that begins with ~/ and is below the home folder.",
        [SETTING_NUMBER] = "A whole number",
        [SETTING_SPAN] = "A span of time such as 90s or 5m.",
        [SETTING_TRUTH] = "true or false.",
    };
    char item[128], kind[160];

    snprintf(item, sizeof(item), "Va %s", setting->name);
    roff_item(item);
    roff_text(setting->help);
    if (setting->type == SETTING_NUMBER)
        snprintf(kind, sizeof(kind), "%s from %d to %d.", kinds[setting->type], (int)setting->low,
                 (int)setting->high);
    else
        snprintf(kind, sizeof(kind), "%s", kinds[setting->type]);
    roff_text(kind);
    if (setting->missing != NULL)
        printf("Not set, it is\n.Li %s .\n", setting->missing);
}

static void print_page_5(void)
{
    static const char *const example[] = {
        "[default]",
        "        host = mini",
        "[agent]",
        "        command = claude",
        "[host \"mini\"]",
        "        address = me@mini.example",
        "        port = 2222",
        NULL,
    };

    roff_begin("ccr", 5, "configuration of ccr and ccr-remote");
    roff_section("DESCRIPTION");
    roff_text("The file $XDG_CONFIG_HOME/ccr/config, or the one that CCR_CONFIG names, holds the "
              "settings of ccr(1) and ccr-remote(1), in the syntax of git-config(1). Each machine "
              "reads its own. \"ccr config\" lists, checks and changes them. It holds no secrets.");
    roff_list("Ds");
    for (const struct setting *setting = settings; setting->name != NULL; setting++)
        print_setting(setting);
    roff_list_end();
    roff_text("NAME is a host's name: letters, digits, '.', '_' and '-'. A profile of the name "
              "local changes how this machine is reached.");
    roff_section("EXAMPLES");
    roff_example(example);
    fputs(".Sh SEE ALSO\n.Xr ccr 1 ,\n.Xr ccr-remote 1 ,\n.Xr git-config 1\n", stdout);
}

int run_man(struct cli *cli, const struct args *args, struct err *err)
{
    (void)cli;
    if (str_equal(args->words[0], "ccr.1"))
        print_page_1();
    else if (str_equal(args->words[0], "ccr.5"))
        print_page_5();
    else
        return err_set(err, ERR_INVALID, "%.40s: no such page; ccr.1 or ccr.5", args->words[0]);
    return 0;
}
