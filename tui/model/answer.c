#include "tui/model/answer.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct guard_seen *seen(const struct guard *guard, const char *ask)
{
    for (size_t i = 0; i < guard->count; i++)
        if (strcmp(guard->seen[i].ask, ask) == 0)
            return &guard->seen[i];
    return NULL;
}

void guard_painted(struct guard *guard, const struct painted *painted, int64_t now)
{
    struct guard next = {.moved = false};

    for (size_t i = 0; i < painted->ask_count && i < PAINTED_ASKS; i++) {
        const struct guard_seen *before = seen(guard, painted->asks[i]);
        struct guard_seen *after = &next.seen[next.count++];

        snprintf(after->ask, sizeof after->ask, "%s", painted->asks[i]);
        after->since = before != NULL ? before->since : now;
    }
    snprintf(next.target.ask, sizeof next.target.ask, "%s", painted->target);
    if (strcmp(painted->target, guard->target.ask) == 0)
        next.target.since = guard->target.since;
    else
        next.target.since = guard->moved ? now - ANSWER_PAINTED_MS : now;
    next.confirm = painted->confirm;
    next.confirm_since = painted->confirm == guard->confirm ? guard->confirm_since : now;
    *guard = next;
}

bool guard_allows(const struct guard *guard, const char *ask, int64_t now)
{
    const struct guard_seen *shown = seen(guard, ask);

    return shown != NULL && now - shown->since >= ANSWER_PAINTED_MS &&
           strcmp(guard->target.ask, ask) == 0 && now - guard->target.since >= ANSWER_PAINTED_MS;
}

bool guard_confirms(const struct guard *guard, int64_t confirm, int64_t now)
{
    return guard->confirm == confirm && now - guard->confirm_since >= ANSWER_PAINTED_MS;
}

static void given_done(struct given *given)
{
    free(given->host);
    ask_done(&given->card.ask);
    detail_done(&given->card.input);
    detail_done(&given->card.suggestions);
    free(given->words);
}

static void forget(struct answers *answers, size_t i)
{
    given_done(&answers->list[i]);
    answers->count--;
    memmove(&answers->list[i], &answers->list[i + 1], (answers->count - i) * sizeof *answers->list);
}

void answers_done(struct answers *answers)
{
    while (answers->count > 0)
        forget(answers, answers->count - 1);
}

bool answers_give(struct answers *answers, const struct card *card, const char *host,
                  const char *words, int64_t now)
{
    struct given *given;

    if (answers->count == ANSWERS_MAX)
        return false;
    given = &answers->list[answers->count++];
    *given = (struct given){.host = mem_dup(host),
                            .state = GIVEN_SENT,
                            .words = mem_dup(words),
                            .until = now + ANSWER_SHOWN_MS};
    field_copy(ask_fields, &given->card.ask, &card->ask);
    detail_copy(&given->card.input, &card->input);
    detail_copy(&given->card.suggestions, &card->suggestions);
    return true;
}

static size_t index_of(const struct answers *answers, const char *host, const char *ask)
{
    size_t i = 0;

    while (i < answers->count && !(str_equal(answers->list[i].host, host) &&
                                   str_equal(answers->list[i].card.ask.ask, ask)))
        i++;
    return i;
}

const struct given *answers_find(const struct answers *answers, const char *host, const char *ask)
{
    size_t i = index_of(answers, host, ask);

    return i < answers->count ? &answers->list[i] : NULL;
}

void answers_result(struct answers *answers, const struct msg_answered *result, int64_t now)
{
    size_t i = index_of(answers, result->host, result->ask);
    struct given *given = &answers->list[i];

    if (i == answers->count)
        return;
    if (result->outcome == ANSWER_FAILED) {
        forget(answers, i);
        return;
    }
    given->state = result->outcome == ANSWER_LOST ? GIVEN_LOST : GIVEN_TAKEN;
    given->until = now + ANSWER_SHOWN_MS;
    if (result->outcome == ANSWER_LOST) {
        free(given->words);
        given->words = mem_printf("%s by %s", result->words != NULL ? result->words : "answered",
                                  result->who != NULL ? result->who : "somebody else");
    }
}

bool answers_expire(struct answers *answers, int64_t now)
{
    size_t before = answers->count;

    for (size_t i = answers->count; i-- > 0;)
        if (answers->list[i].state != GIVEN_SENT && answers->list[i].until <= now)
            forget(answers, i);
    return answers->count != before;
}

int64_t answers_wake(const struct answers *answers)
{
    int64_t wake = -1;

    for (size_t i = 0; i < answers->count; i++)
        if (answers->list[i].state != GIVEN_SENT && (wake < 0 || answers->list[i].until < wake))
            wake = answers->list[i].until;
    return wake;
}
