/*
 * What a verb of the command line is. verbs.c has the one table of them, from which come usage,
 * help, completions and the manual page.
 */
#ifndef CCR_CLI_VERB_H
#define CCR_CLI_VERB_H

#include "protocol/base/err.h"

#include <stdbool.h>

#define VERB_OPTIONS_MAX 16 /* of one verb, the common ones among them */

struct cli;
struct args;

struct verb_option {
    const char *name;     /* without "--" */
    char letter;          /* of the short form, 0: none */
    const char *argument; /* its name in the help; NULL: the option is a flag */
    const char *help;     /* one line */
    const char *words;    /* the argument's possible words, by spaces; NULL: anything */
};

struct verb {
    const char *name;                  /* one word or two: "prompt", "host add" */
    const char *arguments;             /* what follows the options: "SESSION TEXT|-" */
    int min, max;                      /* how many of those */
    const char *brief;                 /* one line */
    const char *text;                  /* more, in paragraphs; may be NULL */
    const struct verb_option *options; /* ends with a NULL name */
    bool host;                         /* takes -H HOST */
    bool json;                         /* takes --json */
    bool hidden;                       /* for the build, not for people */
    /* 0, a negative error code with err set, or the exit status (over 0) when what is to be
     * said was said. */
    int (*run)(struct cli *cli, const struct args *args, struct err *err);
};

extern const struct verb verbs[]; /* ends with a NULL name */

/* Options that every verb takes, that verbs with `host` take, and those with `json`. */
extern const struct verb_option verb_common_options[];
extern const struct verb_option verb_host_option;
extern const struct verb_option verb_json_option;

/* The verb's option i of all it takes, NULL after the last. */
const struct verb_option *verb_option(const struct verb *verb, int i);

/* The verb that words begins with, two words before one, and how many words that took; NULL when
 * there is none. count: of the words. */
const struct verb *verb_find(const char *const *words, int count, int *ret_used);

#endif
