#include "tui/cli/print.h"
#include "tui/cli/run.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/wire.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_ITEMS     100
#define TEXT_WHOLE_MAX (64 * 1024 * 1024) /* of one item; the rest of a longer one is left out */

struct show {
    struct cli *cli;
    char *session;
    bool markdown;
};

/* Fetches what the window left out of a text. */
static int fetch_rest(const struct show *show, struct item *item, struct err *err)
{
    struct buf text;
    int rc = 0;

    buf_init(&text, TEXT_WHOLE_MAX);
    while (rc == 0 && (int64_t)text.len < item->full_bytes && text.len < TEXT_WHOLE_MAX) {
        struct json *params = cli_params("session", show->session), *answer;
        const char *piece;

        json_put_text(params, "cursor", item->cursor);
        json_put_int(params, "offset", (int64_t)text.len);
        rc = cli_query(show->cli, "session/page", params, &answer, err);
        if (rc < 0)
            break;
        piece = json_get_text(answer, "text");
        if (piece == NULL || *piece == '\0' || buf_append_text(&text, piece) < 0) {
            json_drop(answer);
            break;
        }
        json_drop(answer);
    }
    if (rc == 0 && text.len > 0) {
        free(item->text);
        item->text = buf_take(&text);
    }
    buf_done(&text);
    return rc;
}

static bool wants_rest(const struct show *show, const struct item *item)
{
    bool cut = item->text != NULL && item->cursor != NULL &&
               item->full_bytes > (int64_t)strlen(item->text);

    return cut && (show->cli->json || show->markdown || item->kind == ITEM_PROMPT ||
                   item->kind == ITEM_TEXT);
}

static int show_items(const struct show *show, const struct json *items, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < json_count(items); i++) {
        struct item item;

        if (wire_parse(item_fields, json_at(items, i), &item, NULL) < 0)
            continue;
        if (wants_rest(show, &item))
            rc = fetch_rest(show, &item, err);
        if (rc == 0) {
            if (show->cli->json)
                output_json(wire_object(item_fields, &item));
            else if (show->markdown)
                print_item_markdown(&item);
            else
                print_item(&item, show->cli->verbose);
        }
        item_done(&item);
    }
    return rc == 0 ? output_flush(err) : rc;
}

/* The window that begins after the cursor, or at the head with NULL. */
static int get_window(const struct show *show, const char *after, struct json **ret_window,
                      struct err *err)
{
    struct json *params = cli_params("session", show->session);

    if (after != NULL)
        json_put_text(params, "after", after);
    else
        json_put_text(params, "from", "head");
    json_put_int(params, "limit", PAGE_ITEMS);
    return cli_query(show->cli, "session/window", params, ret_window, err);
}

static int show_all(const struct show *show, struct err *err)
{
    char *after = NULL;
    bool more = true;
    int rc = 0;

    while (rc == 0 && more) {
        struct json *window;
        const struct json *items;

        if ((rc = get_window(show, after, &window, err)) < 0)
            break;
        items = json_get(window, "items");
        if (json_get_bool(window, "reset", false) && after != NULL) {
            rc = err_set(err, ERR_CONFLICT, "the transcript was replaced while it was read");
            err_next(err, "show it again");
        } else {
            rc = show_items(show, items, err);
        }
        more = json_get_bool(window, "more_after", false) && json_count(items) > 0;
        mem_set(&after, json_get_text(window, "last"));
        more = more && after != NULL;
        json_drop(window);
    }
    free(after);
    return rc;
}

/* The last count items: windows from the tail backwards, then shown forwards. */
static int show_tail(const struct show *show, long count, struct err *err)
{
    struct json *windows[64];
    size_t used = 0;
    char *before = NULL;
    bool more = true;
    int rc = 0;

    while (rc == 0 && more && count > 0 && used < sizeof(windows) / sizeof(windows[0])) {
        struct json *params = cli_params("session", show->session);

        if (before != NULL)
            json_put_text(params, "before", before);
        else
            json_put_text(params, "from", "tail");
        json_put_int(params, "limit", count > 500 ? 500 : count);
        rc = cli_query(show->cli, "session/window", params, &windows[used], err);
        if (rc < 0)
            break;
        count -= (long)json_count(json_get(windows[used], "items"));
        more = json_get_bool(windows[used], "more_before", false) &&
               json_count(json_get(windows[used], "items")) > 0;
        mem_set(&before, json_get_text(windows[used], "first"));
        more = more && before != NULL;
        used++;
    }
    while (used > 0) {
        if (rc == 0)
            rc = show_items(show, json_get(windows[used - 1], "items"), err);
        json_drop(windows[--used]);
    }
    free(before);
    return rc;
}

int run_show(struct cli *cli, const struct args *args, struct err *err)
{
    struct show show = {.cli = cli, .markdown = args_given(args, "markdown")};
    struct json *answer;
    long tail;
    int rc;

    if ((rc = cli_check_id("a session's id", args->words[0], err)) < 0 ||
        (rc = args_number(args, "tail", 1, 10000, 0, &tail, err)) < 0)
        return rc;
    if (cli->json && show.markdown)
        return err_set(err, ERR_INVALID, "--json and --markdown exclude each other");
    if ((rc = cli_pick_host(cli, args->host, err)) < 0 ||
        (rc = cli_query(cli, "session/get", cli_params("session", args->words[0]), &answer, err)) <
            0)
        return rc;
    show.session = mem_dup(json_get_text(answer, "session"));
    json_drop(answer);
    if (show.session == NULL)
        show.session = mem_dup(args->words[0]);
    rc = tail > 0 ? show_tail(&show, tail, err) : show_all(&show, err);
    free(show.session);
    return rc;
}
