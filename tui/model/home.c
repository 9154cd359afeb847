#include "tui/model/home.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a pass over all lists needs: where rows go, and which sessions have one already. */
struct gathering {
    struct home *home;
    size_t room;
    const struct outbox *outbox;
    const struct answers *answers;
    int64_t wall_ms;
    const struct machine *machine;
    bool *taken; /* of each session of the machine */
};

void home_done(struct home *home)
{
    free(home->rows);
    *home = (struct home){0};
}

struct row_key row_key_of(enum row_kind kind, const char *host, const char *id)
{
    struct row_key key = {.kind = kind};

    snprintf(key.host, sizeof key.host, "%s", host != NULL ? host : "");
    snprintf(key.id, sizeof key.id, "%s", id != NULL ? id : "");
    return key;
}

bool row_key_equal(const struct row_key *a, const struct row_key *b)
{
    return a->kind == b->kind && strcmp(a->id, b->id) == 0 && strcmp(a->host, b->host) == 0;
}

const char *row_session(const struct row *row)
{
    if (row->card != NULL)
        return row->card->ask.session;
    if (row->task != NULL)
        return row->task->session;
    if (row->outgoing != NULL)
        return row->outgoing->session;
    return row->session != NULL ? row->session->session : NULL;
}

static struct row *add(struct gathering *all, enum section section, enum row_kind kind,
                       const char *id, int64_t at)
{
    struct home *home = all->home;
    struct row *row;

    if (home->count == all->room) {
        all->room = all->room > 0 ? all->room * 2 : 64;
        home->rows = mem_resize(home->rows, all->room, sizeof *home->rows);
    }
    row = &home->rows[home->count++];
    *row = (struct row){.section = section, .at = at, .machine = all->machine};
    row->key = row_key_of(kind, all->machine != NULL ? all->machine->name : "", id);
    return row;
}

/* Gives the row its session, and marks that as shown. */
static void take_session(struct gathering *all, struct row *row, const char *id)
{
    if (all->machine == NULL)
        return;
    row->session = machine_session(all->machine, id);
    if (row->session != NULL)
        all->taken[row->session - (const struct session *)all->machine->sessions.objects] = true;
}

static void add_card(struct gathering *all, const struct card *card, const struct given *given)
{
    struct row *row = add(all, SECTION_NEEDS, ROW_ASK, card->ask.ask, card->ask.created_at);

    row->card = card;
    row->given = given;
    if (all->machine != NULL && card->ask.task != NULL)
        row->task = machine_task(all->machine, card->ask.task);
    take_session(all, row, card->ask.session);
}

static void gather_asks(struct gathering *all)
{
    const struct machine *machine = all->machine;

    for (size_t i = 0; i < machine->card_count; i++) {
        const struct card *card = &machine->cards[i];

        if (card->ask.state == ASK_PENDING &&
            answers_find(all->answers, machine->name, card->ask.ask) == NULL)
            add_card(all, card, NULL);
    }
    for (size_t i = 0; i < all->answers->count; i++) {
        const struct given *given = &all->answers->list[i];

        if (str_equal(given->host, machine->name))
            add_card(all, &given->card, given);
    }
    if (machine->question != NULL)
        add(all, SECTION_NEEDS, ROW_HOST, "", 0);
}

static bool has_open_ask(const struct gathering *all, const struct task *task)
{
    for (size_t i = 0; i < all->machine->card_count; i++) {
        const struct ask *ask = &all->machine->cards[i].ask;

        if (ask->state == ASK_PENDING && str_equal(ask->task, task->task))
            return true;
    }
    return false;
}

static void gather_running(struct gathering *all)
{
    const struct list *tasks = &all->machine->tasks, *sessions = &all->machine->sessions;

    for (size_t i = 0; i < tasks->count; i++) {
        const struct task *task = list_at(tasks, i);
        struct row *row;

        if (task_ended(task->state) || (task->state == TASK_WAITING && has_open_ask(all, task)))
            continue;
        row = add(all, SECTION_RUNNING, ROW_TASK, task->task,
                  task->started_at >= 0 ? task->started_at : task->created_at);
        row->task = task;
        take_session(all, row, task->session);
    }
    for (size_t i = 0; i < sessions->count; i++) {
        const struct session *session = list_at(sessions, i);

        if (session->state == SESSION_RUNNING && !all->taken[i]) {
            struct row *row =
                add(all, SECTION_RUNNING, ROW_SESSION, session->session, session->last_activity);

            row->session = session;
            all->taken[i] = true;
        }
    }
}

static int newest_end_first(const void *a, const void *b)
{
    const struct task *x = *(const struct task *const *)a, *y = *(const struct task *const *)b;

    return (x->ended_at < y->ended_at) - (x->ended_at > y->ended_at);
}

/* Of each session that shows nothing yet, the task that ended last. */
static void gather_done(struct gathering *all)
{
    const struct list *tasks = &all->machine->tasks;
    const struct task **ended = mem_new(tasks->count + 1, sizeof *ended);
    size_t count = 0;

    for (size_t i = 0; i < tasks->count; i++) {
        const struct task *task = list_at(tasks, i);

        if (task_ended(task->state) && all->wall_ms - task->ended_at < HOME_DONE_MS)
            ended[count++] = task;
    }
    qsort(ended, count, sizeof *ended, newest_end_first);
    for (size_t i = 0; i < count; i++) {
        const struct session *session = machine_session(all->machine, ended[i]->session);
        struct row *row;

        if (session != NULL &&
            all->taken[session - (const struct session *)all->machine->sessions.objects])
            continue;
        row = add(all, SECTION_DONE, ROW_TASK, ended[i]->task, ended[i]->ended_at);
        row->task = ended[i];
        take_session(all, row, ended[i]->session);
    }
    free(ended);
}

static void gather_recent(struct gathering *all)
{
    const struct list *sessions = &all->machine->sessions;

    for (size_t i = 0; i < sessions->count; i++) {
        const struct session *session = list_at(sessions, i);

        if (!all->taken[i])
            add(all, SECTION_RECENT, ROW_SESSION, session->session, session->last_activity)
                ->session = session;
    }
}

/* Prompts that no host has told of yet. */
static void gather_outbox(struct gathering *all, struct machine *const *machines, size_t count)
{
    for (size_t i = 0; i < all->outbox->count; i++) {
        const struct outgoing *outgoing = &all->outbox->rows[i];
        struct row *row;

        all->machine = NULL;
        for (size_t k = 0; k < count; k++)
            if (str_equal(machines[k]->name, outgoing->host))
                all->machine = machines[k];
        if (all->machine != NULL && machine_task(all->machine, outgoing->id) != NULL)
            continue;
        row = add(all, SECTION_RUNNING, ROW_TASK, outgoing->id, outgoing->created_at);
        row->key = row_key_of(ROW_TASK, outgoing->host, outgoing->id);
        row->outgoing = outgoing;
        if (all->machine != NULL)
            row->session = machine_session(all->machine, outgoing->session);
    }
}

/* What waits longest is first among what needs the user, else what is newest. */
static int compare(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->section != y->section)
        return x->section < y->section ? -1 : 1;
    if (x->at != y->at)
        return (x->at < y->at) == (x->section == SECTION_NEEDS) ? -1 : 1;
    return strcmp(x->key.id, y->key.id) != 0 ? strcmp(x->key.id, y->key.id)
                                             : strcmp(x->key.host, y->key.host);
}

static void settle_digits(struct home *home, int64_t steady_ms)
{
    bool still = home->last_key > 0 && steady_ms - home->last_key < HOME_STILL_MS;

    for (size_t i = 0; i < HOME_DIGITS && !still; i++) {
        if (i < home->count)
            home->digits[i] = home->rows[i].key;
        else
            home->digits[i] = (struct row_key){.kind = ROW_ASK};
    }
    for (size_t d = 0; d < HOME_DIGITS; d++)
        for (size_t i = 0; i < home->count; i++)
            if (row_key_equal(&home->digits[d], &home->rows[i].key)) {
                home->rows[i].digit = (int)d + 1;
                break;
            }
}

void home_settle(struct home *home, struct machine *const *machines, size_t machine_count,
                 const struct outbox *outbox, const struct answers *answers, int64_t wall_ms,
                 int64_t steady_ms)
{
    struct gathering all = {.home = home, .outbox = outbox, .answers = answers, .wall_ms = wall_ms};
    size_t index = home->index;

    free(home->rows);
    home->rows = NULL;
    home->count = 0;
    for (size_t i = 0; i < machine_count; i++) {
        all.machine = machines[i];
        all.taken = mem_new(machines[i]->sessions.count + 1, sizeof *all.taken);
        gather_asks(&all);
        gather_running(&all);
        gather_done(&all);
        gather_recent(&all);
        free(all.taken);
    }
    gather_outbox(&all, machines, machine_count);
    if (home->count > 0)
        qsort(home->rows, home->count, sizeof *home->rows, compare);
    settle_digits(home, steady_ms);
    if (home->wanted.id[0] != '\0' && home_select_key(home, &home->wanted))
        home->wanted.id[0] = '\0';
    else if (!home_select_key(home, &home->selected))
        home_select(home, index);
}

const struct row *home_selected(const struct home *home)
{
    return home->count > 0 ? &home->rows[home->index] : NULL;
}

void home_select(struct home *home, size_t index)
{
    home->index = index < home->count ? index : home->count > 0 ? home->count - 1 : 0;
    home->selected =
        home->count > 0 ? home->rows[home->index].key : (struct row_key){.kind = ROW_ASK};
}

bool home_select_key(struct home *home, const struct row_key *key)
{
    for (size_t i = 0; i < home->count; i++)
        if (row_key_equal(&home->rows[i].key, key)) {
            home_select(home, i);
            return true;
        }
    return false;
}

enum digit_result home_digit(struct home *home, int digit, int64_t steady_ms)
{
    const struct row_key *key = &home->painted[digit - 1];

    if (key->id[0] == '\0' && key->host[0] == '\0')
        return DIGIT_NONE;
    if (steady_ms - home->painted_since[digit - 1] < ANSWER_PAINTED_MS)
        return DIGIT_CHANGED;
    return home_select_key(home, key) ? DIGIT_SELECTED : DIGIT_CHANGED;
}

void home_painted(struct home *home, size_t top, int64_t steady_ms)
{
    home->top = top;
    for (size_t d = 0; d < HOME_DIGITS; d++) {
        if (!row_key_equal(&home->painted[d], &home->digits[d]))
            home->painted_since[d] = steady_ms;
        home->painted[d] = home->digits[d];
    }
}
