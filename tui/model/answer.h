/*
 * Answers, so that a key answers what was painted and nothing else.
 *
 * The guard remembers since when each ask has been readable on the screen, and since when
 * the answer keys have been for the ask they are for. An answer is taken when both are at
 * least ANSWER_PAINTED_MS ago. When the user moved to the ask with a key, the second is
 * waived: then the user looked at it on purpose. It is not waived when the ask came under
 * the keys by itself, because the one before it vanished.
 *
 * An answer that was given stands in the list of the given ones, with a copy of the ask, so
 * that its row stays for a while with what was answered and cannot be answered twice.
 */
#ifndef CCR_MODEL_ANSWER_H
#define CCR_MODEL_ANSWER_H

#include "tui/model/machine.h"

#define ANSWER_PAINTED_MS 300
#define ANSWER_SHOWN_MS   2000
#define ANSWERS_MAX       64 /* given at once; further ones are refused with a note */

struct guard_seen {
    char ask[PAINTED_ID_SIZE];
    int64_t since; /* steady ms */
};

struct guard {
    struct guard_seen seen[PAINTED_ASKS];
    size_t count;
    struct guard_seen target;
    int64_t confirm, confirm_since;
    bool moved; /* the user chose the target since the last painting */
};

/* Takes over what was painted at that time. */
void guard_painted(struct guard *guard, const struct painted *painted, int64_t now);

/* True when the answer keys, as painted, are for that ask and were for long enough. */
bool guard_allows(const struct guard *guard, const char *ask, int64_t now);

/* The same for a confirmation of that number. */
bool guard_confirms(const struct guard *guard, int64_t confirm, int64_t now);

enum given_state { GIVEN_SENT, GIVEN_TAKEN, GIVEN_LOST };

struct given {
    char *host;
    struct card card; /* a copy */
    enum given_state state;
    char *words;   /* "yes", or with LOST who answered and what */
    int64_t until; /* steady ms; the row stays at least as long */
};

struct answers {
    struct given list[ANSWERS_MAX];
    size_t count;
};

void answers_done(struct answers *answers);

/* Notes an answer to the card's ask; false when there are too many. */
bool answers_give(struct answers *answers, const struct card *card, const char *host,
                  const char *words, int64_t now);

/* NULL when no answer to that ask is known. */
const struct given *answers_find(const struct answers *answers, const char *host, const char *ask);

/* Takes over what became of one; ANSWER_FAILED forgets it, so that it can be answered again. */
void answers_result(struct answers *answers, const struct msg_answered *result, int64_t now);

/* Forgets those whose time is over; true when there were any. */
bool answers_expire(struct answers *answers, int64_t now);

/* When the next one's time is over, -1 when there is none. */
int64_t answers_wake(const struct answers *answers);

#endif
