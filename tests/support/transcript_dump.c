/*
 * Answers questions about transcripts, one JSON object a line on each side, so that a test
 * in another language sees what the library sees. Places are kept a path for as long as
 * the program runs.
 *
 *   {"do":"window","path":P,"from":"head|tail|after|before","cursor":C,"items":N,"bytes":N}
 *   {"do":"page","path":P,"cursor":C,"offset":N,"max":N}
 *   {"do":"summary","path":P}
 */
#include "remote/transcript/cursor.h"
#include "remote/transcript/page.h"
#include "remote/transcript/summary.h"
#include "remote/transcript/window.h"

#include "protocol/base/mem.h"
#include "protocol/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 1000

static struct place places[PLACES_MAX];
static size_t place_count;
static uint64_t fresh;

static struct place *place_of(const char *path)
{
    uint64_t file = cursor_file(path);

    for (size_t i = 0; i < place_count; i++)
        if (places[i].file == file)
            return &places[i];
    if (place_count == PLACES_MAX)
        place_count = 0;
    place_init(&places[place_count], file);
    return &places[place_count++];
}

static struct json *failed(const struct err *err)
{
    struct json *json = json_new_object();

    json_put_text(json, "error", err_name(err->code));
    json_put_text(json, "what", err->what);
    return json;
}

static enum window_from from_of(const char *word)
{
    return strcmp(word, "head") == 0    ? WINDOW_HEAD
           : strcmp(word, "tail") == 0  ? WINDOW_TAIL
           : strcmp(word, "after") == 0 ? WINDOW_AFTER
                                        : WINDOW_BEFORE;
}

static struct json *window(const struct json *question, const char *path)
{
    struct window_request request = {.from = from_of(json_get_text(question, "from")),
                                     .cursor = json_get_text(question, "cursor"),
                                     .max_items = (size_t)json_get_int(question, "items", 50),
                                     .max_bytes = (size_t)json_get_int(question, "bytes", 1 << 20),
                                     .fresh = ++fresh};
    struct json *json, *items;
    struct window window;
    struct err err = {0};

    window_init(&window);
    if (window_read(path, &request, place_of(path), &window, &err) < 0)
        return failed(&err);
    json = json_new_object();
    items = json_new_array();
    for (size_t i = 0; i < window.items.count; i++)
        json_append(items, wire_object(item_fields, &window.items.list[i]));
    json_put(json, "items", items);
    json_put_text(json, "before", window.before);
    json_put_text(json, "after", window.after);
    json_put_bool(json, "has_before", window.has_before);
    json_put_bool(json, "has_after", window.has_after);
    json_put_bool(json, "reset", window.reset);
    json_put_int(json, "hidden", window.hidden);
    window_done(&window);
    return json;
}

static struct json *page(const struct json *question, const char *path)
{
    struct json *json;
    struct page page;
    struct err err = {0};

    page_init(&page);
    if (page_read(path, json_get_text(question, "cursor"), json_get_int(question, "offset", 0),
                  (size_t)json_get_int(question, "max", 1 << 20), place_of(path), ++fresh, &page,
                  &err) < 0)
        return failed(&err);
    json = json_new_object();
    json_put_text(json, "text", page.text);
    json_put_int(json, "offset", page.offset);
    json_put_int(json, "next", page.next);
    json_put_int(json, "full_bytes", page.full_bytes);
    json_put_bool(json, "raw", page.raw);
    json_put_bool(json, "reset", page.reset);
    page_done(&page);
    return json;
}

static struct json *summary_of(const char *path)
{
    struct summary summary;
    struct json *json;
    struct err err = {0};

    summary_init(&summary);
    if (summary_read(path, &summary, &err) < 0)
        return failed(&err);
    json = wire_object(session_fields, &summary.session);
    json_put_bool(json, "listed", summary.listed);
    json_put_int(json, "hidden", summary.hidden);
    summary_done(&summary);
    return json;
}

static struct json *answer(const struct json *question, const char *path)
{
    const char *what = json_get_text(question, "do");

    if (strcmp(what, "page") == 0)
        return page(question, path);
    return strcmp(what, "summary") == 0 ? summary_of(path) : window(question, path);
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;

    while ((len = getline(&line, &cap, stdin)) > 0) {
        struct json *question = json_parse(line, (size_t)len, NULL), *json;
        const char *path = json_get_text(question, "path");
        char *text;

        if (path == NULL || json_get_text(question, "do") == NULL)
            return 2;
        json = answer(question, path);
        text = json_text_of(json);
        puts(text);
        fflush(stdout);
        free(text);
        json_drop(json);
        json_drop(question);
    }
    free(line);
    return 0;
}
