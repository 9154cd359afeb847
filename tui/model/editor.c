#include "tui/model/editor.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"

#include <stdlib.h>
#include <string.h>

void editor_init(struct editor *editor)
{
    *editor = (struct editor){.text = mem_dup("")};
}

void editor_done(struct editor *editor)
{
    free(editor->text);
    *editor = (struct editor){0};
}

void editor_set(struct editor *editor, const char *text)
{
    editor_wipe(editor);
    editor_insert(editor, text, utf8_cut(text, strlen(text), EDITOR_MAX));
}

/* Appends the text with its line ends as newlines and without NUL. */
static int append_clean(struct buf *out, const char *text, size_t len)
{
    int rc = 0;

    for (size_t i = 0; i < len && rc == 0; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
            continue;
        if (text[i] != '\0')
            rc = buf_append_char(out, text[i] == '\r' ? '\n' : text[i]);
    }
    return rc;
}

bool editor_insert(struct editor *editor, const char *text, size_t len)
{
    struct buf lines, clean;
    bool fits;

    buf_init(&lines, EDITOR_MAX);
    buf_init(&clean, EDITOR_MAX);
    fits = append_clean(&lines, text, len) == 0 &&
           utf8_repair(&clean, buf_text(&lines), lines.len) >= 0 &&
           editor->len + clean.len <= EDITOR_MAX;
    if (fits && clean.len > 0) {
        editor->text = mem_resize(editor->text, editor->len + clean.len + 1, 1);
        memmove(editor->text + editor->cursor + clean.len, editor->text + editor->cursor,
                editor->len - editor->cursor + 1);
        memcpy(editor->text + editor->cursor, clean.data, clean.len);
        editor->len += clean.len;
        editor->cursor += clean.len;
    }
    buf_done(&lines);
    buf_done(&clean);
    return fits;
}

static void erase(struct editor *editor, size_t from, size_t to)
{
    memmove(editor->text + from, editor->text + to, editor->len - to + 1);
    editor->len -= to - from;
    editor->cursor = from;
}

static size_t line_start(const struct editor *editor, size_t at)
{
    while (at > 0 && editor->text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct editor *editor, size_t at)
{
    while (at < editor->len && editor->text[at] != '\n')
        at++;
    return at;
}

static size_t after(const struct editor *editor, size_t at)
{
    int columns;

    return at + utf8_cluster(editor->text + at, editor->len - at, &columns);
}

/* Where the cluster before `at` begins: clusters can only be found going forward. */
static size_t before(const struct editor *editor, size_t at)
{
    size_t start, next;

    if (at == 0)
        return 0;
    start = line_start(editor, at);
    if (start == at)
        return at - 1;
    while ((next = after(editor, start)) < at)
        start = next;
    return start;
}

static size_t word_before(const struct editor *editor, size_t at)
{
    while (at > 0 && strchr(" \n\t", editor->text[at - 1]) != NULL)
        at--;
    while (at > 0 && strchr(" \n\t", editor->text[at - 1]) == NULL)
        at--;
    return at;
}

/* The same column one line up or down, as far as that line has it. */
static void move_line(struct editor *editor, bool up)
{
    size_t start = line_start(editor, editor->cursor), end = line_end(editor, editor->cursor);
    size_t columns = utf8_columns(editor->text + start, editor->cursor - start);
    size_t to;

    if (up ? start == 0 : end == editor->len) {
        editor->cursor = up ? 0 : editor->len;
        return;
    }
    to = up ? line_start(editor, start - 1) : end + 1;
    editor->cursor = to + utf8_fit(editor->text + to, line_end(editor, to) - to, columns);
}

bool editor_do(struct editor *editor, enum action action)
{
    size_t at = editor->cursor;

    switch (action) {
    case ACTION_ERASE:
        erase(editor, before(editor, at), at);
        return true;
    case ACTION_ERASE_NEXT:
        erase(editor, at, after(editor, at));
        return true;
    case ACTION_ERASE_WORD:
        erase(editor, word_before(editor, at), at);
        return true;
    case ACTION_ERASE_ALL:
        erase(editor, 0, editor->len);
        return true;
    case ACTION_ERASE_END:
        erase(editor, at, line_end(editor, at));
        return true;
    case ACTION_LEFT:
        editor->cursor = before(editor, at);
        return true;
    case ACTION_RIGHT:
        editor->cursor = after(editor, at);
        return true;
    case ACTION_LINE_UP:
    case ACTION_LINE_DOWN:
        move_line(editor, action == ACTION_LINE_UP);
        return true;
    case ACTION_LINE_START:
        editor->cursor = line_start(editor, at);
        return true;
    case ACTION_LINE_END:
        editor->cursor = line_end(editor, at);
        return true;
    case ACTION_NEWLINE:
        editor_insert(editor, "\n", 1);
        return true;
    default:
        return false;
    }
}

bool editor_continue_line(struct editor *editor)
{
    if (editor->cursor == 0 || editor->text[editor->cursor - 1] != '\\')
        return false;
    editor->text[editor->cursor - 1] = '\n';
    return true;
}

void editor_wipe(struct editor *editor)
{
    for (volatile char *p = editor->text; *p != '\0'; p++)
        *p = '\0';
    editor->len = editor->cursor = 0;
}

bool editor_blank(const struct editor *editor)
{
    return str_blank(editor->text);
}
