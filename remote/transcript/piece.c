#include "remote/transcript/piece.h"

#include "remote/transcript/line.h"

#include <string.h>

#define TRIES_MAX 256
#define WORK_MAX  (8 * 1024 * 1024)

/* How the CLI's records begin; what else begins with a brace is likely within a record. */
static const char *const beginnings[] = {
    "{\"parentUuid\":", "{\"type\":\"", "{\"uuid\":\"", "{\"sessionId\":\"", NULL,
};

size_t piece_end(const char *data, size_t len, size_t from)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t at = from; at < len; at++) {
        char c = data[at];

        if (quoted) {
            if (c == '\\')
                at++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return 0;
}

static size_t skip_blanks(const char *data, size_t len, size_t at)
{
    while (at < len && line_blank(data[at]))
        at++;
    return at;
}

static bool begins_record(const char *data, size_t len)
{
    for (size_t i = 0; beginnings[i] != NULL; i++) {
        size_t wanted = strlen(beginnings[i]);

        if (len >= wanted && memcmp(data, beginnings[i], wanted) == 0)
            return true;
    }
    return false;
}

/* True when a record begins there, and the line ends or another one begins after it. That
 * tells it from a block within the torn record, which a comma or a bracket follows. */
static bool stands_alone(const char *data, size_t len, size_t at)
{
    size_t end = piece_end(data, len, at), after;
    struct json *json;

    if (end == 0)
        return false;
    after = skip_blanks(data, len, end);
    if (after < len && data[after] != '{')
        return false;
    json = json_parse(data + at, end - at, NULL);
    json_drop(json);
    return json != NULL;
}

/* Where the next record begins after a stretch that is not understood; len: nowhere. */
static size_t next_record(const char *data, size_t len, size_t from)
{
    size_t work = 0;

    for (size_t tries = 0, at = from + 1; at < len; at++) {
        const char *brace = memchr(data + at, '{', len - at);

        if (brace == NULL)
            break;
        at = (size_t)(brace - data);
        if (!begins_record(brace, len - at))
            continue;
        work += len - at;
        if (++tries > TRIES_MAX || work > WORK_MAX)
            break;
        if (stands_alone(data, len, at))
            return at;
    }
    return len;
}

bool piece_next(const char *data, size_t len, size_t from, struct piece *ret_piece)
{
    size_t at = skip_blanks(data, len, from), end = len;
    struct json *json = NULL;

    if (at >= len)
        return false;
    if (data[at] == '{')
        end = piece_end(data, len, at);
    if (end != 0)
        json = json_parse(data + at, end - at, NULL);
    if (json == NULL) {
        end = next_record(data, len, at);
        while (end > at && line_blank(data[end - 1]))
            end--;
    }
    *ret_piece = (struct piece){.at = at, .len = end - at, .json = json};
    return true;
}
