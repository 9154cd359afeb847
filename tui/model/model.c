#include "tui/model/model.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/model/update.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_init(struct model *model)
{
    *model = (struct model){.depth = 1};
    keymap_init(&model->keymap);
    transcript_init(&model->transcript);
    editor_init(&model->writing.editor);
}

void model_done(struct model *model)
{
    for (size_t i = 0; i < model->machine_count; i++)
        machine_free(model->machines[i]);
    outbox_done(&model->outbox);
    answers_done(&model->answers);
    drafts_done(&model->drafts);
    home_done(&model->home);
    transcript_done(&model->transcript);
    screens_done(model);
    writing_done(&model->writing);
    confirm_done(&model->confirm);
    asking_reset(model);
    free(model->place);
    free(model->form.host);
    free(model->form.project);
    for (size_t i = 0; i < model->sending_count; i++) {
        free(model->sending[i].key);
        free(model->sending[i].text);
        free(model->sending[i].host);
    }
    free(model->note.text);
    *model = (struct model){0};
}

int model_bind(struct model *model, const char *context, const char *key, const char *action,
               struct err *err)
{
    return keymap_bind(&model->keymap, context, key, action, err);
}

void model_note(struct model *model, bool error, const char *fmt, ...)
{
    char text[ERR_WHAT_SIZE + ERR_NEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    mem_set(&model->note.text, text);
    model->note.error = error;
    model->note.until = model->steady_ms + MODEL_NOTE_MS;
}

void model_note_err(struct model *model, const struct err *err)
{
    model_note(model, true, "%s%s%s", err->what, err->next[0] != '\0' ? "; " : "", err->next);
}

void model_changed(struct model *model)
{
    model->stale = true;
    model->home.count = 0;
}

void model_settle(struct model *model)
{
    if (!model->stale)
        return;
    model->stale = false;
    home_settle(&model->home, model->machines, model->machine_count, &model->outbox,
                &model->answers, model->wall_ms, model->steady_ms);
}

/* The earlier of two times, of which -1 and 0 are none. */
static int64_t sooner(int64_t a, int64_t b)
{
    return a <= 0 ? b : b <= 0 || a < b ? a : b;
}

static bool shows_seconds(const struct model *model)
{
    for (size_t i = 0; i < model->machine_count; i++)
        if (model->machines[i]->state == LINK_RECONNECTING &&
            model->machines[i]->retry_at > model->steady_ms)
            return true;
    return model->transcript.live.on && model_screen(model)->kind == SCREEN_SESSION;
}

int64_t model_wake(const struct model *model)
{
    int64_t minute = model->steady_ms + 60000 - model->wall_ms % 60000;
    int64_t still = model->home.last_key + HOME_STILL_MS;
    int64_t wake = shows_seconds(model) ? model->steady_ms + 1000 : minute;

    wake = sooner(wake, answers_wake(&model->answers));
    wake = sooner(wake, model->preview_at);
    if (model->note.text != NULL)
        wake = sooner(wake, model->note.until);
    if (model->writing.changed > 0)
        wake = sooner(wake, model->writing.changed + MODEL_DRAFT_MS);
    if (model->home.last_key > 0 && still > model->steady_ms)
        wake = sooner(wake, still);
    return wake;
}

static struct machine *find_machine(const struct model *model, const char *host)
{
    for (size_t i = 0; i < model->machine_count; i++)
        if (str_equal(model->machines[i]->name, host))
            return model->machines[i];
    return NULL;
}

const struct machine *model_machine(const struct model *model, const char *host)
{
    return find_machine(model, host);
}

/* The machine of that name, made when it is new; NULL when there are too many. */
static struct machine *need_machine(struct model *model, const char *host)
{
    struct machine *machine = find_machine(model, host);

    if (machine == NULL && model->machine_count < MACHINES_MAX) {
        machine = machine_new(host);
        model->machines[model->machine_count++] = machine;
    }
    return machine;
}

static void remove_machine(struct model *model, const char *host)
{
    for (size_t i = 0; i < model->machine_count; i++)
        if (str_equal(model->machines[i]->name, host)) {
            machine_free(model->machines[i]);
            model->machine_count--;
            memmove(&model->machines[i], &model->machines[i + 1],
                    (model->machine_count - i) * sizeof *model->machines);
            return;
        }
}

static void on_host(struct model *model, const struct msg_host *host)
{
    struct machine *machine;

    model_changed(model);
    if (host->gone) {
        remove_machine(model, host->name);
        return;
    }
    machine = need_machine(model, host->name);
    if (machine != NULL)
        machine_link(machine, host);
    if (model->form.host == NULL)
        mem_set(&model->form.host, host->name);
}

static bool brings_ask(const struct machine *machine, const struct msg_lists *lists)
{
    for (size_t i = 0; i < lists->ask_count; i++)
        if (lists->asks[i].state == ASK_PENDING &&
            machine_card(machine, lists->asks[i].ask) == NULL)
            return true;
    return false;
}

static void on_lists(struct model *model, const struct msg_lists *lists, struct effects *fx)
{
    struct machine *machine = need_machine(model, lists->host);

    if (machine == NULL)
        return;
    if (lists->confirmed && brings_ask(machine, lists))
        effects_add(fx, EFFECT_BELL);
    machine_lists(machine, lists);
    model_changed(model);
}

/* An answer that is settled ends the ask here at once; the host's list follows. */
static void on_answered(struct model *model, const struct msg_answered *result)
{
    const struct card *card = model_card(model, result->host, result->ask);
    struct machine *machine = find_machine(model, result->host);
    struct card *own;

    answers_result(&model->answers, result, model->steady_ms);
    model_changed(model);
    if (result->outcome == ANSWER_FAILED && result->error != NULL)
        model_note_err(model, result->error);
    if (result->outcome == ANSWER_LOST)
        model_note(model, true, "%s was first: %s",
                   result->who != NULL ? result->who : "somebody else",
                   result->words != NULL ? result->words : "answered already");
    if (card == NULL || machine == NULL || result->outcome == ANSWER_FAILED)
        return;
    own = (struct card *)machine_card(machine, result->ask);
    if (own != NULL && own->ask.state == ASK_PENDING)
        own->ask.state = ASK_ANSWERED;
}

static void on_tick(struct model *model, const struct msg_tick *tick, struct effects *fx)
{
    int64_t still_until = model->home.last_key + HOME_STILL_MS;

    if (model->steady_ms < still_until && tick->steady_ms >= still_until)
        model_changed(model);
    if (tick->wall_ms / 60000 != model->wall_ms / 60000)
        model_changed(model);
    model->wall_ms = tick->wall_ms;
    model->steady_ms = tick->steady_ms;
    model->utc_offset_min = tick->utc_offset_min;
    if (answers_expire(&model->answers, model->steady_ms))
        model_changed(model);
    if (model->note.text != NULL && model->note.until <= model->steady_ms)
        mem_set(&model->note.text, NULL);
    if (model->writing.changed > 0 && model->steady_ms - model->writing.changed >= MODEL_DRAFT_MS)
        write_store(model, fx);
    if (model->preview_at > 0 && model->steady_ms >= model->preview_at) {
        const struct row *row;

        model->preview_at = 0;
        model_settle(model);
        row = home_selected(&model->home);
        if (model_wide(model) && model_screen(model)->kind == SCREEN_HOME && row != NULL &&
            row_session(row) != NULL && row->machine != NULL)
            screen_watch(model, row->machine->name, row_session(row), fx);
    }
}

static void on_painted(struct model *model, const struct painted *painted, struct effects *fx)
{
    const char *cursor;
    bool before = false;

    guard_painted(&model->guard, painted, model->steady_ms);
    if (painted->home)
        home_painted(&model->home, painted->home_top, model->steady_ms);
    model->list_top = painted->list_top;
    transcript_painted(&model->transcript, &painted->place);
    cursor = transcript_page(&model->transcript, &before);
    if (cursor != NULL) {
        struct effect *effect =
            effects_add_for(fx, EFFECT_PAGE, model->transcript.host, model->transcript.session);

        effect->text = mem_dup(cursor);
        effect->before = before;
    }
}

static void on_receipt(struct model *model, const struct msg_receipt *receipt)
{
    model_changed(model);
    if (receipt->error == NULL)
        outbox_sent(&model->outbox, receipt->task);
    else
        model_note_err(model, receipt->error);
}

static void on_setup(struct model *model, const struct msg_setup *setup)
{
    model->over_ssh = setup->over_ssh;
    mem_set(&model->form.host, setup->host);
    mem_set(&model->form.project, setup->project);
}

void model_update(struct model *model, const struct msg *msg, struct effects *effects)
{
    switch (msg->kind) {
    case MSG_SETUP:
        on_setup(model, &msg->setup);
        break;
    case MSG_TICK:
        on_tick(model, &msg->tick, effects);
        break;
    case MSG_RESIZE:
        model->columns = msg->resize.columns;
        model->rows = msg->resize.rows;
        break;
    case MSG_KEY:
        update_key(model, msg->key, effects);
        break;
    case MSG_PASTE:
        update_paste(model, msg->paste.text, msg->paste.len);
        break;
    case MSG_PAINTED:
        on_painted(model, msg->painted, effects);
        break;
    case MSG_HOST:
        on_host(model, &msg->host);
        break;
    case MSG_LISTS:
        on_lists(model, &msg->lists, effects);
        break;
    case MSG_WINDOW:
        transcript_window(&model->transcript, &msg->window);
        break;
    case MSG_LIVE:
        transcript_live(&model->transcript, &msg->live, model->steady_ms);
        break;
    case MSG_SUBMITTED:
        write_submitted(model, &msg->submitted, effects);
        break;
    case MSG_RECEIPT:
        on_receipt(model, &msg->receipt);
        break;
    case MSG_ANSWERED:
        on_answered(model, &msg->answered);
        break;
    case MSG_OUTBOX:
        outbox_set(&model->outbox, &msg->outbox);
        model_changed(model);
        break;
    case MSG_DRAFT:
        drafts_set(&model->drafts, msg->draft.key, msg->draft.text);
        break;
    case MSG_PLACE:
        screen_restore(model, msg->place, effects);
        break;
    case MSG_NOTE:
        model_note(model, msg->note.error, "%s", msg->note.text);
        break;
    case MSG_QUIT:
        write_store(model, effects);
        effects_add(effects, EFFECT_QUIT);
        break;
    }
}
