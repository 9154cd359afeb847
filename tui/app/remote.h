/*
 * A host in the loop: its connection, with back-off, and what crosses it. One connection a
 * host, everything inside it.
 */
#ifndef CCR_APP_REMOTE_H
#define CCR_APP_REMOTE_H

#include "tui/app/app.h"

struct remote;

/* Every host of the configuration and this machine; each begins to connect. */
void remote_add_all(struct app *app);
void remote_free_all(struct app *app);

/* NULL when there is none of that name. */
struct remote *remote_find(struct app *app, const char *name);

const char *remote_name(const struct remote *remote);

/* Requests can be made now. */
bool remote_is_ready(const struct remote *remote);

/* Tries now instead of when the back-off ends. */
void remote_connect(struct remote *remote);
void remote_connect_all(struct app *app);

/* The user's answer to the question that is open; NULL refuses. */
void remote_reply(struct remote *remote, const char *text);

/* Requests; what comes of them is told to the model. What needs a connection and has none is said
 * in a note. */
int remote_submit(struct remote *remote, const char *task, struct json *params, struct err *err);
void remote_cancel(struct remote *remote, const char *task);
void remote_answer(struct remote *remote, const char *ask, const char *choice, int number,
                   const char *text);
void remote_act(struct remote *remote, const char *method, const char *member, const char *id,
                bool again);

/* The session whose items and live text come from now on. It is asked for again, from where it
 * was, after each reconnection. */
void remote_watch(struct remote *remote, const char *session);
void remote_unwatch(struct remote *remote, const char *session);
void remote_page(struct remote *remote, const char *session, const char *cursor, bool before);

/* Pings, deadlines and reconnections that are due; the steady time of the next. */
int64_t remote_tick_all(struct app *app, int64_t now);

#endif
