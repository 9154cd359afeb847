#include "tui/view/diff.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

/* A text as lines that are borrowed from it. */
struct side {
    const char **start;
    size_t *len;
    size_t count;
};

static void side_init(struct side *side, const char *text)
{
    size_t room = 1;

    for (const char *p = text; *p != '\0'; p++)
        room += *p == '\n' ? 1 : 0;
    *side = (struct side){.start = mem_new(room, sizeof *side->start),
                          .len = mem_new(room, sizeof *side->len)};
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");

        side->start[side->count] = text;
        side->len[side->count++] = len;
        text += len + (text[len] == '\n' ? 1 : 0);
    }
}

static void side_done(struct side *side)
{
    free(side->start);
    free(side->len);
}

static bool same(const struct side *a, size_t i, const struct side *b, size_t k)
{
    return a->len[i] == b->len[k] && memcmp(a->start[i], b->start[k], a->len[i]) == 0;
}

/* One line of the result: '+', '-' or ' ' and the text. */
typedef void emit(void *data, char sign, const char *text, size_t len);

/* The part in the middle that differs, by the longest common subsequence: table[i][k] is its
 * length from line i of one and line k of the other on. */
static void emit_exact(const struct side *a, const struct side *b, size_t head, size_t tail,
                       emit *out, void *data)
{
    size_t n = a->count - head - tail, m = b->count - head - tail, i = 0, k = 0;
    unsigned short *table = mem_new((n + 1) * (m + 1), sizeof *table);

    for (size_t x = n; x-- > 0;)
        for (size_t y = m; y-- > 0;) {
            unsigned short down = table[(x + 1) * (m + 1) + y], right = table[x * (m + 1) + y + 1];

            table[x * (m + 1) + y] = same(a, head + x, b, head + y)
                                         ? (unsigned short)(table[(x + 1) * (m + 1) + y + 1] + 1)
                                         : (down > right ? down : right);
        }
    while (i < n || k < m) {
        if (i < n && k < m && same(a, head + i, b, head + k)) {
            out(data, ' ', a->start[head + i], a->len[head + i]);
            i++;
            k++;
        } else if (i < n &&
                   (k == m || table[(i + 1) * (m + 1) + k] >= table[i * (m + 1) + k + 1])) {
            out(data, '-', a->start[head + i], a->len[head + i]);
            i++;
        } else {
            out(data, '+', b->start[head + k], b->len[head + k]);
            k++;
        }
    }
    free(table);
}

static void emit_coarse(const struct side *a, const struct side *b, size_t head, size_t tail,
                        emit *out, void *data)
{
    for (size_t i = head; i + tail < a->count; i++)
        out(data, '-', a->start[i], a->len[i]);
    for (size_t i = head; i + tail < b->count; i++)
        out(data, '+', b->start[i], b->len[i]);
}

static void walk(const char *before, const char *after, emit *out, void *data)
{
    struct side a, b;
    size_t head = 0, tail = 0;

    side_init(&a, before);
    side_init(&b, after);
    while (head < a.count && head < b.count && same(&a, head, &b, head))
        head++;
    while (tail + head < a.count && tail + head < b.count &&
           same(&a, a.count - 1 - tail, &b, b.count - 1 - tail))
        tail++;
    for (size_t i = head > DIFF_CONTEXT ? head - DIFF_CONTEXT : 0; i < head; i++)
        out(data, ' ', a.start[i], a.len[i]);
    if (a.count - head - tail <= DIFF_EXACT && b.count - head - tail <= DIFF_EXACT)
        emit_exact(&a, &b, head, tail, out, data);
    else
        emit_coarse(&a, &b, head, tail, out, data);
    for (size_t i = 0; i < tail && i < DIFF_CONTEXT; i++)
        out(data, ' ', a.start[a.count - tail + i], a.len[a.count - tail + i]);
    side_done(&a);
    side_done(&b);
}

struct drawing {
    struct lines *lines;
    const struct theme *theme;
    const char *prefix;
};

static void draw_line(void *data, char sign, const char *text, size_t len)
{
    struct drawing *drawing = data;
    struct style style = theme_style(drawing->theme, sign == '+'   ? ROLE_ADDED
                                                     : sign == '-' ? ROLE_REMOVED
                                                                   : ROLE_DIM);
    char mark[3] = {sign, ' ', '\0'};
    struct buf first, rest;

    buf_init(&first, 256);
    buf_init(&rest, 256);
    buf_printf(&first, "%s%s", drawing->prefix, mark);
    buf_printf(&rest, "%s  ", drawing->prefix);
    lines_add(drawing->lines, text, len, style);
    lines_end(drawing->lines, buf_text(&first), buf_text(&rest), style);
    buf_done(&first);
    buf_done(&rest);
}

void diff_lines(struct lines *lines, const struct theme *theme, const char *before,
                const char *after, const char *prefix)
{
    struct drawing drawing = {lines, theme, prefix};

    walk(before, after, draw_line, &drawing);
}

static void count_line(void *data, char sign, const char *text, size_t len)
{
    int *counts = data;

    (void)text;
    (void)len;
    counts[0] += sign == '+' ? 1 : 0;
    counts[1] += sign == '-' ? 1 : 0;
}

void diff_count(const char *before, const char *after, int *ret_added, int *ret_removed)
{
    int counts[2] = {0, 0};

    walk(before, after, count_line, counts);
    *ret_added = counts[0];
    *ret_removed = counts[1];
}
