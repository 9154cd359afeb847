#include "remote/transcript/presence.h"

#include "remote/transcript/line.h"
#include "remote/transcript/piece.h"
#include "remote/transcript/record.h"

#include "protocol/base/str.h"

#include <string.h>

static bool contains(const char *data, size_t len, const char *wanted)
{
    size_t wanted_len = strlen(wanted);
    const char *end = data + len, *at = data;

    while (wanted_len > 0 && (size_t)(end - at) >= wanted_len) {
        at = memchr(at, wanted[0], (size_t)(end - at) - wanted_len + 1);
        if (at == NULL)
            return false;
        if (memcmp(at, wanted, wanted_len) == 0)
            return true;
        at++;
    }
    return false;
}

static bool missing(const struct presence *wanted)
{
    return !wanted->found && wanted->id != NULL;
}

static bool matches(const struct presence *wanted, const struct json *record)
{
    const struct json *attachment = json_get(record, "attachment");
    bool uuid = str_equal(json_get_text(record, "uuid"), wanted->id);

    switch (wanted->kind) {
    case PRESENCE_PROMPT:
        return (uuid && record_is(record, "user")) ||
               (record_is(record, "attachment") && record_is(attachment, "queued_command") &&
                str_equal(json_get_text(attachment, "source_uuid"), wanted->id));
    case PRESENCE_RECORD:
        return uuid;
    case PRESENCE_MESSAGE:
        return str_equal(json_get_text(json_get(record, "message"), "id"), wanted->id);
    }
    return false;
}

static void look_into(const struct line *line, struct presence *wanted, size_t count)
{
    struct piece piece;

    for (size_t at = 0; piece_next(line->data, line->len, at, &piece); at = piece.at + piece.len) {
        bool object = json_kind_of(piece.json) == JSON_KIND_OBJECT;

        for (size_t i = 0; i < count && object; i++)
            if (missing(&wanted[i]))
                wanted[i].found = matches(&wanted[i], piece.json);
        json_drop(piece.json);
        if (!object && !line->ended)
            return;
    }
}

/* True when something is still to be found. */
static bool look_at(const struct line *line, struct presence *wanted, size_t count)
{
    bool candidate = false, more = false;

    for (size_t i = 0; i < count && line->whole; i++)
        if (missing(&wanted[i]) && contains(line->data, line->len, wanted[i].id))
            candidate = true;
    if (candidate)
        look_into(line, wanted, count);
    for (size_t i = 0; i < count; i++)
        if (missing(&wanted[i]))
            more = true;
    return more;
}

int presence_scan(const char *path, int64_t from_offset, struct presence *wanted, size_t count,
                  int64_t *ret_offset, struct err *err)
{
    int64_t from = from_offset > 0 ? from_offset : 0, at, stop;
    struct lines lines;
    struct line line;
    int rc = lines_open(&lines, path, PRESENCE_LINE_MAX, err);

    if (rc < 0)
        return rc;
    if (from > lines.size)
        from = 0;
    rc = lines_start(&lines, lines.size, &at, err);
    stop = at > from ? at : from;
    while (rc == 0) {
        at = at > from ? at : from;
        rc = lines_read(&lines, at, &line, err);
        if (rc < 0 || (rc > 0 && !look_at(&line, wanted, count)) || at == from)
            break;
        rc = lines_start(&lines, at - 1, &at, err);
    }
    lines_done(&lines);
    if (rc < 0)
        return rc;
    *ret_offset = stop;
    return 0;
}
