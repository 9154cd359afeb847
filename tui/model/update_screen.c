#include "tui/model/update.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

const struct screen *model_screen(const struct model *model)
{
    return &model->screens[model->depth - 1];
}

bool model_wide(const struct model *model)
{
    return model->columns >= MODEL_WIDE && !model->over_ssh;
}

static void screen_free(struct screen *screen)
{
    free(screen->host);
    free(screen->id);
    *screen = (struct screen){.kind = SCREEN_HOME};
}

void screens_done(struct model *model)
{
    for (size_t i = 0; i < MODEL_SCREENS; i++)
        screen_free(&model->screens[i]);
    model->depth = 1;
}

/* The innermost of the open screens that shows a session. */
static const struct screen *session_screen(const struct model *model)
{
    for (size_t i = model->depth; i > 0; i--)
        if (model->screens[i - 1].kind == SCREEN_SESSION)
            return &model->screens[i - 1];
    return NULL;
}

void screen_watch(struct model *model, const char *host, const char *session, struct effects *fx)
{
    struct transcript *transcript = &model->transcript;

    if (session != NULL && transcript_is(transcript, host, session))
        return;
    if (transcript->session != NULL)
        effects_add_for(fx, EFFECT_UNWATCH, transcript->host, transcript->session);
    transcript_open(transcript, host, session);
    if (session != NULL)
        effects_add_for(fx, EFFECT_WATCH, host, session);
}

/* Takes place over. */
static void tell_place(struct model *model, char *place, struct effects *fx)
{
    if (!str_equal(model->place, place)) {
        mem_set(&model->place, place);
        effects_add(fx, EFFECT_PLACE)->text = mem_dup(place);
    }
    free(place);
}

/* The answer keys are for something else now: the guard counts from the next painting. The
 * place is told, so that the next start leads back here. */
static void changed_screen(struct model *model, struct effects *fx)
{
    const struct screen *session = session_screen(model);

    model->guard.target.ask[0] = '\0';
    model->guard.moved = false;
    model->list_index = model->list_top = 0;
    asking_reset(model);
    if (session != NULL)
        screen_watch(model, session->host, session->id, fx);
    else if (!model_wide(model))
        screen_watch(model, NULL, NULL, fx);
    tell_place(model,
               session != NULL ? mem_printf("session %s %s", session->host, session->id)
                               : mem_dup("home"),
               fx);
}

void screen_open(struct model *model, enum screen_kind kind, const char *host, const char *id,
                 struct effects *fx)
{
    const struct screen *front = model_screen(model);
    struct screen screen = {.kind = kind, .host = mem_dup(host), .id = mem_dup(id)};

    if (front->kind == kind && str_equal(front->host, host) && str_equal(front->id, id)) {
        screen_free(&screen);
        return;
    }
    if (model->depth == MODEL_SCREENS) {
        screen_free(&model->screens[1]);
        memmove(&model->screens[1], &model->screens[2],
                (MODEL_SCREENS - 2) * sizeof *model->screens);
        model->depth--;
    }
    model->screens[model->depth++] = screen;
    mem_set(&model->note.text, NULL);
    changed_screen(model, fx);
}

void screen_back(struct model *model, struct effects *fx)
{
    if (model->depth == 1)
        return;
    screen_free(&model->screens[--model->depth]);
    changed_screen(model, fx);
}

void screen_restore(struct model *model, const char *place, struct effects *fx)
{
    const char *host, *id;
    char *name;

    if (model->depth > 1 || !str_starts(place, "session "))
        return;
    host = place + strlen("session ");
    id = strchr(host, ' ');
    if (id == NULL || id[1] == '\0')
        return;
    name = mem_dup_n(host, (size_t)(id - host));
    model->home.selected = row_key_of(ROW_SESSION, name, id + 1);
    screen_open(model, SCREEN_SESSION, name, id + 1, fx);
    free(name);
}
