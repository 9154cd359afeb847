#include "remote/agent/command.h"

#include "protocol/base/mem.h"

#include <math.h>
#include <stdlib.h>

struct list {
    char **items;
    size_t count;
};

static void add(struct list *list, const char *text)
{
    list->items = mem_resize(list->items, list->count + 2, sizeof(char *));
    list->items[list->count++] = mem_dup(text);
    list->items[list->count] = NULL;
}

static void add_option(struct list *list, const char *name, const char *value)
{
    if (value == NULL)
        return;
    add(list, name);
    add(list, value);
}

char **command_build(const struct command *command)
{
    static const char *const fixed[] = {
        "-p",
        "--input-format",
        "stream-json",
        "--output-format",
        "stream-json",
        "--verbose",
        "--include-partial-messages",
        "--replay-user-messages",
        "--permission-prompt-tool",
        "stdio",
        NULL,
    };
    struct list list = {0};

    for (size_t i = 0; command->program[i] != NULL; i++)
        add(&list, command->program[i]);
    for (size_t i = 0; fixed[i] != NULL; i++)
        add(&list, fixed[i]);
    switch (command->start) {
    case COMMAND_NEW:
        add_option(&list, "--session-id", command->session);
        break;
    case COMMAND_RESUME:
        add_option(&list, "--resume", command->session);
        break;
    case COMMAND_FORK:
        add_option(&list, "--resume", command->origin);
        add(&list, "--fork-session");
        add_option(&list, "--session-id", command->session);
        break;
    }
    add_option(&list, "--model", command->model);
    /* Some versions choose a mode of their own that asks for nothing when none is given. */
    add_option(&list, "--permission-mode",
               command->permission_mode != NULL ? command->permission_mode : "default");
    if (!isnan(command->max_budget_usd)) {
        char *amount = mem_printf("%.6f", command->max_budget_usd);

        add_option(&list, "--max-budget-usd", amount);
        free(amount);
    }
    return list.items;
}

void command_free(char **argv)
{
    for (size_t i = 0; argv != NULL && argv[i] != NULL; i++)
        free(argv[i]);
    free(argv);
}
