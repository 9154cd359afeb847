#include "tui/app/sending.h"

#include "tui/app/remote.h"
#include "tui/cli/submit.h"
#include "tui/store/outbox_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/uuid.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/random.h"

#include <stdlib.h>

/* Sends a row; its state is on the disk before the first byte is on the wire. */
static void send_row(struct app *app, struct remote *remote, const struct outbox_entry *entry)
{
    struct err err;

    if (entry->dropping) {
        remote_cancel(remote, entry->id);
        return;
    }
    if (outbox_table_sending(app->cli->outbox, entry->id, &err) < 0)
        return;
    if (remote_submit(remote, entry->id, submit_params(entry), &err) < 0 &&
        entry->state == OUTBOX_ENTRY_UNSENT)
        outbox_table_unsent(app->cli->outbox, entry->id, err.what, NULL);
}

void sending_submit(struct app *app, const struct effect *effect)
{
    struct outbox_entry entry;
    struct remote *remote = remote_find(app, effect->host);
    struct msg msg = {.kind = MSG_SUBMITTED};
    char id[UUID_SIZE];
    struct err err;
    bool known;
    int rc;

    random_uuid(id);
    outbox_entry_init(&entry);
    entry.id = mem_dup(id);
    entry.host = mem_dup(effect->host);
    entry.prompt = mem_dup(effect->text);
    entry.session = mem_dup(effect->session);
    entry.project = effect->session == NULL ? mem_dup(effect->project) : NULL;
    entry.steer = effect->steer;
    entry.created_at = clock_wall_ms();
    rc = outbox_table_add(app->cli->outbox, &entry, &known, &err);
    msg.submitted.token = effect->token;
    msg.submitted.id = rc == 0 ? id : NULL;
    msg.submitted.error = rc == 0 ? NULL : &err;
    app_tell(app, &msg);
    if (rc == 0 && remote != NULL && remote_is_ready(remote))
        send_row(app, remote, &entry);
    app_tell_outbox(app);
    outbox_entry_done(&entry);
}

void sending_flush(struct app *app, struct remote *remote)
{
    struct outbox_entry *entries;
    size_t count;

    if (outbox_table_list(app->cli->outbox, remote_name(remote), false, &entries, &count, NULL) < 0)
        return;
    for (size_t i = 0; i < count; i++) {
        send_row(app, remote, &entries[i]);
        outbox_entry_done(&entries[i]);
    }
    free(entries);
    app_tell_outbox(app);
}

void sending_answered(struct app *app, const char *host, const char *task, const struct err *err)
{
    struct database *outbox = app->cli->outbox;
    struct msg msg = {.kind = MSG_RECEIPT};
    bool refused = err != NULL && err->code != ERR_NONE;

    if (!refused) {
        outbox_table_sent(outbox, task, NULL);
    } else if (err->code == ERR_UNREACHABLE) {
        outbox_table_unsent(outbox, task, err->what, NULL);
    } else if (err->code != ERR_UNCONFIRMED) {
        outbox_table_unsent(outbox, task, err->what, NULL);
        msg.receipt.error = err;
    }
    if (!refused || msg.receipt.error != NULL) {
        msg.receipt.task = task;
        msg.receipt.host = host;
        app_tell(app, &msg);
    }
    app_tell_outbox(app);
}

void sending_cancel(struct app *app, const char *host, const char *task)
{
    struct database *outbox = app->cli->outbox;
    struct remote *remote = remote_find(app, host);
    struct outbox_entry entry;
    bool here = outbox_table_get(outbox, task, &entry, NULL) == 0;

    if (here && entry.state == OUTBOX_ENTRY_UNSENT && outbox_table_drop(outbox, task, NULL) == 0) {
        app_note(app, "taken back", false);
    } else {
        if (here && entry.state == OUTBOX_ENTRY_SENDING)
            outbox_table_dropping(outbox, task, NULL);
        if (remote != NULL && remote_is_ready(remote))
            remote_cancel(remote, task);
        else
            app_note(app, "it may have arrived; the host is told when it is there", true);
    }
    if (here)
        outbox_entry_done(&entry);
    app_tell_outbox(app);
}

void sending_cancelled(struct app *app, const char *task, const struct err *err)
{
    struct outbox_entry entry;

    if (err != NULL && err->code != ERR_NONE) {
        if (err->code != ERR_UNCONFIRMED && err->code != ERR_UNREACHABLE)
            app_note(app, err->what, true);
        return;
    }
    if (outbox_table_get(app->cli->outbox, task, &entry, NULL) < 0)
        return;
    if (entry.dropping)
        outbox_table_forget(app->cli->outbox, task, NULL);
    outbox_entry_done(&entry);
    app_tell_outbox(app);
}
