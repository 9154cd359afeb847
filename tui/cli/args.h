/*
 * The words of a command line, sorted by the options of its verb.
 */
#ifndef CCR_CLI_ARGS_H
#define CCR_CLI_ARGS_H

#include "tui/cli/verb.h"

#define ARGS_WORDS_MAX 16

struct args {
    const struct verb *verb; /* NULL: none was named */
    const char *values[VERB_OPTIONS_MAX];
    bool given[VERB_OPTIONS_MAX];
    const char *words[ARGS_WORDS_MAX]; /* what is no option, after the verb */
    int count;
    bool help, version, verbose;
    const char *host; /* -H, also before the verb */
};

/* Sorts argv[1..]. Options may stand before and after the verb and between its words; "--" ends
 * them; "-" is a word. ERR_INVALID names the word that is wrong and the usage. The texts are
 * argv's. */
int args_parse(int argc, char **argv, struct args *ret_args, struct err *err);

/* The value of an option of the verb, NULL when it was not given. An option that the verb
 * does not have ends the program: it is a mistake in ccr. */
const char *args_value(const struct args *args, const char *name);
bool args_given(const struct args *args, const char *name);

/* A whole number between low and high, or missing when the option was not given. */
int args_number(const struct args *args, const char *name, long low, long high, long missing,
                long *ret_number, struct err *err);

#endif
