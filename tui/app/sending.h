/*
 * Prompts on their way: from the model into the outbox, from the outbox to their host, each
 * state written before what it stands for is done.
 */
#ifndef CCR_APP_SENDING_H
#define CCR_APP_SENDING_H

#include "tui/app/app.h"

struct remote;

/* EFFECT_SUBMIT: makes the id and the row, tells the model, and sends when the host is there. */
void sending_submit(struct app *app, const struct effect *effect);

/* EFFECT_CANCEL: takes an unsent prompt back, asks the host for any other. */
void sending_cancel(struct app *app, const char *host, const char *task);

/* The host is there: sends every row of its, the oldest first. */
void sending_flush(struct app *app, struct remote *remote);

/* The host's answer to a prompt: err NULL or ERR_NONE when it has it. */
void sending_answered(struct app *app, const char *host, const char *task, const struct err *err);

/* The host's answer to a cancel of a prompt. */
void sending_cancelled(struct app *app, const char *task, const struct err *err);

#endif
