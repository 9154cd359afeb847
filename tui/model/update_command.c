#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/uuid.h"
#include "tui/model/command.h"

#include <stdlib.h>

/* What a command is about: a host and an id there. */
struct named {
    const char *host, *id;
    int matches;
};

static void match(struct named *named, const char *word, const char *host, const char *id)
{
    if (id != NULL && uuid_ends(id, word)) {
        *named = (struct named){.host = host, .id = id, .matches = named->matches + 1};
    }
}

static struct named find_session(const struct model *model, const char *word)
{
    struct named named = {0};

    for (size_t i = 0; i < model->machine_count; i++)
        for (size_t k = 0; k < model->machines[i]->sessions.count; k++)
            match(&named, word, model->machines[i]->name,
                  ((const struct session *)list_at(&model->machines[i]->sessions, k))->session);
    return named;
}

static struct named find_task(const struct model *model, const char *word)
{
    struct named named = {0};

    for (size_t i = 0; i < model->machine_count; i++)
        for (size_t k = 0; k < model->machines[i]->tasks.count; k++)
            match(&named, word, model->machines[i]->name,
                  ((const struct task *)list_at(&model->machines[i]->tasks, k))->task);
    for (size_t i = 0; i < model->outbox.count && named.matches == 0; i++)
        match(&named, word, model->outbox.rows[i].host, model->outbox.rows[i].id);
    return named;
}

static struct named find_ask(const struct model *model, const char *word)
{
    struct named named = {0};

    for (size_t i = 0; i < model->machine_count; i++)
        for (size_t k = 0; k < model->machines[i]->card_count; k++)
            match(&named, word, model->machines[i]->name, model->machines[i]->cards[k].ask.ask);
    return named;
}

static struct named find(const struct model *model, enum command_verb verb, const char *word)
{
    switch (verb) {
    case COMMAND_REPLY:
    case COMMAND_INTERRUPT:
        return find_session(model, word);
    case COMMAND_CANCEL:
    case COMMAND_RETRY:
        return find_task(model, word);
    case COMMAND_ANSWER:
        return find_ask(model, word);
    default:
        return (struct named){0};
    }
}

static bool known(void *data, enum command_verb verb, const char *word)
{
    return find(data, verb, word).matches > 0;
}

/* The session in sight: the opened one, or the selected row's. */
static struct named session_in_sight(const struct model *model)
{
    const struct screen *screen = model_screen(model);
    const struct row *row = home_selected(&model->home);
    const struct card *card;

    switch (screen->kind) {
    case SCREEN_SESSION:
        return (struct named){screen->host, screen->id, 1};
    case SCREEN_ASK:
        card = model_card(model, screen->host, screen->id);
        if (card != NULL && card->ask.session != NULL)
            return (struct named){screen->host, card->ask.session, 1};
        return (struct named){0};
    case SCREEN_HOME:
        if (row != NULL && row_session(row) != NULL)
            return (struct named){row->key.host, row_session(row), 1};
        return (struct named){0};
    default:
        return (struct named){0};
    }
}

static struct named task_in_sight(const struct model *model, enum command_verb verb)
{
    const struct row *row = home_selected(&model->home);
    struct named session = session_in_sight(model);
    struct named task = {.host = session.host};

    if (model_screen(model)->kind == SCREEN_HOME && row != NULL && row->key.kind == ROW_TASK)
        return (struct named){row->key.host, row->key.id, 1};
    if (session.id == NULL)
        return task;
    if (verb == COMMAND_CANCEL) {
        task.id = session_open_task(model, session.host, session.id);
    } else {
        const struct task *last = session_last_task(model, session.host, session.id);

        task.id = last != NULL ? last->task : NULL;
    }
    task.matches = task.id != NULL ? 1 : 0;
    return task;
}

static struct named ask_in_sight(struct model *model)
{
    const struct card *card = model_target(model);

    if (card == NULL || !answer_guarded(model, card))
        return (struct named){0};
    return (struct named){card->ask.host, card->ask.ask, 1};
}

static struct named in_sight(struct model *model, enum command_verb verb)
{
    switch (verb) {
    case COMMAND_REPLY:
    case COMMAND_INTERRUPT:
        return session_in_sight(model);
    case COMMAND_CANCEL:
    case COMMAND_RETRY:
        return task_in_sight(model, verb);
    case COMMAND_ANSWER:
        return ask_in_sight(model);
    default:
        return (struct named){0};
    }
}

static void answer(struct model *model, const struct command *command, const struct named *named,
                   struct effects *fx)
{
    const struct card *card = model_card(model, named->host, named->id);

    if (card == NULL || card->ask.state != ASK_PENDING ||
        answers_find(&model->answers, named->host, named->id) != NULL) {
        model_note(model, true, "that ask is no longer open");
        return;
    }
    if (command->choice == ANSWER_ALWAYS)
        answer_always(model, card, command->number);
    else
        answer_give(model, card, command->choice, 0, command->text,
                    command->choice == ANSWER_DENY    ? "no"
                    : command->choice == ANSWER_ALLOW ? "yes"
                                                      : command->text,
                    fx);
}

static void reply(struct model *model, const struct command *command, const struct named *named,
                  struct effects *fx)
{
    char *key = write_session_key(named->host, named->id);

    write_submit(model, named->host, named->id, NULL, command->text, key, command->steer, fx);
    free(key);
}

static void run_named(struct model *model, const struct command *command, const struct named *named,
                      struct effects *fx)
{
    switch (command->verb) {
    case COMMAND_REPLY:
        reply(model, command, named, fx);
        break;
    case COMMAND_CANCEL:
        confirm_cancel(model, named->host, named->id);
        break;
    case COMMAND_INTERRUPT:
        confirm_interrupt(model, named->host, named->id);
        break;
    case COMMAND_RETRY:
        retry_task(model, named->host, named->id, command->again, fx);
        break;
    case COMMAND_ANSWER:
        answer(model, command, named, fx);
        break;
    default:
        break;
    }
}

static void run(struct model *model, const struct command *command, struct effects *fx)
{
    struct named named;

    switch (command->verb) {
    case COMMAND_PROMPT:
        write_submit(model, model->form.host, NULL,
                     command->project != NULL ? command->project : model->form.project,
                     command->text, "new", false, fx);
        return;
    case COMMAND_HOSTS:
        screen_open(model, SCREEN_HOSTS, NULL, NULL, fx);
        return;
    case COMMAND_HELP:
        screen_open(model, SCREEN_HELP, NULL, NULL, fx);
        return;
    case COMMAND_QUIT:
        effects_add(fx, EFFECT_QUIT);
        return;
    default:
        break;
    }
    named = command->id != NULL ? find(model, command->verb, command->id)
                                : in_sight(model, command->verb);
    if (named.matches == 1)
        run_named(model, command, &named, fx);
    else if (named.matches > 1)
        model_note(model, true, "%d ids end in %s; type more of it", named.matches, command->id);
    else if (command->id != NULL)
        model_note(model, true, "nothing here has an id that ends in %.40s", command->id);
    else if (model->note.text == NULL)
        model_note(model, true, "select what is meant first, or give its id");
}

void update_command(struct model *model, const char *line, struct effects *fx)
{
    struct command command;
    struct err err;

    if (command_parse(&command, line, known, model, &err) == 0)
        run(model, &command, fx);
    else
        model_note_err(model, &err);
    command_done(&command);
}
