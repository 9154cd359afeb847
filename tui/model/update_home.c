#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

static void move_to(struct model *model, size_t index)
{
    home_select(&model->home, index);
    model->guard.moved = true;
    model->preview_at = model_wide(model) ? model->steady_ms + MODEL_PREVIEW_MS : 0;
}

static void move_by(struct model *model, bool up, size_t n)
{
    size_t index = model->home.index;

    move_to(model, up ? (index > n ? index - n : 0) : index + n);
}

static void select_digit(struct model *model, int digit)
{
    if (digit < 1 || digit > HOME_DIGITS)
        return;
    switch (home_digit(&model->home, digit, model->steady_ms)) {
    case DIGIT_SELECTED:
        move_to(model, model->home.index);
        break;
    case DIGIT_CHANGED:
        model_note(model, false, "changed, press again");
        break;
    case DIGIT_NONE:
        break;
    }
}

static void open_session(struct model *model, const struct row *row, struct effects *fx)
{
    const char *session = row_session(row);

    if (session == NULL)
        model_note(model, false, "it has no session yet");
    else
        screen_open(model, SCREEN_SESSION, row->key.host, session, fx);
}

static void open_question(struct model *model, const struct row *row)
{
    write_begin(model, WRITE_HOST, NULL);
    mem_set(&model->writing.host, row->key.host);
    model->writing.secret = row->machine->secret;
}

static void open_row(struct model *model, const struct row *row, struct effects *fx)
{
    if (row->key.kind == ROW_ASK)
        screen_open(model, SCREEN_ASK, row->key.host, row->key.id, fx);
    else if (row->key.kind == ROW_HOST)
        open_question(model, row);
    else
        open_session(model, row, fx);
}

/* Where the row stands only permissions are answered: what a question or a plan says has to
 * be read first. */
static void answer_row(struct model *model, const struct row *row, enum action action,
                       struct effects *fx)
{
    if (row->card == NULL || row->given != NULL)
        return;
    if (row->card->ask.kind != ASK_PERMISSION)
        model_note(model, false, "v shows it with its choices");
    else if (!answer_guarded(model, row->card))
        return;
    else if (action == ACTION_ALWAYS)
        answer_always(model, row->card, 0);
    else
        answer_give(model, row->card, action == ACTION_ALLOW ? ANSWER_ALLOW : ANSWER_DENY, 0, NULL,
                    action == ACTION_ALLOW ? "yes" : "no", fx);
}

static void retry_row(struct model *model, const struct row *row, struct effects *fx)
{
    if (row->task == NULL || !task_ended(row->task->state) || row->task->state == TASK_COMPLETED)
        model_note(model, false, "only a task that failed or was ended is tried again");
    else
        retry_task(model, row->key.host, row->task->task, false, fx);
}

static void cancel_row(struct model *model, const struct row *row)
{
    if (row->key.kind == ROW_TASK && (row->task == NULL || !task_ended(row->task->state)))
        confirm_cancel(model, row->key.host, row->key.id);
    else if (row->card != NULL && row->card->ask.task != NULL)
        confirm_cancel(model, row->key.host, row->card->ask.task);
    else
        model_note(model, false, "there is nothing to cancel");
}

static void interrupt_row(struct model *model, const struct row *row)
{
    if (row_session(row) == NULL)
        model_note(model, false, "it has no session yet");
    else
        confirm_interrupt(model, row->key.host, row_session(row));
}

static void act_on_row(struct model *model, const struct row *row, enum action action,
                       struct effects *fx)
{
    switch (action) {
    case ACTION_OPEN:
        open_row(model, row, fx);
        break;
    case ACTION_VIEW:
        if (row->card != NULL)
            screen_open(model, SCREEN_ASK, row->key.host, row->key.id, fx);
        break;
    case ACTION_SESSION:
        open_session(model, row, fx);
        break;
    case ACTION_ALLOW:
    case ACTION_ALWAYS:
    case ACTION_DENY:
        answer_row(model, row, action, fx);
        break;
    case ACTION_INTERRUPT:
        interrupt_row(model, row);
        break;
    case ACTION_CANCEL:
        cancel_row(model, row);
        break;
    case ACTION_RETRY:
        retry_row(model, row, fx);
        break;
    default:
        break;
    }
}

static void begin_new(struct model *model, struct effects *fx)
{
    const struct row *row = home_selected(&model->home);

    if (model->form.project == NULL && row != NULL && row->session != NULL)
        mem_set(&model->form.project, row->session->project);
    screen_open(model, SCREEN_NEW, NULL, NULL, fx);
    write_begin(model, WRITE_NEW, "new");
}

void update_home(struct model *model, enum action action, const char *key, struct effects *fx)
{
    size_t page = model->rows > 6 ? (size_t)model->rows / 2 : 2;

    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
        move_by(model, action == ACTION_UP, 1);
        break;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        move_by(model, action == ACTION_PAGE_UP, page);
        break;
    case ACTION_FIRST:
        move_to(model, 0);
        break;
    case ACTION_LAST:
        move_to(model, model->home.count);
        break;
    case ACTION_SELECT:
        select_digit(model, key[1] == '\0' ? key[0] - '0' : 0);
        break;
    case ACTION_NEW:
        begin_new(model, fx);
        break;
    case ACTION_HOSTS:
        screen_open(model, SCREEN_HOSTS, NULL, NULL, fx);
        break;
    default:
        if (home_selected(&model->home) != NULL)
            act_on_row(model, home_selected(&model->home), action, fx);
        break;
    }
}
