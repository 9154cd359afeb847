#include "tui/model/command.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    enum command_verb verb;
    const char *usage;
} verbs[] = {
    {"reply", COMMAND_REPLY, "reply [SESSION] [--steer] TEXT"},
    {"prompt", COMMAND_PROMPT, "prompt [-C DIR] TEXT"},
    {"cancel", COMMAND_CANCEL, "cancel [TASK]"},
    {"interrupt", COMMAND_INTERRUPT, "interrupt [SESSION]"},
    {"retry", COMMAND_RETRY, "retry [--again] [TASK]"},
    {"answer", COMMAND_ANSWER, "answer [ASK] allow|always[=N]|deny [MESSAGE]|--text TEXT"},
    {"hosts", COMMAND_HOSTS, "hosts"},
    {"help", COMMAND_HELP, "help"},
    {"quit", COMMAND_QUIT, "quit"},
};

#define VERBS (sizeof verbs / sizeof *verbs)

/* Cuts the next word off the rest of the line; NULL when there is none. The caller's. */
static char *next_word(const char **rest)
{
    size_t len;
    char *word;

    *rest += strspn(*rest, " \t");
    len = strcspn(*rest, " \t");
    if (len == 0)
        return NULL;
    word = mem_dup_n(*rest, len);
    *rest += len + strspn(*rest + len, " \t");
    return word;
}

/* Takes the next word when it is this one. */
static bool take_word(const char **rest, const char *word)
{
    const char *ahead = *rest;
    char *next = next_word(&ahead);
    bool same = str_equal(next, word);

    if (same)
        *rest = ahead;
    free(next);
    return same;
}

/* Takes the next word when it names something the verb is about. */
static char *take_id(const char **rest, enum command_verb verb, command_known *known, void *data)
{
    const char *ahead = *rest;
    char *next = next_word(&ahead);

    if (next != NULL && strlen(next) >= UUID_MIN_ENDING && known(data, verb, next)) {
        *rest = ahead;
        return next;
    }
    free(next);
    return NULL;
}

/* The word after `answer [ASK]`, which must be one of the list: a mistyped word never becomes
 * an answer. */
static bool take_choice(struct command *command, const char **rest)
{
    static const struct {
        const char *word;
        enum answer_choice choice;
    } words[] = {
        {"allow", ANSWER_ALLOW}, {"yes", ANSWER_ALLOW},     {"y", ANSWER_ALLOW},
        {"deny", ANSWER_DENY},   {"no", ANSWER_DENY},       {"n", ANSWER_DENY},
        {"--text", ANSWER_TEXT}, {"always", ANSWER_ALWAYS},
    };
    int64_t number = 0;
    bool found = false;
    char *word = next_word(rest);

    for (size_t i = 0; word != NULL && !found && i < sizeof words / sizeof *words; i++)
        if (str_equal(word, words[i].word)) {
            command->choice = words[i].choice;
            found = true;
        }
    if (word != NULL && !found && str_starts(word, "always=") &&
        str_number(word + 7, 1, 99, &number)) {
        command->choice = ANSWER_ALWAYS;
        found = true;
    }
    command->number = (int)number;
    free(word);
    return found;
}

/* True when the rest of the line is as the verb wants it. */
static bool parse_rest(struct command *command, const char *rest, command_known *known, void *data)
{
    switch (command->verb) {
    case COMMAND_REPLY:
        command->id = take_id(&rest, command->verb, known, data);
        command->steer = take_word(&rest, "--steer");
        break;
    case COMMAND_PROMPT:
        if (take_word(&rest, "-C") && (command->project = next_word(&rest)) == NULL)
            return false;
        break;
    case COMMAND_RETRY:
        command->again = take_word(&rest, "--again");
        command->id = next_word(&rest);
        return *rest == '\0';
    case COMMAND_CANCEL:
    case COMMAND_INTERRUPT:
        command->id = next_word(&rest);
        return *rest == '\0';
    case COMMAND_ANSWER:
        command->id = take_id(&rest, command->verb, known, data);
        if (!take_choice(command, &rest))
            return false;
        if (command->choice == ANSWER_ALLOW || command->choice == ANSWER_ALWAYS)
            return *rest == '\0';
        command->text = str_blank(rest) ? NULL : mem_dup(rest);
        return command->choice == ANSWER_DENY || command->text != NULL;
    case COMMAND_HOSTS:
    case COMMAND_HELP:
    case COMMAND_QUIT:
        return *rest == '\0';
    }
    command->text = mem_dup(rest);
    return !str_blank(rest);
}

int command_parse(struct command *ret_command, const char *line, command_known *known, void *data,
                  struct err *err)
{
    const char *rest = line;
    char *word = next_word(&rest);
    size_t i = 0;

    *ret_command = (struct command){0};
    while (word != NULL && i < VERBS && strcmp(verbs[i].word, word) != 0)
        i++;
    if (word == NULL || i == VERBS) {
        err_set(err, ERR_INVALID, "there is no command \"%.40s\"", word != NULL ? word : "");
        free(word);
        err_next(err, "? lists the commands");
        return -ERR_INVALID;
    }
    free(word);
    ret_command->verb = verbs[i].verb;
    if (!parse_rest(ret_command, rest, known, data)) {
        err_set(err, ERR_INVALID, "not understood");
        err_next(err, "%s", verbs[i].usage);
        return -ERR_INVALID;
    }
    return 0;
}

void command_done(struct command *command)
{
    free(command->id);
    free(command->text);
    free(command->project);
    *command = (struct command){0};
}

const char *command_usage(int index)
{
    return index >= 0 && (size_t)index < VERBS ? verbs[index].usage : NULL;
}
