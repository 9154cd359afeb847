#include "tui/view/toolcall.h"

#include "protocol/base/str.h"
#include "tui/view/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EDITS_MAX 50 /* of one call that are shown */

void toolcall_subject(struct buf *out, const char *tool, const struct detail *input)
{
    static const char *const members[] = {"command", "file_path", "notebook_path", "pattern",
                                          "url",     "query",     "description",   "path",
                                          "prompt",  "plan"};
    const char *text = NULL;

    for (size_t i = 0; text == NULL && i < sizeof members / sizeof *members; i++)
        text = detail_get(input, members[i]);
    if (text == NULL && detail_has(input, "questions"))
        text = detail_get(input, "questions.0.question");
    if (text == NULL && str_equal(tool, "TodoWrite"))
        text = "the list of things to do";
    if (text == NULL && input->count > 0)
        text = input->pairs[0].text;
    if (text != NULL)
        buf_append(out, text, strlen(text) < 4096 ? strlen(text) : 4096);
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;

    for (const char *p = text; p != NULL && *p != '\0';) {
        size_t len = strcspn(p, "\n");

        lines++;
        p += len + (p[len] == '\n' ? 1 : 0);
    }
    return lines;
}

/* Both texts of edit n, of MultiEdit or of Edit itself; false when there is none. */
static bool edit_at(const struct detail *input, int n, const char **ret_before,
                    const char **ret_after)
{
    *ret_before = detail_getf(input, "edits.%d.old_string", n);
    *ret_after = detail_getf(input, "edits.%d.new_string", n);
    if (n == 0 && *ret_after == NULL && detail_get(input, "new_string") != NULL) {
        *ret_before = detail_get(input, "old_string");
        *ret_after = detail_get(input, "new_string");
    }
    if (n == 0 && *ret_after == NULL && detail_get(input, "file_path") != NULL)
        *ret_after = detail_get(input, "content");
    if (*ret_before == NULL)
        *ret_before = "";
    return *ret_after != NULL;
}

bool toolcall_edits(const struct detail *input)
{
    const char *before, *after;

    return edit_at(input, 0, &before, &after);
}

static bool append_edits(struct buf *out, const struct theme *theme, const struct detail *input)
{
    const char *before, *after;
    int added = 0, removed = 0;

    if (!toolcall_edits(input))
        return false;
    for (int n = 0; n < EDITS_MAX && edit_at(input, n, &before, &after); n++) {
        int more, less;

        diff_count(before, after, &more, &less);
        added += more;
        removed += less;
    }
    buf_printf(out, "+%d", added);
    if (removed > 0)
        buf_printf(out, " %s%d", theme_glyph(theme, GLYPH_MINUS), removed);
    return true;
}

/* "Exit code 3" is how the agent begins the result of a command that failed. */
static void append_exit(struct buf *out, const struct item *result)
{
    const char *text = result->text != NULL ? result->text : "";
    int code;

    if (sscanf(text, "Exit code %d", &code) == 1 || sscanf(text, "Error: Exit code %d", &code) == 1)
        buf_printf(out, "exit %d", code);
    else
        buf_append_text(out, result->is_error ? "failed" : "exit 0");
}

void toolcall_outcome(struct buf *out, const struct theme *theme, const char *tool,
                      const struct detail *input, const struct item *result)
{
    size_t lines;

    if (result == NULL)
        return;
    if (str_equal(tool, "Bash")) {
        append_exit(out, result);
        return;
    }
    if (result->is_error) {
        buf_append_text(out, "failed");
        return;
    }
    if (append_edits(out, theme, input))
        return;
    lines = count_lines(result->text);
    if (lines > 1)
        buf_printf(out, "%zu lines", lines);
}

static void add_paragraph(struct lines *lines, const char *text, struct style style,
                          const char *prefix)
{
    lines_add_text(lines, text, style);
    lines_end(lines, prefix, prefix, style_plain);
}

static void other_input(struct lines *lines, const struct theme *theme, const struct detail *input,
                        const char *prefix)
{
    for (size_t i = 0; i < input->count; i++) {
        if (input->pairs[i].path[0] != '\0') {
            lines_add_text(lines, input->pairs[i].path, theme_style(theme, ROLE_DIM));
            lines_add_text(lines, ": ", theme_style(theme, ROLE_DIM));
        }
        add_paragraph(lines, input->pairs[i].text, style_plain, prefix);
    }
}

void toolcall_input(struct lines *lines, const struct theme *theme, const char *tool,
                    const struct detail *input, const char *prefix)
{
    const char *before, *after;

    if (toolcall_edits(input)) {
        add_paragraph(lines, detail_get(input, "file_path"), theme_style(theme, ROLE_STRONG),
                      prefix);
        for (int n = 0; n < EDITS_MAX && edit_at(input, n, &before, &after); n++) {
            if (n > 0)
                add_paragraph(lines, theme_glyph(theme, GLYPH_MORE), theme_style(theme, ROLE_DIM),
                              prefix);
            diff_lines(lines, theme, before, after, prefix);
        }
    } else if (str_equal(tool, "Bash") && detail_get(input, "command") != NULL) {
        add_paragraph(lines, detail_get(input, "command"), theme_style(theme, ROLE_CODE), prefix);
    } else {
        other_input(lines, theme, input, prefix);
    }
    if (input->cut)
        add_paragraph(lines, "(cut here)", theme_style(theme, ROLE_DIM), prefix);
}

void toolcall_result(struct lines *lines, const struct theme *theme, const struct item *result,
                     bool all, const char *prefix)
{
    const char *text = result->text != NULL ? result->text : "";
    size_t count = count_lines(text), skip = 0;
    struct style style = theme_style(theme, result->is_error ? ROLE_BAD : ROLE_TEXT);

    style.bold = false;
    if (!all && count > TRANSCRIPT_TAIL)
        skip = count - TRANSCRIPT_TAIL;
    if (skip > 0) {
        char words[64];

        snprintf(words, sizeof words, "%s %zu lines, last %d:", theme_glyph(theme, GLYPH_MORE),
                 count, TRANSCRIPT_TAIL);
        add_paragraph(lines, words, theme_style(theme, ROLE_DIM), prefix);
    }
    for (; skip > 0; skip--)
        text += strcspn(text, "\n") + 1;
    if (*text != '\0')
        add_paragraph(lines, text, style, prefix);
    if (result->full_bytes > (int64_t)strlen(result->text != NULL ? result->text : ""))
        add_paragraph(lines, "(cut here)", theme_style(theme, ROLE_DIM), prefix);
}
