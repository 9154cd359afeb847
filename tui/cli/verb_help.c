#include "tui/cli/run.h"

#include "protocol/base/utf8.h"

#include <string.h>

#define TEXT_COLUMNS 76

static size_t columns(void)
{
    size_t width = output_width();

    return width == 0 || width > TEXT_COLUMNS ? TEXT_COLUMNS : width;
}

/* Prints words filled to the width, each line after the first behind indent spaces; the first one
 * begins at column `at`. */
static void print_filled(const char *text, size_t at, size_t indent)
{
    size_t width = columns(), space = 0;

    while (*text != '\0') {
        size_t word = strcspn(text, " \n");

        if (at > indent && at + space + word > width) {
            printf("\n%*s", (int)indent, "");
            at = indent;
            space = 0;
        }
        printf("%*s%.*s", (int)space, "", (int)word, text);
        at += space + word;
        text += word;
        space = *text == ' ';
        text += space;
        while (*text == '\n') {
            printf("\n%*s", text[1] != '\n' ? (int)indent : 0, "");
            at = indent;
            text++;
        }
    }
    putchar('\n');
}

/* A verb and its words behind what comes before them. */
static void print_call(const char *before, const struct verb *verb)
{
    char call[256];
    const char *options = *before == ' ' ? "" : " [options]";

    snprintf(call, sizeof(call), "%s%s%s%s", verb->name, options,
             *verb->arguments != '\0' ? " " : "", verb->arguments);
    fputs(before, stdout);
    print_filled(call, strlen(before), 4);
}

static void print_option(const struct verb_option *option)
{
    char left[64];
    int len =
        snprintf(left, sizeof(left), "  %s%c%s--%s%s%s", option->letter != 0 ? "-" : "",
                 option->letter != 0 ? option->letter : ' ', option->letter != 0 ? ", " : "   ",
                 option->name, option->argument != NULL ? " " : "",
                 option->argument != NULL ? option->argument : "");

    if (len < 26 && columns() >= 60) {
        printf("%-26s", left);
        print_filled(option->help, 26, 26);
    } else {
        printf("%s\n      ", left);
        print_filled(option->help, 6, 6);
    }
}

void help_print(const struct cli *cli, const struct verb *verb)
{
    char before[128];

    snprintf(before, sizeof(before), "%s ", cli->name);
    print_call(before, verb);
    putchar('\n');
    print_filled(verb->brief, 0, 0);
    if (verb->text != NULL) {
        putchar('\n');
        print_filled(verb->text, 0, 0);
    }
    fputs("\nOptions:\n", stdout);
    for (int i = 0; verb_option(verb, i) != NULL; i++)
        print_option(verb_option(verb, i));
}

static void print_row(const struct verb *verb)
{
    if (columns() < 60) {
        print_call("  ", verb);
        fputs("      ", stdout);
        print_filled(verb->brief, 6, 6);
    } else if (strlen(verb->name) + strlen(verb->arguments) + 3 < 32) {
        printf("  %s %-*s", verb->name, 29 - (int)strlen(verb->name), verb->arguments);
        print_filled(verb->brief, 32, 32);
    } else {
        printf("  %s %s\n%32s", verb->name, verb->arguments, "");
        print_filled(verb->brief, 32, 32);
    }
}

/* Verbs whose first word is that; NULL: all. Their number. */
static int print_verbs(const char *first)
{
    size_t len = first != NULL ? strlen(first) : 0;
    int count = 0;

    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (verb->hidden ||
            (first != NULL && (strncmp(verb->name, first, len) != 0 ||
                               (verb->name[len] != ' ' && verb->name[len] != '\0'))))
            continue;
        print_row(verb);
        count++;
    }
    return count;
}

static void print_all(const struct cli *cli)
{
    printf("%s [-H HOST] VERB ...\n\n", cli->name);
    print_filled("Claude Code on other machines, from this terminal. Without a verb the screen "
                 "opens.",
                 0, 0);
    fputs("\nVerbs:\n", stdout);
    print_verbs(NULL);
    putchar('\n');
    print_filled("Tasks, sessions and asks are named by the last six characters of their id, or "
                 "more. \"help VERB\" tells more of each; the manual page has the exit statuses.",
                 0, 0);
}

int run_help(struct cli *cli, const struct args *args, struct err *err)
{
    const struct verb *verb;
    int used;

    if (args->count == 0) {
        print_all(cli);
        return 0;
    }
    verb = verb_find(args->words, args->count, &used);
    if (verb != NULL && used == args->count) {
        help_print(cli, verb);
        return 0;
    }
    if (args->count == 1 && print_verbs(args->words[0]) > 0)
        return 0;
    err_set(err, ERR_INVALID, "%.60s: no such verb", args->words[0]);
    return err_next(err, "try: %s help", cli->name);
}

int run_version(struct cli *cli, const struct args *args, struct err *err)
{
    const struct cli_library own[] = {
        {"jansson", json_library_version},
        {"libgit2", config_library_version},
        {"sqlite", database_library_version},
        {"utf8proc", utf8_library_version},
        {NULL, NULL},
    };

    (void)args;
    (void)err;
    printf("%s %s\nprotocol %d\n", cli->name, CCR_BUILD, HELLO_PROTOCOL);
    for (const struct cli_library *library = own; library->name != NULL; library++)
        printf("%s %s\n", library->name, library->version());
    for (const struct cli_library *library = cli->program->libraries; library->name != NULL;
         library++)
        printf("%s %s\n", library->name, library->version());
    return 0;
}
