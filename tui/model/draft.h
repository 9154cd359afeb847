/*
 * Drafts: texts begun and not sent, by key. Keys are "session HOST ID", "new" and "ask HOST
 * ID". The model keeps them; the app stores them with EFFECT_DRAFT.
 */
#ifndef CCR_MODEL_DRAFT_H
#define CCR_MODEL_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#define DRAFTS_MAX 500 /* the oldest is forgotten here, not in the store */

struct draft {
    char *key, *text;
};

struct drafts {
    struct draft *list;
    size_t count;
};

void drafts_done(struct drafts *drafts);

/* Sets a draft; "" forgets it. True when something changed. */
bool drafts_set(struct drafts *drafts, const char *key, const char *text);

/* "" when there is none; borrowed. */
const char *drafts_get(const struct drafts *drafts, const char *key);

#endif
