#include "remote/transcript/window.h"

#include "remote/transcript/batch.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define ITEM_OVERHEAD 256 /* what an item takes on the wire beside its texts, about */

/* One reading: the items found so far in the order they were found. */
struct reading {
    struct lines *lines;
    struct batch batch;
    struct window *window;
    struct cursor *places;
    size_t max_items, bytes_left;
    bool more; /* an item was found that has no room */
};

void window_init(struct window *window)
{
    *window = (struct window){.before = NULL};
    items_init(&window->items, ITEM_TEXT_MAX);
}

void window_done(struct window *window)
{
    items_done(&window->items);
    free(window->before);
    free(window->after);
    window_init(window);
}

static size_t item_bytes(const struct item *item)
{
    return ITEM_OVERHEAD + (item->text != NULL ? strlen(item->text) : 0) +
           (item->input != NULL ? strlen(item->input) : 0);
}

/* Moves the batch's item into the window; false when there is no room for it. */
static bool take(struct reading *reading, size_t index)
{
    struct items *items = &reading->window->items;
    struct item *item = &reading->batch.items.list[index];
    size_t bytes = item_bytes(item);

    if (items->count == reading->max_items || (items->count > 0 && bytes > reading->bytes_left)) {
        reading->more = true;
        return false;
    }
    reading->bytes_left -= bytes < reading->bytes_left ? bytes : reading->bytes_left;
    *items_add(items, ITEM_OTHER) = *item;
    item_init(item);
    reading->places = mem_resize(reading->places, items->count, sizeof(*reading->places));
    reading->places[items->count - 1] = reading->batch.places[index];
    return true;
}

/* Takes the items behind `from`; *ret_end is where there were no more. */
static int read_after(struct reading *reading, const struct cursor *from, struct cursor *ret_end,
                      struct err *err)
{
    struct batch *batch = &reading->batch;
    int64_t at = from->offset;
    int rc;

    while (!reading->more && (rc = batch_read(batch, reading->lines, at, err)) != 0) {
        if (rc < 0)
            return rc;
        reading->window->hidden += batch->hidden;
        for (size_t i = 0; i < batch->items.count && !reading->more; i++)
            if (cursor_compare(&batch->places[i], from) > 0)
                take(reading, i);
        at = batch->next;
        if (!batch->ended)
            break;
    }
    *ret_end = (struct cursor){.offset = at, .item = CURSOR_BEFORE};
    return 0;
}

/* Takes the items before `to`, the last one first. */
static int read_before(struct reading *reading, const struct cursor *to, struct err *err)
{
    struct batch *batch = &reading->batch;
    int64_t at = to->offset;
    int rc = lines_start(reading->lines, at, &at, err);

    while (rc == 0) {
        rc = batch_read(batch, reading->lines, at, err);
        if (rc < 0)
            return rc;
        reading->window->hidden += batch->hidden;
        for (size_t i = batch->items.count; i > 0 && !reading->more; i--)
            if (cursor_compare(&batch->places[i - 1], to) < 0)
                take(reading, i - 1);
        if (at == 0 || reading->more)
            return 0;
        rc = lines_start(reading->lines, at - 1, &at, err);
    }
    return rc;
}

static void reverse(struct reading *reading)
{
    struct item *list = reading->window->items.list;

    for (size_t i = 0, j = reading->window->items.count; i + 1 < j; i++) {
        struct item item = list[i];
        struct cursor place = reading->places[i];

        j--;
        list[i] = list[j];
        list[j] = item;
        reading->places[i] = reading->places[j];
        reading->places[j] = place;
    }
}

/* Says whether there is an item before a place. */
static int look_before(struct reading *reading, const struct cursor *to, bool *ret_found,
                       struct err *err)
{
    int64_t hidden = reading->window->hidden;
    int rc;

    reading->more = false;
    reading->max_items = reading->window->items.count;
    rc = read_before(reading, to, err);
    *ret_found = reading->more;
    reading->window->hidden = hidden;
    return rc;
}

static int look_after(struct reading *reading, const struct cursor *from, bool *ret_found,
                      struct err *err)
{
    int64_t hidden = reading->window->hidden;
    struct cursor end;
    int rc;

    reading->more = false;
    reading->max_items = reading->window->items.count;
    rc = read_after(reading, from, &end, err);
    *ret_found = reading->more;
    reading->window->hidden = hidden;
    return rc;
}

/* The place behind the last whole line. */
static int find_end(struct reading *reading, struct cursor *ret_end, struct err *err)
{
    int64_t at;
    int rc = lines_start(reading->lines, reading->lines->size, &at, err);

    if (rc == 0)
        rc = batch_read(&reading->batch, reading->lines, at, err);
    if (rc < 0)
        return rc;
    *ret_end = (struct cursor){.offset = rc > 0 ? reading->batch.next : at, .item = CURSOR_BEFORE};
    return 0;
}

static char *printed(const struct place *place, struct cursor cursor)
{
    char text[CURSOR_SIZE];

    cursor.file = place->file;
    cursor.generation = place->generation;
    cursor_print(&cursor, text);
    return mem_dup(text);
}

static int forwards(struct reading *reading, const struct cursor *from, const struct place *place,
                    struct err *err)
{
    struct window *window = reading->window;
    struct cursor end;
    int rc = read_after(reading, from, &end, err);

    if (rc < 0)
        return rc;
    window->has_after = reading->more;
    if (reading->more && window->items.count > 0)
        end = reading->places[window->items.count - 1];
    window->after = printed(place, end);
    window->before = printed(place, window->items.count > 0 ? reading->places[0] : *from);
    if (from->item != CURSOR_BEFORE) {
        window->has_before = true;
        return 0;
    }
    return look_before(reading, from, &window->has_before, err);
}

static int backwards(struct reading *reading, const struct cursor *to, bool tail,
                     const struct place *place, struct err *err)
{
    struct window *window = reading->window;
    struct cursor last = *to;
    int rc = read_before(reading, to, err);

    if (rc < 0)
        return rc;
    if (last.item != CURSOR_BEFORE)
        last.item--; /* the item at the cursor comes next */
    reverse(reading);
    window->has_before = reading->more;
    window->before = printed(place, window->items.count > 0 ? reading->places[0] : *to);
    window->after = printed(place, last);
    return tail ? 0 : look_after(reading, &last, &window->has_after, err);
}

static size_t within(size_t value, size_t low, size_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* True when text is a cursor of this file as it is now. */
static bool current(const char *text, const struct place *place, struct cursor *ret_cursor)
{
    return cursor_parse(text, ret_cursor) && ret_cursor->file == place->file &&
           ret_cursor->generation == place->generation && ret_cursor->offset <= place->size;
}

static int answer(struct reading *reading, const struct window_request *request,
                  const struct place *place, struct err *err)
{
    enum window_from from = request->from;
    struct cursor cursor = {.offset = 0, .item = CURSOR_BEFORE};
    int rc;

    if ((from == WINDOW_AFTER || from == WINDOW_BEFORE) &&
        !current(request->cursor, place, &cursor)) {
        reading->window->reset = true;
        from = WINDOW_TAIL;
    }
    if (from == WINDOW_HEAD || from == WINDOW_AFTER)
        return forwards(reading, &cursor, place, err);
    if (from == WINDOW_TAIL) {
        rc = find_end(reading, &cursor, err);
        if (rc < 0)
            return rc;
    }
    return backwards(reading, &cursor, from == WINDOW_TAIL, place, err);
}

int window_read(const char *path, const struct window_request *request, struct place *place,
                struct window *ret_window, struct err *err)
{
    struct lines lines;
    struct window window;
    struct reading reading = {.lines = &lines, .window = &window};
    int rc = lines_open(&lines, path, ITEM_LINE_MAX, err);

    if (rc < 0)
        return rc;
    window_init(&window);
    batch_init(&reading.batch, ITEM_TEXT_MAX);
    reading.max_items = within(request->max_items, 1, WINDOW_ITEMS_MAX);
    reading.bytes_left = within(request->max_bytes, 1, WINDOW_BYTES_MAX);
    rc = place_look(place, &lines, request->fresh, err);
    if (rc == 0)
        rc = answer(&reading, request, place, err);
    if (rc == 0) {
        for (size_t i = 0; i < window.items.count; i++)
            window.items.list[i].cursor = printed(place, reading.places[i]);
        window_done(ret_window);
        *ret_window = window;
        window_init(&window);
    }
    window_done(&window);
    batch_done(&reading.batch);
    free(reading.places);
    lines_done(&lines);
    return rc < 0 ? rc : 0;
}
