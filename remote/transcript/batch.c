#include "remote/transcript/batch.h"

#include "remote/transcript/piece.h"
#include "remote/transcript/record.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

void batch_init(struct batch *batch, size_t text_max)
{
    *batch = (struct batch){.places = NULL};
    items_init(&batch->items, text_max);
}

void batch_done(struct batch *batch)
{
    size_t text_max = batch->items.text_max;

    items_done(&batch->items);
    free(batch->places);
    batch_init(batch, text_max);
}

/* Gives the items from `first` on their place: the record at that offset. */
static void set_places(struct batch *batch, size_t first, int64_t offset)
{
    size_t count = batch->items.count;

    if (count == first)
        batch->hidden++;
    else
        batch->places = mem_resize(batch->places, count, sizeof(*batch->places));
    for (size_t i = first; i < count; i++)
        batch->places[i] = (struct cursor){.offset = offset, .item = (int64_t)(i - first)};
}

static void read_pieces(struct batch *batch, const struct line *line)
{
    struct piece piece;

    for (size_t at = 0; piece_next(line->data, line->len, at, &piece); at = piece.at + piece.len) {
        bool object = json_kind_of(piece.json) == JSON_KIND_OBJECT;
        size_t first = batch->items.count;

        if (line->ended || object) {
            if (piece.json != NULL)
                record_read(&batch->items, piece.json);
            else
                record_read_raw(&batch->items, line->data + piece.at, piece.len);
            set_places(batch, first, line->offset + (int64_t)piece.at);
        }
        json_drop(piece.json);
        if (!line->ended && !object)
            return;
        if (!line->ended)
            batch->next = line->offset + (int64_t)(piece.at + piece.len);
    }
}

int batch_read(struct batch *batch, struct lines *lines, int64_t at, struct err *err)
{
    struct line line;
    int rc;

    batch_done(batch);
    rc = lines_read(lines, at, &line, err);
    if (rc <= 0)
        return rc;
    batch->ended = line.ended;
    batch->next = line.ended ? line.next : at;
    if (line.whole) {
        read_pieces(batch, &line);
    } else if (line.ended) {
        record_read_head(&batch->items, line.data, line.len, line.length);
        set_places(batch, 0, line.offset);
    }
    return 1;
}
