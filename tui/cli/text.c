#include "tui/cli/text.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/fd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int too_long(struct err *err)
{
    err_set(err, ERR_TOO_LARGE, "the prompt is too long (at most 128 KiB); nothing was sent");
    return err_next(err, "put it into a file in the project and name the file");
}

/* Reads stdin to its end, but no more than a byte over the maximum. */
static int read_stdin(struct buf *raw, struct err *err)
{
    char *room = buf_reserve(raw, TEXT_PROMPT_MAX + 2);
    ssize_t len = fd_read_all(STDIN_FILENO, room, TEXT_PROMPT_MAX + 2);

    if (len < 0)
        return err_set(err, ERR_FAILED, "stdin: %s", strerror(errno));
    buf_grow(raw, (size_t)len);
    if (len > 0 && room[len - 1] == '\n')
        buf_truncate(raw, (size_t)len - 1);
    return 0;
}

static int check(const struct buf *raw, struct buf *text, int *ret_repaired, struct err *err)
{
    if (raw->len > TEXT_PROMPT_MAX)
        return too_long(err);
    if (raw->len > 0 && memchr(raw->data, '\0', raw->len) != NULL) {
        err_set(err, ERR_INVALID, "the prompt has a NUL byte; nothing was sent");
        return err_next(err, "send text, or name the file instead");
    }
    *ret_repaired = utf8_repair(text, buf_text(raw), raw->len);
    if (*ret_repaired < 0 || text->len > TEXT_PROMPT_MAX)
        return too_long(err);
    if (str_blank(buf_text(text))) {
        err_set(err, ERR_INVALID, "the prompt is blank");
        return err_next(err, "say what is to be done");
    }
    return 0;
}

int text_prompt(const char *word, char **ret_text, int *ret_repaired, struct err *err)
{
    struct buf raw, text;
    int rc = 0;

    buf_init(&raw, TEXT_PROMPT_MAX * 2);
    buf_init(&text, TEXT_PROMPT_MAX * 4);
    if (strcmp(word, "-") == 0)
        rc = read_stdin(&raw, err);
    else if (strlen(word) > TEXT_PROMPT_MAX)
        rc = too_long(err);
    else
        buf_append_text(&raw, word);
    if (rc == 0)
        rc = check(&raw, &text, ret_repaired, err);
    if (rc == 0)
        *ret_text = buf_take(&text);
    buf_done(&raw);
    buf_done(&text);
    return rc;
}

/* The next HH:MM after now on the local clock. */
static bool next_clock(const char *word, int64_t now_ms, int64_t *ret_ms)
{
    time_t now = (time_t)(now_ms / 1000), then;
    char hour[3] = "", minute[3] = "";
    int64_t h, m;
    struct tm tm;

    if (strlen(word) != 5 || word[2] != ':')
        return false;
    memcpy(hour, word, 2);
    memcpy(minute, word + 3, 2);
    if (!str_number(hour, 0, 23, &h) || !str_number(minute, 0, 59, &m) ||
        localtime_r(&now, &tm) == NULL)
        return false;
    tm.tm_hour = (int)h;
    tm.tm_min = (int)m;
    tm.tm_sec = 0;
    tm.tm_isdst = -1;
    then = mktime(&tm);
    if (then <= now) {
        tm.tm_mday++;
        tm.tm_isdst = -1;
        then = mktime(&tm);
    }
    *ret_ms = (int64_t)then * 1000;
    return then > now;
}

int text_time(const char *word, int64_t now_ms, int64_t *ret_ms, struct err *err)
{
    int64_t span;

    if (word[0] == '+' && str_span(word + 1, &span)) {
        *ret_ms = now_ms + span;
        return 0;
    }
    if (next_clock(word, now_ms, ret_ms))
        return 0;
    if (!str_parse_time(word, ret_ms)) {
        err_set(err, ERR_INVALID, "%.60s: not a time", word);
        return err_next(err, "give 2026-12-31T08:00:00Z, 08:00 or +2h");
    }
    if (*ret_ms <= now_ms)
        return err_set(err, ERR_INVALID, "%.60s: is over already", word);
    return 0;
}
