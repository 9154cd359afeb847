#include "tui/app/perform.h"

#include "tui/app/remote.h"
#include "tui/app/sending.h"
#include "tui/store/draft_table.h"

#include "protocol/base/mem.h"

#include <signal.h>
#include <stdlib.h>

static void keep(struct app *app, const char *key, const char *text)
{
    struct err err;

    if (draft_table_set(app->cli->outbox, key, text, &err) < 0)
        app_note(app, err.what, true);
}

static void keep_draft(struct app *app, const struct effect *effect)
{
    char *key = mem_printf(PERFORM_DRAFT_PREFIX "%s", effect->id);

    keep(app, key, effect->text);
    free(key);
}

static void suspend(struct app *app)
{
    term_suspend(app->term);
    raise(SIGSTOP);
    term_resume(app->term);
    app->dirty = true;
}

/* What one host is asked for. */
static void perform_remote(struct app *app, const struct effect *effect)
{
    struct remote *remote = remote_find(app, effect->host);
    static const char *const choices[] = {"allow", "always", "deny", "text"};

    if (remote == NULL)
        return;
    switch (effect->kind) {
    case EFFECT_ANSWER:
        remote_answer(remote, effect->id, choices[effect->choice], effect->number, effect->text);
        break;
    case EFFECT_INTERRUPT:
        remote_act(remote, "session/interrupt", "session", effect->session, false);
        break;
    case EFFECT_RETRY:
        remote_act(remote, "task/retry", "task", effect->id, effect->again);
        break;
    case EFFECT_WATCH:
        remote_watch(remote, effect->session);
        break;
    case EFFECT_UNWATCH:
        remote_unwatch(remote, effect->session);
        break;
    case EFFECT_PAGE:
        remote_page(remote, effect->session, effect->text, effect->before);
        break;
    case EFFECT_CONNECT:
        remote_connect(remote);
        break;
    case EFFECT_HOST_REPLY:
        remote_reply(remote, effect->text);
        break;
    default:
        break;
    }
}

static void perform(struct app *app, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_SUBMIT:
        sending_submit(app, effect);
        break;
    case EFFECT_CANCEL:
        sending_cancel(app, effect->host, effect->id);
        break;
    case EFFECT_DRAFT:
        keep_draft(app, effect);
        break;
    case EFFECT_PLACE:
        keep(app, PERFORM_PLACE_KEY, effect->text);
        break;
    case EFFECT_BELL:
        term_bell(app->term);
        break;
    case EFFECT_REDRAW:
        term_redraw(app->term);
        app->dirty = true;
        break;
    case EFFECT_SUSPEND:
        suspend(app);
        break;
    case EFFECT_QUIT:
        app->leaving = true;
        break;
    default:
        perform_remote(app, effect);
        break;
    }
}

void perform_all(struct app *app, const struct effects *effects)
{
    for (size_t i = 0; i < effects->count; i++)
        perform(app, &effects->list[i]);
}
