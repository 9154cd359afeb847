#include "tui/model/update.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

static void begin_prompt(struct model *model, const struct screen *screen, bool steer)
{
    char *key = write_session_key(screen->host, screen->id);

    write_begin(model, WRITE_PROMPT, key);
    model->writing.steer = steer;
    free(key);
}

static void view_ask(struct model *model, const struct screen *screen, struct effects *fx)
{
    const struct card *card = model_open_card(model, screen->host, screen->id);

    if (card == NULL)
        model_note(model, false, "this session asks nothing");
    else
        screen_open(model, SCREEN_ASK, card->ask.host, card->ask.ask, fx);
}

static void cancel(struct model *model, const struct screen *screen)
{
    const char *task = session_open_task(model, screen->host, screen->id);

    if (task == NULL)
        model_note(model, false, "there is nothing to cancel");
    else
        confirm_cancel(model, screen->host, task);
}

static void retry(struct model *model, const struct screen *screen, struct effects *fx)
{
    const struct task *task = session_last_task(model, screen->host, screen->id);

    if (task == NULL || !task_ended(task->state) || task->state == TASK_COMPLETED)
        model_note(model, false, "only a task that failed or was ended is tried again");
    else
        retry_task(model, screen->host, task->task, false, fx);
}

static void jump(struct model *model, int direction)
{
    if (!transcript_prompt(&model->transcript, direction))
        model_note(model, false, direction > 0 ? "no later prompt" : "no earlier prompt here");
}

void update_session(struct model *model, enum action action, struct effects *fx)
{
    const struct screen *screen = model_screen(model);
    struct transcript *transcript = &model->transcript;
    int page = model->rows > 6 ? model->rows - 5 : 1;

    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
        transcript_step(transcript, action == ACTION_UP ? -1 : 1);
        break;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        transcript_scroll(transcript, action == ACTION_PAGE_UP ? -page : page);
        break;
    case ACTION_FIRST:
        transcript_first(transcript);
        break;
    case ACTION_LAST:
        transcript_last(transcript);
        break;
    case ACTION_OPEN:
        transcript_toggle(transcript);
        break;
    case ACTION_PROMPT_NEXT:
    case ACTION_PROMPT_PREVIOUS:
        jump(model, action == ACTION_PROMPT_NEXT ? 1 : -1);
        break;
    case ACTION_RAW:
        transcript->raw = !transcript->raw;
        break;
    case ACTION_WRITE:
    case ACTION_STEER:
        begin_prompt(model, screen, action == ACTION_STEER);
        break;
    case ACTION_VIEW:
        view_ask(model, screen, fx);
        break;
    case ACTION_INTERRUPT:
        confirm_interrupt(model, screen->host, screen->id);
        break;
    case ACTION_CANCEL:
        cancel(model, screen);
        break;
    case ACTION_RETRY:
        retry(model, screen, fx);
        break;
    default:
        break;
    }
}
