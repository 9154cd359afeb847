#include "tui/cli/args.h"

#include "protocol/base/buf.h"
#include "protocol/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct verb_option *verb_option(const struct verb *verb, int i)
{
    int own = 0, common = 0;

    while (verb->options != NULL && verb->options[own].name != NULL)
        own++;
    while (verb_common_options[common].name != NULL)
        common++;
    if (i < own)
        return &verb->options[i];
    i -= own;
    if (verb->json && i-- == 0)
        return &verb_json_option;
    if (verb->host && i-- == 0)
        return &verb_host_option;
    return i < common ? &verb_common_options[i] : NULL;
}

/* True when name is what `words` begins with. */
static int words_taken(const char *name, const char *const *words, int count)
{
    const char *space = strchr(name, ' ');
    size_t len = space != NULL ? (size_t)(space - name) : strlen(name);

    if (count < 1 || strlen(words[0]) != len || strncmp(words[0], name, len) != 0)
        return 0;
    if (space == NULL)
        return 1;
    return count > 1 && strcmp(words[1], space + 1) == 0 ? 2 : 0;
}

const struct verb *verb_find(const char *const *words, int count, int *ret_used)
{
    const struct verb *found = NULL;

    *ret_used = 0;
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        int used = words_taken(verb->name, words, count);

        if (used > *ret_used) {
            found = verb;
            *ret_used = used;
        }
    }
    return found;
}

/* What is known of the words while they are sorted. */
struct sorter {
    struct args *args;
    char **argv;
    int argc, at;
    bool plain; /* after "--" */
};

static int usage(const struct args *args, struct err *err)
{
    if (args->verb == NULL)
        return err_next(err, "try: help");
    return err_next(err, "try: help %s", args->verb->name);
}

static bool is_name(const struct verb_option *option, const char *text, size_t len)
{
    return strlen(option->name) == len && strncmp(option->name, text, len) == 0;
}

/* The option's place among the verb's, -1 when it has none such. */
static int find_option(const struct args *args, const char *text, size_t len, char letter)
{
    const struct verb_option *option;

    if (args->verb == NULL)
        return -1;
    for (int i = 0; (option = verb_option(args->verb, i)) != NULL; i++)
        if (letter != 0 ? option->letter == letter : is_name(option, text, len))
            return i;
    return -1;
}

/* The options that may come before the verb is known. */
static const struct verb_option *early_option(const char *text, size_t len, char letter)
{
    const struct verb_option *option = &verb_host_option;

    if (letter != 0 ? option->letter == letter : is_name(option, text, len))
        return option;
    for (option = verb_common_options; option->name != NULL; option++)
        if (letter != 0 ? option->letter == letter : is_name(option, text, len))
            return option;
    return NULL;
}

static int set_option(struct sorter *s, const struct verb_option *option, int place,
                      const char *value, struct err *err)
{
    struct args *args = s->args;
    const char *written = s->argv[s->at];

    if (option->argument == NULL && value != NULL)
        return err_set(err, ERR_INVALID, "--%s takes no value", option->name), usage(args, err);
    if (option->argument != NULL && value == NULL) {
        if (s->at + 1 >= s->argc)
            return err_set(err, ERR_INVALID, "%s: %s is missing", written, option->argument),
                   usage(args, err);
        value = s->argv[++s->at];
    }
    if (place >= 0) {
        args->given[place] = true;
        args->values[place] = value;
    }
    if (str_equal(option->name, "help"))
        args->help = true;
    else if (str_equal(option->name, "version"))
        args->version = true;
    else if (str_equal(option->name, "verbose"))
        args->verbose = true;
    else if (option == &verb_host_option)
        args->host = value;
    return 0;
}

static int take_option(struct sorter *s, struct err *err)
{
    const char *word = s->argv[s->at];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1), *equals = is_long ? strchr(name, '=') : NULL;
    size_t len = equals != NULL ? (size_t)(equals - name) : strlen(name);
    char letter = is_long ? '\0' : *name;
    int place = find_option(s->args, name, len, letter);
    const struct verb_option *option =
        place >= 0 ? verb_option(s->args->verb, place) : early_option(name, len, letter);
    const char *value = equals != NULL ? equals + 1 : NULL;

    if (option == NULL || (s->args->verb != NULL && place < 0)) {
        err_set(err, ERR_INVALID, "unknown option %.*s%s%s", is_long ? (int)len + 2 : 2, word,
                s->args->verb != NULL ? " of " : "",
                s->args->verb != NULL ? s->args->verb->name : "");
        return usage(s->args, err);
    }
    if (!is_long && name[1] != '\0') {
        if (option->argument == NULL) {
            err_set(err, ERR_INVALID, "%s: write short options one by one", word);
            return usage(s->args, err);
        }
        value = name + 1;
    }
    return set_option(s, option, place, value, err);
}

/* A word that only begins verbs, such as "host", is answered with those. */
static int unknown_verb(const char *word, struct err *err)
{
    size_t len = strlen(word);
    struct buf names;

    buf_init(&names, ERR_NEXT_SIZE / 2);
    for (const struct verb *verb = verbs; verb->name != NULL; verb++)
        if (strncmp(verb->name, word, len) == 0 && verb->name[len] == ' ')
            buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", verb->name);
    if (names.len > 0) {
        err_set(err, ERR_INVALID, "%s: one more word is missing", word);
        err_next(err, "one of: %s", buf_text(&names));
    } else {
        err_set(err, ERR_INVALID, "unknown verb %s", word);
        err_next(err, "the verb help lists them all");
    }
    buf_done(&names);
    return -ERR_INVALID;
}

static int take_verb(struct sorter *s, struct err *err)
{
    int used;

    s->args->verb =
        verb_find((const char *const *)(void *)(s->argv + s->at), s->argc - s->at, &used);
    if (s->args->verb == NULL)
        return unknown_verb(s->argv[s->at], err);
    s->at += used - 1;
    if (s->args->host != NULL && !s->args->verb->host) {
        err_set(err, ERR_INVALID, "%s takes no -H", s->args->verb->name);
        return usage(s->args, err);
    }
    return 0;
}

static int take_word(struct sorter *s, struct err *err)
{
    struct args *args = s->args;

    if (args->verb == NULL)
        return take_verb(s, err);
    if (args->count == ARGS_WORDS_MAX)
        return err_set(err, ERR_INVALID, "too many words"), usage(args, err);
    args->words[args->count++] = s->argv[s->at];
    return 0;
}

static int check_count(const struct args *args, struct err *err)
{
    const struct verb *verb = args->verb;

    if (verb == NULL || args->help || args->version)
        return 0;
    if (args->count < verb->min) {
        err_set(err, ERR_INVALID, "%s: %s", verb->name,
                args->count == 0 ? "what it works on is missing" : "something is missing");
        return err_next(err, "usage: %s %s", verb->name, verb->arguments);
    }
    if (args->count > verb->max) {
        err_set(err, ERR_INVALID, "%s: too many words from \"%.60s\" on", verb->name,
                args->words[verb->max]);
        return err_next(err, "put a text of several words in quotes; usage: %s %s", verb->name,
                        verb->arguments);
    }
    return 0;
}

int args_parse(int argc, char **argv, struct args *ret_args, struct err *err)
{
    struct sorter s = {.args = ret_args, .argv = argv, .argc = argc, .at = 1};
    int rc;

    *ret_args = (struct args){0};
    for (; s.at < argc; s.at++) {
        const char *word = argv[s.at];

        if (!s.plain && strcmp(word, "--") == 0) {
            s.plain = true;
            continue;
        }
        rc = !s.plain && word[0] == '-' && word[1] != '\0' ? take_option(&s, err)
                                                           : take_word(&s, err);
        if (rc < 0)
            return rc;
    }
    return check_count(ret_args, err);
}

static int place_of(const struct args *args, const char *name)
{
    int place = find_option(args, name, strlen(name), '\0');

    if (place < 0) {
        fprintf(stderr, "%s has no option %s\n", args->verb->name, name);
        abort();
    }
    return place;
}

const char *args_value(const struct args *args, const char *name)
{
    return args->values[place_of(args, name)];
}

bool args_given(const struct args *args, const char *name)
{
    return args->given[place_of(args, name)];
}

int args_number(const struct args *args, const char *name, long low, long high, long missing,
                long *ret_number, struct err *err)
{
    const char *text = args_value(args, name);
    int64_t number;

    *ret_number = missing;
    if (text == NULL)
        return 0;
    if (!str_number(text, low, high, &number)) {
        err_set(err, ERR_INVALID, "--%s %s: not a whole number from %ld to %ld", name, text, low,
                high);
        return usage(args, err);
    }
    *ret_number = (long)number;
    return 0;
}
