/* What of the model is about tasks: how far the prompts of a session got. */
#include "tui/model/model.h"

#include "protocol/base/str.h"
#include "tui/model/update.h"

#include <stdlib.h>
#include <string.h>

static bool in_transcript(const struct transcript *transcript, const char *task)
{
    for (size_t i = transcript->count; i > 0; i--) {
        const struct item *item = &transcript->entries[i - 1].item;

        if (item->kind == ITEM_PROMPT && str_equal(item->uuid, task))
            return true;
    }
    return false;
}

static const char *task_word(const struct task *task)
{
    if (task->state == TASK_RUNNING && task->accepted < 0)
        return "sent";
    return task_state_words[task->state];
}

static int oldest_first(const void *a, const void *b)
{
    return strcmp(((const struct pending *)a)->id, ((const struct pending *)b)->id);
}

/* Ids of tasks are in the order of their times, so sorting by id is sorting by age. */
size_t model_pending(const struct model *model, struct pending list[MODEL_PENDING_MAX])
{
    const struct transcript *transcript = &model->transcript;
    const struct machine *machine = model_machine(model, transcript->host);
    size_t count = 0;

    for (size_t i = 0; i < model->outbox.count && count < MODEL_PENDING_MAX; i++) {
        const struct outgoing *row = &model->outbox.rows[i];

        if (row->session == NULL || !transcript_is(transcript, row->host, row->session) ||
            in_transcript(transcript, row->id) ||
            (machine != NULL && machine_task(machine, row->id) != NULL))
            continue;
        list[count++] = (struct pending){.id = row->id,
                                         .text = row->text,
                                         .word = outbox_word(row->state),
                                         .until = -1,
                                         .unsent = row->state == OUTBOX_UNSENT};
    }
    for (size_t i = 0; machine != NULL && i < machine->tasks.count && count < MODEL_PENDING_MAX;
         i++) {
        const struct task *task = list_at(&machine->tasks, i);

        if (task_ended(task->state) || !str_equal(task->session, transcript->session) ||
            task->accepted >= 0 || in_transcript(transcript, task->task))
            continue;
        list[count++] = (struct pending){.id = task->task,
                                         .text = task->prompt,
                                         .word = task_word(task),
                                         .reason = task->reason,
                                         .until = task->until};
    }
    if (count > 0)
        qsort(list, count, sizeof *list, oldest_first);
    return count;
}

const char *model_prompt_word(const struct model *model, const char *uuid)
{
    const struct machine *machine = model_machine(model, model->transcript.host);
    const struct task *task = machine != NULL ? machine_task(machine, uuid) : NULL;

    if (task == NULL)
        return NULL;
    if (task->state == TASK_COMPLETED)
        return task->saved >= 0 ? "saved" : "not remembered";
    if (task_ended(task->state))
        return task_state_words[task->state];
    return task->accepted >= 0 ? "accepted" : "sent";
}

const char *session_open_task(const struct model *model, const char *host, const char *session)
{
    const struct machine *machine = model_machine(model, host);
    const char *newest = NULL;

    for (size_t i = 0; i < model->outbox.count; i++) {
        const struct outgoing *row = &model->outbox.rows[i];

        if (str_equal(row->host, host) && str_equal(row->session, session))
            newest = row->id;
    }
    for (size_t i = 0; machine != NULL && i < machine->tasks.count; i++) {
        const struct task *task = list_at(&machine->tasks, i);

        if (!task_ended(task->state) && str_equal(task->session, session) &&
            (newest == NULL || strcmp(task->task, newest) > 0))
            newest = task->task;
    }
    return newest;
}

const struct task *session_last_task(const struct model *model, const char *host,
                                     const char *session)
{
    const struct machine *machine = model_machine(model, host);
    const struct task *last = NULL;

    for (size_t i = 0; machine != NULL && i < machine->tasks.count; i++) {
        const struct task *task = list_at(&machine->tasks, i);

        if (str_equal(task->session, session) &&
            (last == NULL || strcmp(task->task, last->task) > 0))
            last = task;
    }
    return last;
}
