#include "remote/transcript/summary.h"

#include "remote/transcript/head.h"
#include "remote/transcript/line.h"
#include "remote/transcript/piece.h"
#include "remote/transcript/record.h"
#include "remote/transcript/scan.h"
#include "remote/transcript/title.h"
#include "remote/transcript/usage.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

#define PLACE_MAX 4096 /* bytes of a folder's or a branch's name */

/* One pass: what is gathered. */
struct pass {
    struct summary *summary;
    struct title title;
    struct usage usage;
    struct items items; /* of one record */
    int64_t records;
};

void summary_init(struct summary *summary)
{
    *summary = (struct summary){.listed = false};
    session_init(&summary->session);
}

void summary_done(struct summary *summary)
{
    session_done(&summary->session);
    summary_init(summary);
}

/* Sets *field to a text member that is there and not empty. */
static void take_text(char **field, const struct json *record, const char *name)
{
    size_t full;
    char *text = json_text_copy(json_get(record, name), PLACE_MAX, &full);

    if (text == NULL || text[0] == '\0') {
        free(text);
        return;
    }
    free(*field);
    *field = text;
}

static void take_first(char **field, const struct json *record, const char *name)
{
    if (*field == NULL)
        take_text(field, record, name);
}

static void take_fields(struct pass *pass, const struct json *record)
{
    struct session *session = &pass->summary->session;
    const struct json *message = json_get(record, "message");
    bool sidechain = json_get_bool(record, "isSidechain", false);
    const char *time = json_get_text(record, "timestamp");
    int64_t ms;

    if (pass->records++ == 0)
        pass->summary->listed = !sidechain;
    take_first(&session->project, record, "cwd");
    take_first(&session->entrypoint, record, "entrypoint");
    take_first(&session->session, record, "sessionId");
    take_text(&session->branch, record, "gitBranch");
    if (time != NULL && str_parse_time(time, &ms))
        session->last_activity = ms;
    if (record_is(record, "assistant") && !sidechain &&
        !str_equal(json_get_text(message, "model"), "<synthetic>"))
        take_text(&session->model, message, "model");
    usage_add(&pass->usage, record);
}

/* Counts the items that a record or a stretch that is none gave. */
static void count_items(struct pass *pass)
{
    pass->summary->session.items += (int64_t)pass->items.count;
    pass->summary->hidden += pass->items.count == 0;
}

static void take_record(struct pass *pass, const struct json *record)
{
    if (json_kind_of(record) == JSON_KIND_OBJECT) {
        take_fields(pass, record);
        title_add(&pass->title, record, pass->items.list, pass->items.count);
    }
    items_done(&pass->items);
}

/* A line that windows show as one item: its items are those of its beginning. */
static void take_long_line(struct pass *pass, const struct line *line)
{
    size_t head = line->len < LINE_HEAD_MAX ? line->len : LINE_HEAD_MAX;
    struct json *record = NULL;

    if (!line->ended)
        return;
    if (line->whole)
        record = json_parse(line->data, line->len, NULL);
    if (record == NULL)
        record = head_parse(line->data, head);
    record_read_head(&pass->items, line->data, head, line->length);
    count_items(pass);
    take_record(pass, record);
    json_drop(record);
}

static void take_line(struct pass *pass, const struct line *line)
{
    struct piece piece;

    for (size_t at = 0; piece_next(line->data, line->len, at, &piece); at = piece.at + piece.len) {
        bool object = json_kind_of(piece.json) == JSON_KIND_OBJECT;

        if (!line->ended && !object) {
            json_drop(piece.json);
            return;
        }
        if (piece.json != NULL)
            record_read(&pass->items, piece.json);
        else
            record_read_raw(&pass->items, line->data + piece.at, piece.len);
        count_items(pass);
        take_record(pass, piece.json);
        json_drop(piece.json);
    }
}

static void finish(struct pass *pass, const char *path)
{
    struct summary *summary = pass->summary;
    struct session *session = &summary->session;
    char id[UUID_SIZE];

    if (scan_session_id(path, id))
        mem_set(&session->session, id);
    session->title = title_choose(&pass->title, path);
    session->first_prompt = mem_dup(pass->title.first);
    session->tokens_input = pass->usage.total.input;
    session->tokens_output = pass->usage.total.output;
    session->tokens_cache_read = pass->usage.total.cache_read;
    session->tokens_cache_write = pass->usage.total.cache_write;
    summary->listed = summary->listed && session->title != NULL;
}

int summary_read(const char *path, struct summary *ret_summary, struct err *err)
{
    struct summary summary;
    struct pass pass = {.summary = &summary};
    struct lines lines;
    struct line line;
    int rc = lines_open(&lines, path, SUMMARY_LINE_MAX, err);

    if (rc < 0)
        return rc;
    summary_init(&summary);
    title_init(&pass.title);
    usage_init(&pass.usage);
    items_init(&pass.items, ITEM_TEXT_MAX);
    summary.session.items = 0;
    summary.session.bytes = lines.size;
    for (int64_t at = 0; (rc = lines_read(&lines, at, &line, err)) > 0; at = line.next) {
        if (line.length > ITEM_LINE_MAX)
            take_long_line(&pass, &line);
        else
            take_line(&pass, &line);
    }
    if (rc == 0) {
        finish(&pass, path);
        summary_done(ret_summary);
        *ret_summary = summary;
        summary_init(&summary);
    }
    summary_done(&summary);
    items_done(&pass.items);
    usage_done(&pass.usage);
    title_done(&pass.title);
    lines_done(&lines);
    return rc;
}
