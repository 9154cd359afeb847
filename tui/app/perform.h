/*
 * Doing what the model wants done.
 */
#ifndef CCR_APP_PERFORM_H
#define CCR_APP_PERFORM_H

#include "tui/app/app.h"

/* Names in the draft table: the model's drafts, and where the user was. */
#define PERFORM_DRAFT_PREFIX "draft/"
#define PERFORM_PLACE_KEY    "place"

/* Does them in their order. */
void perform_all(struct app *app, const struct effects *effects);

#endif
