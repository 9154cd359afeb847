#include "remote/daemon/windows.h"

#include "remote/store/run_table.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/data/item.h"
#include "protocol/wire.h"

/* The cursor of a session without a transcript: after it comes the beginning of one. */
#define CURSOR_NOTHING "0"

int windows_read(struct daemon *daemon, const char *session, struct window_request *request,
                 struct window *ret_window, struct err *err)
{
    int rc;

    if (request->from == WINDOW_AFTER && str_equal(request->cursor, CURSOR_NOTHING))
        request->from = WINDOW_HEAD;
    rc = catalog_window(daemon->catalog, session, request, ret_window, err);
    if (rc == -ERR_NOT_FOUND) {
        ret_window->before = mem_dup(CURSOR_NOTHING);
        ret_window->after = mem_dup(CURSOR_NOTHING);
        rc = 0;
    }
    if (rc == 0 && !ret_window->has_after && request->from != WINDOW_BEFORE)
        windows_kept(daemon, session, ret_window);
    return rc;
}

bool windows_kept(struct daemon *daemon, const char *session, struct window *window)
{
    struct run_row run;
    struct item *item;
    struct buf text;
    bool kept;

    if (run_table_last_of(daemon->store, session, &run, NULL) < 0)
        return false;
    kept = run.state == RUN_SETTLED && run.answer != NULL && run.answer_uuid != NULL;
    if (kept) {
        buf_init(&text, SIZE_MAX / 2);
        buf_append_text(&text, run.answer);
        item = items_add_text(&window->items, ITEM_TEXT, &text);
        buf_done(&text);
        item->uuid = mem_dup(run.answer_uuid);
        item->cursor = mem_dup(window->after);
        item->timestamp = run.settled_at;
        item->live = true;
    }
    run_row_done(&run);
    return kept;
}

struct json *windows_object(const char *session, const struct window *window)
{
    struct json *object = json_new_object(), *items = json_new_array();

    for (size_t i = 0; i < window->items.count; i++)
        json_append(items, wire_object(item_fields, &window->items.list[i]));
    json_put_text(object, "session", session);
    json_put(object, "items", items);
    json_put_text(object, "first", window->before);
    json_put_text(object, "last", window->after);
    json_put_bool(object, "more_before", window->has_before);
    json_put_bool(object, "more_after", window->has_after);
    json_put_bool(object, "reset", window->reset);
    return object;
}
