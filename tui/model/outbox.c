#include "tui/model/outbox.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

void outbox_done(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->count; i++) {
        free(outbox->rows[i].id);
        free(outbox->rows[i].host);
        free(outbox->rows[i].session);
        free(outbox->rows[i].project);
        free(outbox->rows[i].text);
    }
    free(outbox->rows);
    *outbox = (struct outbox){0};
}

void outbox_set(struct outbox *outbox, const struct msg_outbox *rows)
{
    size_t count = rows->count < OUTBOX_MAX ? rows->count : OUTBOX_MAX;

    outbox_done(outbox);
    outbox->rows = mem_new(count + 1, sizeof *outbox->rows);
    for (size_t i = 0; i < count; i++) {
        const struct outbox_row *row = &rows->rows[i];

        outbox->rows[i] = (struct outgoing){.id = mem_dup(row->id),
                                            .host = mem_dup(row->host),
                                            .session = mem_dup(row->session),
                                            .project = mem_dup(row->project),
                                            .text = mem_dup(row->text),
                                            .state = row->state,
                                            .created_at = row->created_at};
    }
    outbox->count = count;
}

const struct outgoing *outbox_find(const struct outbox *outbox, const char *id)
{
    for (size_t i = 0; id != NULL && i < outbox->count; i++)
        if (str_equal(outbox->rows[i].id, id))
            return &outbox->rows[i];
    return NULL;
}

void outbox_sent(struct outbox *outbox, const char *id)
{
    struct outgoing *row = (struct outgoing *)outbox_find(outbox, id);

    if (row != NULL)
        row->state = OUTBOX_SENT;
}

const char *outbox_word(enum outbox_state state)
{
    switch (state) {
    case OUTBOX_SENDING:
        return "may have arrived";
    case OUTBOX_SENT:
        return "sent";
    case OUTBOX_UNSENT:
        break;
    }
    return "outbox";
}
