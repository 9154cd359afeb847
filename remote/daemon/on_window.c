#include "remote/daemon/requests.h"

#include "remote/daemon/catalog.h"
#include "remote/daemon/home.h"
#include "remote/daemon/named.h"
#include "remote/daemon/watch.h"
#include "remote/daemon/windows.h"

#include "protocol/base/str.h"
#include "protocol/data/item.h"

#include <stdlib.h>

#define LIMIT_DEFAULT 50
#define BYTES_DEFAULT (256 * 1024)

/* Reads what params ask for; from the tail when they say nothing. */
static int read_request(const struct json *params, struct window_request *ret_request,
                        struct err *err)
{
    const char *from = json_get_text(params, "from"), *after = json_get_text(params, "after");
    const char *before = json_get_text(params, "before");
    int64_t limit = json_get_int(params, "limit", LIMIT_DEFAULT);
    int64_t bytes = json_get_int(params, "bytes", BYTES_DEFAULT);

    *ret_request = (struct window_request){
        .from = WINDOW_TAIL,
        .max_items = limit < 1 ? 1 : (size_t)limit,
        .max_bytes = bytes < 1 ? 1 : (size_t)bytes,
    };
    if (after != NULL) {
        ret_request->from = WINDOW_AFTER;
        ret_request->cursor = after;
    } else if (before != NULL) {
        ret_request->from = WINDOW_BEFORE;
        ret_request->cursor = before;
    } else if (str_equal(from, "head")) {
        ret_request->from = WINDOW_HEAD;
    } else if (from != NULL && !str_equal(from, "tail")) {
        return err_set(err, ERR_INVALID, "from: head or tail");
    }
    return 0;
}

/* The window that params ask for, of the session that they name; both are the caller's. */
static int read_window(struct client *client, const struct json *params, char **ret_session,
                       struct window *ret_window, struct err *err)
{
    struct window_request request;
    int rc = read_request(params, &request, err);

    if (rc < 0 || (rc = named_session(client->daemon, params, ret_session, err)) < 0)
        return rc;
    window_init(ret_window);
    rc = windows_read(client->daemon, *ret_session, &request, ret_window, err);
    if (rc < 0) {
        window_done(ret_window);
        free(*ret_session);
    }
    return rc;
}

int on_session_window(struct client *client, const struct json *params, struct json **ret_result,
                      struct err *err)
{
    struct window window;
    char *session;
    int rc = read_window(client, params, &session, &window, err);

    if (rc < 0)
        return rc;
    *ret_result = windows_object(session, &window);
    window_done(&window);
    free(session);
    return 0;
}

int on_session_page(struct client *client, const struct json *params, struct json **ret_result,
                    struct err *err)
{
    const char *cursor = json_get_text(params, "cursor");
    int64_t offset = json_get_int(params, "offset", 0);
    struct page page;
    char *session;
    int rc = named_session(client->daemon, params, &session, err);

    if (rc < 0)
        return rc;
    page_init(&page);
    rc =
        catalog_page(client->daemon->catalog, session, cursor, offset < 0 ? 0 : offset, &page, err);
    if (rc == 0) {
        *ret_result = json_new_object();
        json_put_text(*ret_result, "text", page.text);
        json_put_int(*ret_result, "offset", page.offset);
        json_put(*ret_result, "next", page.next < 0 ? json_new_null() : json_new_int(page.next));
        json_put_int(*ret_result, "full_bytes", page.full_bytes);
        json_put_bool(*ret_result, "raw", page.raw);
        json_put_bool(*ret_result, "reset", page.reset);
    }
    page_done(&page);
    free(session);
    return rc;
}

int on_session_watch(struct client *client, const struct json *params, struct json **ret_result,
                     struct err *err)
{
    struct window window;
    char *session;
    int rc = read_window(client, params, &session, &window, err);

    if (rc < 0)
        return rc;
    rc = watch_add(client, session, window.after, json_get_bool(params, "live", false), err);
    if (rc == 0)
        *ret_result = windows_object(session, &window);
    window_done(&window);
    free(session);
    return rc;
}

int on_session_unwatch(struct client *client, const struct json *params, struct json **ret_result,
                       struct err *err)
{
    char *session;
    int rc = named_session(client->daemon, params, &session, err);

    if (rc < 0)
        return rc;
    watch_drop(client, session);
    free(session);
    *ret_result = json_new_object();
    return 0;
}

int on_session_ack(struct client *client, const struct json *params, struct json **ret_result,
                   struct err *err)
{
    const char *session = json_get_text(params, "session");

    (void)err;
    if (session != NULL)
        watch_acknowledge(client, session, json_get_int(params, "revision", 0));
    *ret_result = json_new_object();
    return 0;
}

int on_home_watch(struct client *client, const struct json *params, struct json **ret_result,
                  struct err *err)
{
    int rc = home_snapshot(client->daemon, ret_result, err);

    (void)params;
    if (rc == 0)
        client->home_revision = client->daemon->revision;
    return rc;
}
