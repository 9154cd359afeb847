/*
 * Claude Code's command line for one run.
 */
#ifndef CCR_AGENT_COMMAND_H
#define CCR_AGENT_COMMAND_H

enum command_start {
    COMMAND_NEW,    /* --session-id: the session has no transcript yet */
    COMMAND_RESUME, /* --resume: it has one */
    COMMAND_FORK,   /* --resume origin --fork-session --session-id session */
};

struct command {
    char *const *program; /* the program and its first arguments, ends with NULL */
    enum command_start start;
    const char *session;
    const char *origin;          /* COMMAND_FORK: the session it starts from */
    const char *model;           /* NULL: Claude's default */
    const char *permission_mode; /* NULL: "default", which asks before it acts */
    double max_budget_usd;       /* the process stops there; NAN: no limit */
};

/* The argument vector, ending with NULL; free with command_free(). Nothing secret is
 * ever in it: prompts and answers go through the agent's stdin. */
char **command_build(const struct command *command);

void command_free(char **argv);

#endif
