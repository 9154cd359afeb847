#include "tui/model/machine.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define ASKS_MAX 2048 /* open asks of one host that are kept; more are left out */

struct machine *machine_new(const char *name)
{
    struct machine *machine = mem_new(1, sizeof *machine);

    machine->name = mem_dup(name);
    machine->last_event = -1;
    list_init(&machine->tasks, task_fields, sizeof(struct task));
    list_init(&machine->sessions, session_fields, sizeof(struct session));
    return machine;
}

static void card_done(struct card *card)
{
    ask_done(&card->ask);
    detail_done(&card->input);
    detail_done(&card->suggestions);
}

static void cards_clear(struct machine *machine)
{
    for (size_t i = 0; i < machine->card_count; i++)
        card_done(&machine->cards[i]);
    free(machine->cards);
    machine->cards = NULL;
    machine->card_count = 0;
}

void machine_free(struct machine *machine)
{
    if (machine == NULL)
        return;
    free(machine->name);
    free(machine->reason);
    free(machine->next);
    free(machine->runner_version);
    free(machine->claude_version);
    free(machine->question);
    list_done(&machine->tasks);
    list_done(&machine->sessions);
    cards_clear(machine);
    free(machine);
}

void machine_link(struct machine *machine, const struct msg_host *host)
{
    machine->state = host->state;
    machine->retry_at = host->retry_at;
    mem_set(&machine->reason, host->reason);
    mem_set(&machine->next, host->next);
    mem_set(&machine->question, host->question);
    machine->secret = host->secret;
    if (host->runner_version != NULL)
        mem_set(&machine->runner_version, host->runner_version);
    if (host->claude_version != NULL)
        mem_set(&machine->claude_version, host->claude_version);
    if (host->last_event >= 0)
        machine->last_event = host->last_event;
    if (host->state != LINK_ONLINE)
        machine->confirmed = false;
}

/* The index of the card, or where it would stand. */
static size_t card_place(const struct machine *machine, const char *ask, bool *ret_there)
{
    size_t low = 0, high = machine->card_count;

    *ret_there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(machine->cards[middle].ask.ask, ask);

        if (order == 0) {
            *ret_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void card_put(struct machine *machine, const struct ask *ask, const struct detail *input,
                     const struct detail *suggestions)
{
    bool there;
    size_t place;
    struct card *card;

    if (ask->ask == NULL)
        return;
    place = card_place(machine, ask->ask, &there);
    if (there) {
        ask_done(&machine->cards[place].ask);
        field_copy(ask_fields, &machine->cards[place].ask, ask);
        mem_set(&machine->cards[place].ask.host, machine->name);
        return;
    }
    if (machine->card_count == ASKS_MAX)
        return;
    machine->cards = mem_resize(machine->cards, machine->card_count + 1, sizeof *machine->cards);
    card = &machine->cards[place];
    memmove(card + 1, card, (machine->card_count - place) * sizeof *card);
    machine->card_count++;
    field_copy(ask_fields, &card->ask, ask);
    mem_set(&card->ask.host, machine->name);
    detail_copy(&card->input, input);
    detail_copy(&card->suggestions, suggestions);
}

static void card_remove(struct machine *machine, const char *ask)
{
    bool there;
    size_t place = card_place(machine, ask, &there);

    if (!there)
        return;
    card_done(&machine->cards[place]);
    machine->card_count--;
    memmove(&machine->cards[place], &machine->cards[place + 1],
            (machine->card_count - place) * sizeof *machine->cards);
}

static void take(struct list *list, const void *objects, size_t count, bool all)
{
    if (all)
        list_fill(list, objects, count);
    for (size_t i = 0; !all && i < count; i++)
        list_put(list, (const char *)objects + i * list->size);
}

void machine_lists(struct machine *machine, const struct msg_lists *lists)
{
    if (lists->snapshot)
        cards_clear(machine);
    machine->confirmed = lists->confirmed;
    take(&machine->tasks, lists->tasks, lists->task_count, lists->snapshot);
    take(&machine->sessions, lists->sessions, lists->session_count, lists->snapshot);
    for (size_t i = 0; i < lists->ask_count; i++)
        card_put(machine, &lists->asks[i], lists->inputs != NULL ? &lists->inputs[i] : NULL,
                 lists->suggestions != NULL ? &lists->suggestions[i] : NULL);
    for (size_t i = 0; i < lists->gone_count; i++)
        if (!list_remove(&machine->tasks, lists->gone[i]) &&
            !list_remove(&machine->sessions, lists->gone[i]))
            card_remove(machine, lists->gone[i]);
}

const struct card *machine_card(const struct machine *machine, const char *ask)
{
    bool there = false;
    size_t place = ask != NULL ? card_place(machine, ask, &there) : 0;

    return there ? &machine->cards[place] : NULL;
}

const struct task *machine_task(const struct machine *machine, const char *task)
{
    return list_find(&machine->tasks, task);
}

const struct session *machine_session(const struct machine *machine, const char *session)
{
    return list_find(&machine->sessions, session);
}

const char *machine_word(const struct machine *machine)
{
    switch (machine->state) {
    case LINK_ONLINE:
        return "online";
    case LINK_RECONNECTING:
        return "reconnecting";
    case LINK_ATTENTION:
        return "attention";
    case LINK_UNKNOWN:
        break;
    }
    return "not tried";
}
