#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

void confirm_done(struct confirm *confirm)
{
    free(confirm->text);
    free(confirm->host);
    free(confirm->id);
    free(confirm->words);
    *confirm = (struct confirm){.kind = CONFIRM_NOTHING};
}

/* Takes text over. */
void confirm_ask(struct model *model, enum confirm_kind kind, const char *host, const char *id,
                 char *text)
{
    confirm_done(&model->confirm);
    model->confirm = (struct confirm){.kind = kind,
                                      .number = ++model->tokens,
                                      .text = text,
                                      .host = mem_dup(host),
                                      .id = mem_dup(id)};
}

static void confirmed(struct model *model, struct confirm *confirm, struct effects *fx)
{
    switch (confirm->kind) {
    case CONFIRM_INTERRUPT:
        effects_add_for(fx, EFFECT_INTERRUPT, confirm->host, confirm->id);
        break;
    case CONFIRM_CANCEL:
        effects_add_for(fx, EFFECT_CANCEL, confirm->host, NULL)->id = mem_dup(confirm->id);
        break;
    case CONFIRM_ALWAYS: {
        const struct card *card = model_card(model, confirm->host, confirm->id);

        if (card == NULL || card->ask.state != ASK_PENDING)
            model_note(model, true, "that ask is no longer open");
        else
            answer_give(model, card, ANSWER_ALWAYS, confirm->suggestion, NULL, confirm->words, fx);
        break;
    }
    case CONFIRM_NOTHING:
        break;
    }
}

void confirm_key(struct model *model, const char *key, struct effects *fx)
{
    struct confirm confirm = model->confirm;

    if (keymap_find(&model->keymap, CONTEXT_CONFIRM, key) == ACTION_AGREE) {
        if (!guard_confirms(&model->guard, confirm.number, model->steady_ms)) {
            model_note(model, false, "changed, press again");
            return;
        }
        model->confirm = (struct confirm){.kind = CONFIRM_NOTHING};
        confirmed(model, &confirm, fx);
        confirm_done(&confirm);
        return;
    }
    confirm_done(&model->confirm);
    model_note(model, false, "nothing was done");
}

void confirm_interrupt(struct model *model, const char *host, const char *session)
{
    const struct machine *machine = model_machine(model, host);
    const struct session *known = machine != NULL ? machine_session(machine, session) : NULL;

    if (known != NULL && known->state != SESSION_RUNNING && known->state != SESSION_WAITING) {
        model_note(model, false, "nothing runs in this session");
        return;
    }
    confirm_ask(model, CONFIRM_INTERRUPT, host, session,
                mem_printf("Interrupt on %s? The turn ends where it is.", host));
}

void confirm_cancel(struct model *model, const char *host, const char *task)
{
    const struct outgoing *row = outbox_find(&model->outbox, task);
    const char *then = "If it runs, the turn ends where it is.";

    if (row != NULL)
        then = row->state == OUTBOX_UNSENT ? "It was not sent." : "It may have arrived.";
    confirm_ask(model, CONFIRM_CANCEL, host, task,
                mem_printf("Cancel this prompt for %s? %s", host, then));
}

void retry_task(struct model *model, const char *host, const char *task, bool again,
                struct effects *fx)
{
    struct effect *effect = effects_add_for(fx, EFFECT_RETRY, host, NULL);

    effect->id = mem_dup(task);
    effect->again = again;
    model_note(model, false, "trying it once more");
}
