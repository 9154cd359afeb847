#include "remote/transcript/wrapper.h"

#include "protocol/base/str.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TAG_SIZE 40
#define WHITE    " \t\r\n"

static const char *const noise[] = {
    "system-reminder",
    "local-command-caveat",
    "ide_opened_file",
    "ide_selection",
    "session-start-hook",
    "goal",
    "tick",
    NULL,
};

struct span {
    const char *text;
    size_t len;
};

static struct span trimmed(struct span span)
{
    while (span.len > 0 && strchr(WHITE, span.text[0]) != NULL) {
        span.text++;
        span.len--;
    }
    while (span.len > 0 && strchr(WHITE, span.text[span.len - 1]) != NULL)
        span.len--;
    return span;
}

/* True when text begins with <tag>. */
static bool opens(const char *text, const char *tag)
{
    size_t len = strlen(tag);

    return text[0] == '<' && strncmp(text + 1, tag, len) == 0 && text[1 + len] == '>';
}

/* What is inside the first <tag>...</tag> of text; false when it is not there whole. */
static bool inside(const char *text, const char *tag, struct span *ret_span, const char **ret_end)
{
    char mark[TAG_SIZE];
    const char *begin, *end;

    snprintf(mark, sizeof(mark), "<%s>", tag);
    begin = strstr(text, mark);
    if (begin == NULL)
        return false;
    begin += strlen(mark);
    snprintf(mark, sizeof(mark), "</%s>", tag);
    end = strstr(begin, mark);
    if (end == NULL)
        return false;
    *ret_span = trimmed((struct span){begin, (size_t)(end - begin)});
    *ret_end = end + strlen(mark);
    return true;
}

/* Appends what is inside the tag, on a line of its own. */
static bool append_inside(const char *text, const char *tag, struct buf *out)
{
    struct span span;
    const char *end;

    if (!inside(text, tag, &span, &end))
        return false;
    if (span.len > 0 && out->len > 0)
        buf_append_char(out, '\n');
    buf_append(out, span.text, span.len);
    return true;
}

static enum wrapper command(const char *text, struct buf *out)
{
    struct span name, arguments;
    const char *end;

    if (!inside(text, "command-name", &name, &end))
        return WRAPPER_NONE;
    buf_append(out, name.text, name.len);
    if (inside(text, "command-args", &arguments, &end) && arguments.len > 0) {
        buf_append_char(out, ' ');
        buf_append(out, arguments.text, arguments.len);
    }
    return WRAPPER_MACHINE;
}

static enum wrapper output(const char *text, const char *first, const char *second, struct buf *out)
{
    bool found = append_inside(text, first, out);

    found = append_inside(text, second, out) || found;
    if (!found)
        return WRAPPER_NONE;
    return out->len > 0 ? WRAPPER_MACHINE : WRAPPER_NOISE;
}

static enum wrapper notification(const char *text, struct buf *out)
{
    append_inside(text, "summary", out);
    append_inside(text, "result", out);
    if (out->len == 0)
        buf_append_text(out, text);
    return WRAPPER_MACHINE;
}

static bool interrupt_marker(const char *text)
{
    static const char beginning[] = "[Request interrupted by user";
    const char *end = str_starts(text, beginning) ? strchr(text, ']') : NULL;

    return end != NULL && end[1 + strspn(end + 1, WHITE)] == '\0';
}

/* Known wrappers that are the whole of a text. */
static enum wrapper whole(const char *text, struct buf *out)
{
    if (interrupt_marker(text)) {
        buf_append(out, text, (size_t)(strchr(text, ']') + 1 - text));
        return WRAPPER_MACHINE;
    }
    if (opens(text, "task-notification"))
        return notification(text, out);
    if (opens(text, "command-name") || opens(text, "command-message"))
        return command(text, out);
    if (opens(text, "local-command-stdout") || opens(text, "local-command-stderr"))
        return output(text, "local-command-stdout", "local-command-stderr", out);
    if (opens(text, "bash-stdout") || opens(text, "bash-stderr"))
        return output(text, "bash-stdout", "bash-stderr", out);
    if (opens(text, "bash-input")) {
        struct span span;
        const char *end;

        if (!inside(text, "bash-input", &span, &end))
            return WRAPPER_NONE;
        buf_append_text(out, "! ");
        buf_append(out, span.text, span.len);
        return WRAPPER_MACHINE;
    }
    return WRAPPER_NONE;
}

/* Behind one reminder at the beginning of text; text itself when there is none. */
static const char *behind_noise(const char *text)
{
    struct span span;
    const char *end;

    for (size_t i = 0; noise[i] != NULL; i++)
        if (opens(text, noise[i]) && inside(text, noise[i], &span, &end))
            return end;
    return text;
}

enum wrapper wrapper_read(const char *text, struct buf *out)
{
    const char *at = text + strspn(text, WHITE), *next;
    enum wrapper wrapper;

    while ((next = behind_noise(at)) != at)
        text = at = next + strspn(next, WHITE);
    if (*at == '\0')
        return WRAPPER_NOISE;
    wrapper = whole(at, out);
    if (wrapper == WRAPPER_NONE)
        buf_append_text(out, text);
    return wrapper;
}
