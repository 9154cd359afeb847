/*
 * The command line that `:` opens: the words of the shell verbs. Where the shell wants an id,
 * here the session, task or ask in sight is meant when none is given.
 */
#ifndef CCR_MODEL_COMMAND_H
#define CCR_MODEL_COMMAND_H

#include "protocol/base/err.h"
#include "tui/model/effects.h"

#include <stdbool.h>

enum command_verb {
    COMMAND_REPLY,     /* [SESSION] [--steer] TEXT */
    COMMAND_PROMPT,    /* [-C DIR] TEXT */
    COMMAND_CANCEL,    /* [TASK] */
    COMMAND_INTERRUPT, /* [SESSION] */
    COMMAND_RETRY,     /* [--again] [TASK] */
    COMMAND_ANSWER,    /* [ASK] allow|always[=N]|deny [MESSAGE]|--text TEXT */
    COMMAND_HOSTS,
    COMMAND_HELP,
    COMMAND_QUIT,
};

struct command {
    enum command_verb verb;
    char *id; /* as typed, six characters or more; NULL: none was given */
    char *text;
    char *project;
    bool steer, again;
    enum answer_choice choice; /* COMMAND_ANSWER */
    int number;                /* of always=N; 0: the first rule */
};

/* Asked of the first word after the verb: does it name something (of the kind the verb is
 * about) by its ending? Without this a text's first word would be taken for an id. */
typedef bool command_known(void *data, enum command_verb verb, const char *word);

/* Takes a line apart. -ERR_INVALID for an unknown verb, a missing word or one too many, with
 * the usage as the next step. command_done() in any case. */
int command_parse(struct command *ret_command, const char *line, command_known *known, void *data,
                  struct err *err);

void command_done(struct command *command);

/* How the verb is used, by index; NULL after the last. For help. */
const char *command_usage(int index);

#endif
