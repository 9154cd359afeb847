#include "remote/transcript/page.h"

#include "remote/transcript/block.h"
#include "remote/transcript/cursor.h"
#include "remote/transcript/items.h"
#include "remote/transcript/piece.h"
#include "remote/transcript/record.h"

#include "protocol/base/mem.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define CHARACTER_MAX 4 /* bytes */

void page_init(struct page *page)
{
    *page = (struct page){.next = -1, .full_bytes = -1};
}

void page_done(struct page *page)
{
    free(page->text);
    page_init(page);
}

/* Sets the text to the len bytes at data, and where the next page begins. */
static void set_text(struct page *page, const char *data, size_t len)
{
    struct buf text;

    buf_init(&text, len * 3 + 1);
    block_bytes(data, len, &text);
    page->text = buf_take(&text);
    if (len > 0 && page->offset + (int64_t)len < page->full_bytes)
        page->next = page->offset + (int64_t)len;
}

static void slice(struct page *page, const char *text, size_t len, size_t max)
{
    size_t left;

    page->full_bytes = (int64_t)len;
    if (page->offset > page->full_bytes)
        page->offset = page->full_bytes;
    text += page->offset;
    left = utf8_cut(text, len - (size_t)page->offset, max);
    set_text(page, text, left);
}

/* Pages of a line that is too long to be held: the bytes of the file. */
static int slice_line(struct page *page, struct lines *lines, const struct line *line, size_t max,
                      struct err *err)
{
    size_t wanted = max + CHARACTER_MAX; /* what comes next tells where a character ends */
    char *data = mem_new(1, wanted);
    int64_t n;

    page->raw = true;
    page->full_bytes = line->length;
    if (page->offset > page->full_bytes)
        page->offset = page->full_bytes;
    if ((int64_t)wanted > page->full_bytes - page->offset)
        wanted = (size_t)(page->full_bytes - page->offset);
    n = lines_copy(lines, line->offset + page->offset, data, wanted, err);
    if (n >= 0)
        set_text(page, data, utf8_cut(data, (size_t)n, max));
    free(data);
    return n < 0 ? (int)n : 0;
}

static void append_item(const struct item *item, struct buf *text)
{
    if (text->len > 0)
        buf_append_text(text, "\n\n");
    buf_append_text(text, item->input != NULL ? item->input : item->text != NULL ? item->text : "");
}

static int slice_item(struct page *page, const struct line *line, const struct cursor *cursor,
                      size_t max, struct err *err)
{
    bool all = line->len > ITEM_LINE_MAX;
    struct items items;
    struct piece piece;
    struct buf text;
    int rc = 0;

    if (!piece_next(line->data, line->len, 0, &piece))
        return err_set(err, ERR_NOT_FOUND, "no such item");
    items_init(&items, ITEMS_UNCUT);
    buf_init(&text, ITEMS_UNCUT);
    if (piece.json == NULL || (all && piece.len < line->len))
        record_read_raw(&items, line->data + piece.at, all ? line->len : piece.len);
    else
        record_read(&items, piece.json);
    if (all && items.count == 0)
        record_read_raw(&items, line->data, line->len);
    for (size_t i = 0; i < items.count; i++)
        if (all || (int64_t)i == cursor->item)
            append_item(&items.list[i], &text);
    if (all || (cursor->item >= 0 && cursor->item < (int64_t)items.count))
        slice(page, buf_text(&text), text.len, max);
    else
        rc = err_set(err, ERR_NOT_FOUND, "no such item");
    buf_done(&text);
    items_done(&items);
    json_drop(piece.json);
    return rc;
}

static int fill(struct page *page, struct lines *lines, const struct cursor *cursor, size_t max,
                struct err *err)
{
    struct line line;
    int rc = lines_read(lines, cursor->offset, &line, err);

    if (rc < 0)
        return rc;
    if (rc == 0)
        return err_set(err, ERR_NOT_FOUND, "no such item");
    if (!line.whole)
        return slice_line(page, lines, &line, max, err);
    return slice_item(page, &line, cursor, max, err);
}

int page_read(const char *path, const char *cursor, int64_t offset, size_t max, struct place *place,
              uint64_t fresh, struct page *ret_page, struct err *err)
{
    struct lines lines;
    struct cursor at;
    struct page page;
    int rc = lines_open(&lines, path, PAGE_LINE_MAX, err);

    if (rc < 0)
        return rc;
    page_init(&page);
    page.offset = offset > 0 ? offset : 0;
    max = max < 4 ? 4 : max > PAGE_BYTES_MAX ? PAGE_BYTES_MAX : max;
    rc = place_look(place, &lines, fresh, err);
    if (rc == 0) {
        page.reset = !cursor_parse(cursor, &at) || at.file != place->file ||
                     at.generation != place->generation;
        if (!page.reset)
            rc = fill(&page, &lines, &at, max, err);
    }
    if (rc == 0) {
        page_done(ret_page);
        *ret_page = page;
        page_init(&page);
    }
    page_done(&page);
    lines_done(&lines);
    return rc;
}
