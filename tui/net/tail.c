#include "tui/net/tail.h"

#include "protocol/base/utf8.h"

#include <stdbool.h>
#include <string.h>

#define LINE_SIZE 320

void tail_add(struct tail *tail, const char *data, size_t len)
{
    size_t keep;

    if (len > TAIL_SIZE) {
        data += len - TAIL_SIZE;
        len = TAIL_SIZE;
    }
    keep = tail->len < TAIL_SIZE - len ? tail->len : TAIL_SIZE - len;
    memmove(tail->data, tail->data + tail->len - keep, keep);
    memcpy(tail->data + keep, data, len);
    tail->len = keep + len;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void tail_last_line(const struct tail *tail, char *ret_line, size_t size)
{
    size_t end = tail->len, start;
    struct buf out;

    while (end > 0 && is_space(tail->data[end - 1]))
        end--;
    for (start = end; start > 0 && tail->data[start - 1] != '\n' && tail->data[start - 1] != '\r';)
        start--;
    buf_init(&out, size - 1);
    utf8_printable(&out, tail->data + start, end - start, false);
    memcpy(ret_line, buf_text(&out), out.len);
    ret_line[out.len] = '\0';
    buf_done(&out);
}

int tail_explain(const struct tail *tail, const char *who, int status, const char *signal,
                 const char *next, struct err *err)
{
    char line[LINE_SIZE];
    const char *colon;

    tail_last_line(tail, line, sizeof(line));
    colon = line[0] != '\0' ? ": " : "";
    if (status == 0)
        return err_set(err, ERR_NONE, "%s", "");
    if (status == 126 || status == 127) {
        err_set(err, ERR_RUNNER, "%s: exit status %d%s%s", who, status, colon, line);
        return next != NULL ? err_next(err, "%s", next) : -ERR_RUNNER;
    }
    if (status > 0)
        return err_set(err, ERR_FAILED, "%s: exit status %d%s%s", who, status, colon, line);
    return err_set(err, ERR_FAILED, "%s: ended by %s%.40s%s%s", who,
                   signal[0] != '\0' ? "signal " : "a signal", signal, colon, line);
}
