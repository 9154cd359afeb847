/*
 * The attempts in hand: which prompts a live run was given and has not ended. Here
 * stands when an attempt began, when it is over, and when it was swallowed; pure, fed
 * with the events of the run's stdout in their order.
 *
 * At most one attempt is in hand, and beside it one that was steered into the running turn.
 */
#ifndef CCR_AGENT_HAND_H
#define CCR_AGENT_HAND_H

#include "remote/agent/event.h"

#include "protocol/base/uuid.h"

#include <stdbool.h>
#include <stdint.h>

#define HAND_MAX 2

struct hand_attempt {
    char uuid[UUID_SIZE];
    char task[UUID_SIZE];
    int64_t handed_at; /* bytes of the spool's output when the line was handed over */
    bool steered;
    bool began;  /* an init was read after the hand-over */
    bool echoed; /* its echo was read after the hand-over */
    int stop;    /* why its turn is being stopped; 0: it is not */
};

struct hand {
    struct hand_attempt attempts[HAND_MAX];
    int count;
    bool turn_open; /* an init was read and its result was not */
};

/* Room for this attempt now? A prompt needs an empty hand; one that is steered needs
 * exactly one other in hand, and that echoed: two unread ones would be merged by the CLI. */
bool hand_has_room(const struct hand *hand, bool steered);

/* Takes an attempt in hand; there must be room. handed_at as above. */
void hand_take(struct hand *hand, const char *uuid, const char *task, int64_t handed_at,
               bool steered);

/* The attempt with that uuid, NULL when it is not in hand. Valid until the next change. */
struct hand_attempt *hand_find(struct hand *hand, const char *uuid);

void hand_drop(struct hand *hand, const char *uuid);

/* True while the turn of one of them is being stopped. */
bool hand_stopping(const struct hand *hand);

/* Applies an event of the main conversation whose line began at offset. For a result,
 * ret_ended (HAND_MAX of them) and *ret_count are the attempts that it ends, in the order
 * they were taken; they are out of hand then. */
void hand_apply(struct hand *hand, const struct event *event, int64_t offset,
                struct hand_attempt ret_ended[HAND_MAX], int *ret_count);

/* The attempt that was echoed although no turn is open and none began for it: the
 * CLI knew its uuid and will do nothing. NULL when there is none. */
const struct hand_attempt *hand_swallowed(const struct hand *hand);

#endif
