#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

void writing_done(struct writing *writing)
{
    if (writing->editor.text != NULL)
        editor_wipe(&writing->editor);
    editor_done(&writing->editor);
    free(writing->key);
    free(writing->host);
    *writing = (struct writing){.purpose = WRITE_NOTHING};
}

char *write_session_key(const char *host, const char *session)
{
    return mem_printf("session %s %s", host, session);
}

void write_begin(struct model *model, enum purpose purpose, const char *key)
{
    writing_done(&model->writing);
    editor_init(&model->writing.editor);
    model->writing.purpose = purpose;
    model->writing.key = mem_dup(key);
    if (key != NULL)
        editor_set(&model->writing.editor, drafts_get(&model->drafts, key));
}

static void store_draft(struct model *model, const char *key, const char *text, struct effects *fx)
{
    struct effect *effect = effects_add(fx, EFFECT_DRAFT);

    drafts_set(&model->drafts, key, text);
    effect->id = mem_dup(key);
    effect->text = mem_dup(text);
}

void write_store(struct model *model, struct effects *fx)
{
    struct writing *writing = &model->writing;

    if (writing->key != NULL && writing->changed > 0)
        store_draft(model, writing->key, writing->editor.text, fx);
    writing->changed = 0;
}

void write_end(struct model *model, struct effects *fx)
{
    write_store(model, fx);
    writing_done(&model->writing);
    editor_init(&model->writing.editor);
}

static void changed(struct model *model)
{
    if (model->writing.changed == 0)
        model->writing.changed = model->steady_ms > 0 ? model->steady_ms : 1;
}

bool write_submit(struct model *model, const char *host, const char *session, const char *project,
                  const char *text, const char *key, bool steer, struct effects *fx)
{
    struct effect *effect;

    if (host == NULL) {
        model_note(model, true, "no host is configured; ccr host add NAME ADDRESS adds one");
        return false;
    }
    if (model->sending_count == MODEL_SENDING) {
        model_note(model, true, "too many prompts are being stored; wait for one");
        return false;
    }
    effect = effects_add_for(fx, EFFECT_SUBMIT, host, session);
    effect->project = mem_dup(project);
    effect->text = mem_dup(text);
    effect->steer = steer;
    effect->token = ++model->tokens;
    model->sending[model->sending_count++] = (struct sending){
        .token = effect->token, .key = mem_dup(key), .text = mem_dup(text), .host = mem_dup(host)};
    return true;
}

/* The text could not be stored: it goes back to where it was written. */
static void give_back(struct model *model, const struct sending *sending, struct effects *fx)
{
    struct writing *writing = &model->writing;
    bool here = sending->key != NULL && str_equal(writing->key, sending->key);
    const char *since = here                   ? writing->editor.text
                        : sending->key != NULL ? drafts_get(&model->drafts, sending->key)
                                               : "";
    char *text =
        str_blank(since) ? mem_dup(sending->text) : mem_printf("%s\n%s", sending->text, since);

    if (here)
        editor_set(&writing->editor, text);
    if (sending->key != NULL)
        store_draft(model, sending->key, text, fx);
    free(text);
}

void write_submitted(struct model *model, const struct msg_submitted *msg, struct effects *fx)
{
    size_t i = 0;
    struct sending sending;

    while (i < model->sending_count && model->sending[i].token != msg->token)
        i++;
    if (i == model->sending_count)
        return;
    sending = model->sending[i];
    model->sending_count--;
    memmove(&model->sending[i], &model->sending[i + 1],
            (model->sending_count - i) * sizeof *model->sending);
    if (msg->error != NULL) {
        model_note_err(model, msg->error);
        give_back(model, &sending, fx);
    } else {
        if (sending.key != NULL && *drafts_get(&model->drafts, sending.key) == '\0')
            store_draft(model, sending.key, "", fx);
        if (str_equal(sending.key, "new"))
            model->home.wanted = row_key_of(ROW_TASK, sending.host, msg->id);
        model_changed(model);
    }
    free(sending.key);
    free(sending.text);
    free(sending.host);
}

/* The text leaves the editor and the drafts here; the store forgets it once it has it as a
 * prompt. */
static bool send_prompt(struct model *model, const char *host, const char *session,
                        const char *project, struct effects *fx)
{
    struct writing *writing = &model->writing;

    if (!write_submit(model, host, session, project, writing->editor.text, writing->key,
                      writing->steer, fx))
        return false;
    drafts_set(&model->drafts, writing->key, "");
    editor_wipe(&writing->editor);
    writing->changed = 0;
    return true;
}

static void send_new(struct model *model, struct effects *fx)
{
    const struct form *form = &model->form;

    if (send_prompt(model, form->host, NULL, form->project, fx)) {
        write_end(model, fx);
        screen_back(model, fx);
    }
}

static void send_to_session(struct model *model, struct effects *fx)
{
    const struct screen *screen = model_screen(model);

    if (send_prompt(model, screen->host, screen->id, NULL, fx))
        transcript_last(&model->transcript);
}

static void send_host_reply(struct model *model, struct effects *fx)
{
    effects_add_for(fx, EFFECT_HOST_REPLY, model->writing.host, NULL)->text =
        mem_dup(model->writing.editor.text);
    write_end(model, fx);
}

/* Enter. What blank means depends on what the text is for. */
static void send(struct model *model, struct effects *fx)
{
    struct writing *writing = &model->writing;
    bool blank = editor_blank(&writing->editor);
    char *text = mem_dup(writing->editor.text);

    switch (writing->purpose) {
    case WRITE_PROMPT:
    case WRITE_NEW:
    case WRITE_ASK:
        if (blank)
            model_note(model, false, "there is nothing to send");
        else if (writing->purpose == WRITE_PROMPT)
            send_to_session(model, fx);
        else if (writing->purpose == WRITE_NEW)
            send_new(model, fx);
        else
            answer_written(model, text, fx);
        break;
    case WRITE_PROJECT:
        mem_set(&model->form.project, blank ? NULL : text);
        write_begin(model, WRITE_NEW, "new");
        break;
    case WRITE_COMMAND:
        write_end(model, fx);
        if (!blank)
            update_command(model, text, fx);
        break;
    case WRITE_HOST:
        send_host_reply(model, fx);
        break;
    case WRITE_NOTHING:
        break;
    }
    free(text);
}

static bool one_line(enum purpose purpose)
{
    return purpose == WRITE_COMMAND || purpose == WRITE_HOST || purpose == WRITE_PROJECT;
}

void write_key(struct model *model, const char *key, struct effects *fx)
{
    struct writing *writing = &model->writing;
    enum action action = keymap_find(&model->keymap, CONTEXT_WRITE, key);

    switch (action) {
    case ACTION_NONE:
        if (key_types(key) && !editor_insert(&writing->editor, key, strlen(key)))
            model_note(model, true, "too long; attach it as a file");
        changed(model);
        break;
    case ACTION_SEND:
        if (!one_line(writing->purpose) && editor_continue_line(&writing->editor))
            changed(model);
        else
            send(model, fx);
        break;
    case ACTION_LEAVE:
        write_end(model, fx);
        break;
    case ACTION_ERASE:
        if (writing->editor.len == 0) {
            write_end(model, fx);
            break;
        }
        editor_do(&writing->editor, action);
        changed(model);
        break;
    case ACTION_NEWLINE:
        if (one_line(writing->purpose))
            break;
        editor_do(&writing->editor, action);
        changed(model);
        break;
    default:
        if (editor_do(&writing->editor, action))
            changed(model);
        break;
    }
}

void update_paste(struct model *model, const char *text, size_t len)
{
    struct writing *writing = &model->writing;

    if (writing->purpose == WRITE_NOTHING) {
        model_note(model, false, "pasted text is not taken for keys; begin to write first");
        return;
    }
    if (one_line(writing->purpose) &&
        (memchr(text, '\n', len) != NULL || memchr(text, '\r', len) != NULL)) {
        model_note(model, true, "several lines do not fit here");
        return;
    }
    if (!editor_insert(&writing->editor, text, len))
        model_note(model, true, "too long; attach it as a file");
    changed(model);
}
