#include "tui/model/update.h"

#include "protocol/base/mem.h"

enum context model_context(const struct model *model)
{
    static const enum context contexts[] = {
        [SCREEN_HOME] = CONTEXT_HOME,   [SCREEN_SESSION] = CONTEXT_SESSION,
        [SCREEN_ASK] = CONTEXT_ASK,     [SCREEN_NEW] = CONTEXT_NEW,
        [SCREEN_HOSTS] = CONTEXT_HOSTS, [SCREEN_HELP] = CONTEXT_HELP,
    };

    if (model->confirm.kind != CONFIRM_NOTHING)
        return CONTEXT_CONFIRM;
    if (model->writing.purpose != WRITE_NOTHING)
        return CONTEXT_WRITE;
    return contexts[model_screen(model)->kind];
}

/* What works wherever it is bound; false for any other action. */
static bool common(struct model *model, enum action action, struct effects *fx)
{
    switch (action) {
    case ACTION_QUIT:
        write_store(model, fx);
        effects_add(fx, EFFECT_QUIT);
        return true;
    case ACTION_REDRAW:
        effects_add(fx, EFFECT_REDRAW);
        return true;
    case ACTION_SUSPEND:
        write_store(model, fx);
        effects_add(fx, EFFECT_SUSPEND);
        return true;
    case ACTION_HELP:
        screen_open(model, SCREEN_HELP, NULL, NULL, fx);
        return true;
    case ACTION_COMMAND:
        write_begin(model, WRITE_COMMAND, NULL);
        return true;
    case ACTION_BACK:
        screen_back(model, fx);
        return true;
    default:
        return false;
    }
}

static void on_screen(struct model *model, enum action action, const char *key, struct effects *fx)
{
    switch (model_screen(model)->kind) {
    case SCREEN_HOME:
        update_home(model, action, key, fx);
        break;
    case SCREEN_SESSION:
        update_session(model, action, fx);
        break;
    case SCREEN_ASK:
        update_ask(model, action, key, fx);
        break;
    case SCREEN_NEW:
        update_new(model, action);
        break;
    case SCREEN_HOSTS:
        update_hosts(model, action, fx);
        break;
    case SCREEN_HELP:
        update_help(model, action);
        break;
    }
}

void update_key(struct model *model, const char *key, struct effects *fx)
{
    enum context context = model_context(model);
    enum action action = keymap_find(&model->keymap, context, key);

    model_settle(model);
    if (!model->note.error)
        mem_set(&model->note.text, NULL);
    if (model_screen(model)->kind == SCREEN_HOME)
        model->home.last_key = model->steady_ms;
    if (action == ACTION_QUIT || action == ACTION_REDRAW || action == ACTION_SUSPEND)
        common(model, action, fx);
    else if (context == CONTEXT_CONFIRM)
        confirm_key(model, key, fx);
    else if (context == CONTEXT_WRITE)
        write_key(model, key, fx);
    else if (action != ACTION_NONE && !common(model, action, fx))
        on_screen(model, action, key, fx);
    model_settle(model);
}
