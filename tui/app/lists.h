/*
 * What hosts send of tasks, asks, sessions and items, as messages for the model.
 */
#ifndef CCR_APP_LISTS_H
#define CCR_APP_LISTS_H

#include "tui/app/app.h"

#include "protocol/json.h"

/* An object with `tasks`, `asks` and `sessions`: all of the host's, or those that changed. */
void lists_tell_home(struct app *app, const char *host, const struct json *lists, bool snapshot);

/* One object of the list with that name. */
void lists_tell_one(struct app *app, const char *host, const char *list, const struct json *object);

/* The items of a window. */
void lists_tell_window(struct app *app, const char *host, const char *session,
                       const struct json *window, enum window_change change);

#endif
