/* What of the model is about asks: which there are, and which one the keys are for. */
#include "tui/model/model.h"

#include "protocol/base/str.h"

const struct card *model_card(const struct model *model, const char *host, const char *ask)
{
    const struct machine *machine = model_machine(model, host);
    const struct card *card = machine != NULL ? machine_card(machine, ask) : NULL;
    const struct given *given = answers_find(&model->answers, host, ask);

    return card != NULL ? card : given != NULL ? &given->card : NULL;
}

const struct card *model_open_card(const struct model *model, const char *host, const char *session)
{
    const struct machine *machine = model_machine(model, host);
    const struct card *first = NULL;

    for (size_t i = 0; machine != NULL && session != NULL && i < machine->card_count; i++) {
        const struct card *card = &machine->cards[i];

        if (card->ask.state == ASK_PENDING && str_equal(card->ask.session, session) &&
            answers_find(&model->answers, host, card->ask.ask) == NULL &&
            (first == NULL || card->ask.created_at < first->ask.created_at))
            first = card;
    }
    return first;
}

/* Open, and not answered a moment ago. */
static bool is_open(const struct model *model, const struct card *card)
{
    return card != NULL && card->ask.state == ASK_PENDING &&
           answers_find(&model->answers, card->ask.host, card->ask.ask) == NULL;
}

const struct card *model_target(const struct model *model)
{
    const struct screen *screen = model_screen(model);
    const struct card *card = NULL;

    if (screen->kind == SCREEN_ASK) {
        card = model_card(model, screen->host, screen->id);
    } else if (screen->kind == SCREEN_HOME) {
        const struct row *row = home_selected(&model->home);

        card = row != NULL ? row->card : NULL;
    }
    return is_open(model, card) ? card : NULL;
}
