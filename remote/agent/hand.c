#include "remote/agent/hand.h"

#include <string.h>

bool hand_has_room(const struct hand *hand, bool steered)
{
    if (!steered || hand->count == 0)
        return hand->count == 0;
    return hand->count == 1 && hand->attempts[0].echoed;
}

void hand_take(struct hand *hand, const char *uuid, const char *task, int64_t handed_at,
               bool steered)
{
    struct hand_attempt *attempt = &hand->attempts[hand->count++];

    *attempt = (struct hand_attempt){.handed_at = handed_at, .steered = steered};
    memcpy(attempt->uuid, uuid, UUID_SIZE);
    memcpy(attempt->task, task, UUID_SIZE);
}

struct hand_attempt *hand_find(struct hand *hand, const char *uuid)
{
    for (int i = 0; uuid != NULL && i < hand->count; i++)
        if (strcmp(hand->attempts[i].uuid, uuid) == 0)
            return &hand->attempts[i];
    return NULL;
}

void hand_drop(struct hand *hand, const char *uuid)
{
    struct hand_attempt *attempt = hand_find(hand, uuid);

    if (attempt == NULL)
        return;
    hand->count--;
    if (attempt == &hand->attempts[0])
        hand->attempts[0] = hand->attempts[1];
}

bool hand_stopping(const struct hand *hand)
{
    for (int i = 0; i < hand->count; i++)
        if (hand->attempts[i].stop != 0)
            return true;
    return false;
}

/* A result ends an attempt that was echoed, whoever began the turn, since it was slipped
 * into it; otherwise only a turn that began for us after the hand-over can be its. */
static bool ends(const struct hand_attempt *attempt, const struct event *result)
{
    return attempt->echoed || (!result->has_origin && attempt->began);
}

static void end_attempts(struct hand *hand, const struct event *result, int64_t offset,
                         struct hand_attempt ret_ended[HAND_MAX], int *ret_count)
{
    int kept = 0;

    for (int i = 0; i < hand->count; i++) {
        struct hand_attempt attempt = hand->attempts[i];

        if (offset >= attempt.handed_at && ends(&attempt, result))
            ret_ended[(*ret_count)++] = attempt;
        else
            hand->attempts[kept++] = attempt;
    }
    hand->count = kept;
}

void hand_apply(struct hand *hand, const struct event *event, int64_t offset,
                struct hand_attempt ret_ended[HAND_MAX], int *ret_count)
{
    struct hand_attempt *attempt;

    *ret_count = 0;
    switch (event->kind) {
    case EVENT_INIT:
        hand->turn_open = true;
        for (int i = 0; i < hand->count; i++)
            hand->attempts[i].began |= offset >= hand->attempts[i].handed_at;
        break;
    case EVENT_ECHO:
        attempt = hand_find(hand, event->uuid);
        if (attempt != NULL && offset >= attempt->handed_at)
            attempt->echoed = true;
        break;
    case EVENT_RESULT:
        hand->turn_open = false;
        end_attempts(hand, event, offset, ret_ended, ret_count);
        break;
    default:
        break;
    }
}

const struct hand_attempt *hand_swallowed(const struct hand *hand)
{
    for (int i = 0; !hand->turn_open && i < hand->count; i++)
        if (hand->attempts[i].echoed && !hand->attempts[i].began)
            return &hand->attempts[i];
    return NULL;
}
