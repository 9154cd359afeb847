/* The hosts, the help and the form of a new prompt: screens with little to do on them. */
#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

static void connect_host(struct model *model, const struct machine *machine, struct effects *fx)
{
    if (machine->question != NULL) {
        write_begin(model, WRITE_HOST, NULL);
        mem_set(&model->writing.host, machine->name);
        model->writing.secret = machine->secret;
    } else {
        effects_add_for(fx, EFFECT_CONNECT, machine->name, NULL);
        model_note(model, false, "connecting to %s", machine->name);
    }
}

void update_hosts(struct model *model, enum action action, struct effects *fx)
{
    const struct machine *machine;

    if (model->machine_count == 0)
        return;
    if (model->list_index >= model->machine_count)
        model->list_index = model->machine_count - 1;
    machine = model->machines[model->list_index];
    switch (action) {
    case ACTION_UP:
        model->list_index -= model->list_index > 0 ? 1 : 0;
        break;
    case ACTION_DOWN:
        model->list_index += model->list_index + 1 < model->machine_count ? 1 : 0;
        break;
    case ACTION_FIRST:
        model->list_index = 0;
        break;
    case ACTION_LAST:
        model->list_index = model->machine_count - 1;
        break;
    case ACTION_CONNECT:
        connect_host(model, machine, fx);
        break;
    case ACTION_REFUSE:
        if (machine->question != NULL)
            effects_add_for(fx, EFFECT_HOST_REPLY, machine->name, NULL);
        break;
    default:
        break;
    }
}

void update_help(struct model *model, enum action action)
{
    size_t page = model->rows > 4 ? (size_t)model->rows - 3 : 1;
    size_t step = action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN ? page : 1;

    switch (action) {
    case ACTION_UP:
    case ACTION_PAGE_UP:
        model->list_top = model->list_top > step ? model->list_top - step : 0;
        break;
    case ACTION_DOWN:
    case ACTION_PAGE_DOWN:
        model->list_top += step;
        break;
    case ACTION_FIRST:
        model->list_top = 0;
        break;
    case ACTION_LAST:
        model->list_top = (size_t)-1 / 2;
        break;
    default:
        break;
    }
}

static void next_host(struct model *model)
{
    size_t i = 0;

    while (i < model->machine_count && !str_equal(model->machines[i]->name, model->form.host))
        i++;
    if (model->machine_count > 0)
        mem_set(&model->form.host, model->machines[(i + 1) % model->machine_count]->name);
}

void update_new(struct model *model, enum action action)
{
    switch (action) {
    case ACTION_WRITE:
    case ACTION_OPEN:
        write_begin(model, WRITE_NEW, "new");
        break;
    case ACTION_HOST_NEXT:
        next_host(model);
        break;
    case ACTION_PROJECT:
        write_begin(model, WRITE_PROJECT, NULL);
        editor_set(&model->writing.editor, model->form.project != NULL ? model->form.project : "");
        break;
    default:
        break;
    }
}
