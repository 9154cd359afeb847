/*
 * The screen: the only place that knows everyone. It turns keys, time and what hosts say
 * into messages for the model, does the effects the model asks for, and paints once a pass of
 * the loop what the view drew.
 */
#ifndef CCR_APP_APP_H
#define CCR_APP_APP_H

#include "tui/cli/cli.h"
#include "tui/model/model.h"
#include "tui/term/term.h"
#include "tui/view/surface.h"
#include "tui/view/theme.h"

#include "protocol/base/uuid.h"

#include <uv.h>

struct remote;

struct app {
    uv_loop_t loop;
    int tty; /* of our own, to wait on for keys */
    uv_poll_t keys;
    uv_prepare_t pass;
    uv_timer_t timer;
    uv_signal_t signals[5];
    char id[UUID_SIZE]; /* of this client, for its hosts */
    struct cli *cli;    /* configuration, profiles and the outbox */
    struct term *term;
    struct model model;
    struct theme theme;
    struct surface surface;
    struct remote *remotes;
    bool dirty;     /* the picture may be another one */
    bool urgent;    /* a key was pressed: it is painted in this pass */
    bool told_time; /* in this pass */
    bool leaving;
    int64_t painted_at; /* steady ms */
};

/* Runs the screen until the user leaves; the exit status. For cli_program.screen. */
int app_run(struct cli *cli);

/* Hands a message to the model and does what it wants done. */
void app_tell(struct app *app, const struct msg *msg);

/* One line for the user. */
void app_note(struct app *app, const char *text, bool error);

/* All rows of the outbox for the model. */
void app_tell_outbox(struct app *app);

#endif
