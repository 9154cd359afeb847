#include "tui/cli/run.h"

#include "protocol/base/str.h"
#include "protocol/sys/settings.h"

#include <string.h>

/* A program's name as part of a shell function's. */
static void print_function(const char *name)
{
    for (; *name != '\0'; name++)
        putchar(strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", *name) !=
                        NULL
                    ? *name
                    : '_');
}

static size_t first_word(const char *name)
{
    return strcspn(name, " ");
}

/* True for the first verb of those that share their first word. */
static bool begins_word(const struct verb *verb)
{
    size_t len = first_word(verb->name);

    for (const struct verb *other = verbs; other != verb; other++)
        if (first_word(other->name) == len && strncmp(other->name, verb->name, len) == 0)
            return false;
    return true;
}

static void print_first_words(void)
{
    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        if (!verb->hidden && begins_word(verb))
            printf("%.*s ", (int)first_word(verb->name), verb->name);
}

/* The words that may follow a first word: second words, states of arguments, setting names. */
static void print_next_words(const struct verb *first)
{
    size_t len = first_word(first->name);

    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        if (!verb->hidden && strncmp(verb->name, first->name, len) == 0 && verb->name[len] == ' ')
            printf("%s ", verb->name + len + 1);
    if (str_equal(first->name, "help"))
        print_first_words();
    if (str_equal(first->name, "completion"))
        fputs("bash zsh fish ", stdout);
    if (str_equal(first->name, "answer"))
        fputs("allow always deny ", stdout);
    if (str_starts(first->name, "config "))
        for (const struct setting *setting = settings; setting->name != NULL; setting++)
            if (!str_starts(setting->name, SETTINGS_HOST))
                printf("%s ", setting->name);
}

static void print_options(const struct verb *first)
{
    size_t len = first_word(first->name);

    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (strncmp(verb->name, first->name, len) != 0 ||
            (verb->name[len] != ' ' && verb->name[len] != '\0'))
            continue;
        for (int i = 0; verb_option(verb, i) != NULL; i++)
            printf("--%s ", verb_option(verb, i)->name);
    }
}

/* A case of the shell's for each option whose argument has words. */
static void print_argument_cases(void)
{
    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        for (const struct verb_option *o = verb->options; o != NULL && o->name != NULL; o++)
            if (o->words != NULL)
                printf("  --%s) words='%s' ;;\n", o->name, o->words);
}

static void print_bash(const struct cli *cli)
{
    putchar('_');
    print_function(cli->name);
    fputs("() {\n"
          " local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
          " local verb='' words='' i\n"
          " for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "  case ${COMP_WORDS[i]} in\n"
          "  -H|--host|-C|--folder) ((i++)) ;;\n"
          "  -*) ;;\n"
          "  *) verb=${COMP_WORDS[i]}; break ;;\n"
          "  esac\n"
          " done\n"
          " case $before in\n"
          "  -H|--host) words=$(",
          stdout);
    fputs(cli->name, stdout);
    fputs(" host list 2>/dev/null | while read -r name rest; do printf '%s ' \"$name\"; done) ;;\n"
          "  -C|--folder) COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n"
          "  --identity|--known-hosts) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n",
          stdout);
    print_argument_cases();
    fputs("  *) case $verb in\n  '') words='", stdout);
    print_first_words();
    fputs("--host --help --version' ;;\n", stdout);
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (verb->hidden || !begins_word(verb))
            continue;
        printf("  %.*s) words='", (int)first_word(verb->name), verb->name);
        print_next_words(verb);
        print_options(verb);
        fputs("' ;;\n", stdout);
    }
    fputs("  esac ;;\n esac\n"
          " COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
          "}\n"
          "complete -F _",
          stdout);
    print_function(cli->name);
    printf(" %s\n", cli->name);
}

/* zsh runs bash's completions. */
static void print_zsh(const struct cli *cli)
{
    fputs("autoload -U +X compinit && compinit\n"
          "autoload -U +X bashcompinit && bashcompinit\n",
          stdout);
    print_bash(cli);
}

/* A text between single quotes of fish. */
static void print_fish_quoted(const char *text)
{
    putchar('\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
    putchar('\'');
}

static void print_fish_option(const struct cli *cli, const char *condition,
                              const struct verb_option *option)
{
    printf("complete -c %s -n \"%s\" -l %s", cli->name, condition, option->name);
    if (option->letter != 0)
        printf(" -s %c", option->letter);
    if (option->argument != NULL)
        fputs(" -r", stdout);
    if (option->words != NULL)
        printf(" -f -a '%s'", option->words);
    fputs(" -d ", stdout);
    print_fish_quoted(option->help);
    putchar('\n');
}

static void print_fish(const struct cli *cli)
{
    char condition[128];

    printf("complete -c %s -f\n", cli->name);
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        int len = (int)first_word(verb->name);

        if (verb->hidden)
            continue;
        if (begins_word(verb)) {
            printf("complete -c %s -n __fish_use_subcommand -a %.*s -d ", cli->name, len,
                   verb->name);
            print_fish_quoted(verb->brief);
            putchar('\n');
        }
        snprintf(condition, sizeof(condition), "__fish_seen_subcommand_from %.*s", len, verb->name);
        if (verb->name[len] == ' ')
            printf("complete -c %s -n \"%s\" -a %s\n", cli->name, condition, verb->name + len + 1);
        for (int i = 0; verb_option(verb, i) != NULL; i++)
            print_fish_option(cli, condition, verb_option(verb, i));
    }
}

int run_completion(struct cli *cli, const struct args *args, struct err *err)
{
    if (str_equal(args->words[0], "bash"))
        print_bash(cli);
    else if (str_equal(args->words[0], "zsh"))
        print_zsh(cli);
    else if (str_equal(args->words[0], "fish"))
        print_fish(cli);
    else
        return err_set(err, ERR_INVALID, "%.40s: no completions for that; bash, zsh or fish",
                       args->words[0]);
    return 0;
}
