#include "tui/view/markdown.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/view/table.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX  12  /* lists and quotes inside each other; deeper ones are not indented more */
#define PREFIX_MAX 256 /* bytes of a line's beginning */

struct level {
    bool quote, ordered;
    unsigned number;
    bool marked; /* the item's mark is drawn already */
};

struct reading {
    struct lines *lines;
    const struct theme *theme;
    const char *prefix;
    size_t start; /* lines that were there before */
    struct level levels[DEPTH_MAX];
    size_t depth; /* may be more than DEPTH_MAX */
    int bold, emphasis, code, strike, link;
    bool heading, code_block;
    struct buf href, label;
    struct table table;
    bool in_table;
    struct buf cell;
};

static struct style style_now(const struct reading *reading)
{
    struct style style = style_plain;

    if (reading->code > 0 || reading->code_block)
        style = theme_style(reading->theme, ROLE_CODE);
    if (reading->link > 0)
        style = theme_style(reading->theme, ROLE_LINK);
    if (reading->heading)
        style = theme_style(reading->theme, ROLE_HEADING);
    style.bold = style.bold || reading->bold > 0;
    style.underline = style.underline || reading->emphasis > 0;
    style.dim = style.dim || reading->strike > 0;
    return style;
}

static void add_mark(const struct reading *reading, struct buf *out, const struct level *level,
                     bool first)
{
    if (level->quote)
        buf_printf(out, "%s ", theme_glyph(reading->theme, GLYPH_BAR));
    else if (!first || level->marked)
        buf_append_text(out, level->ordered ? "   " : "  ");
    else if (level->ordered)
        buf_printf(out, "%u. ", level->number);
    else
        buf_printf(out, "%s ", theme_glyph(reading->theme, GLYPH_BULLET));
}

/* The beginning of a line: of the first one of a paragraph, or of the others. */
static void make_prefix(const struct reading *reading, struct buf *out, bool first)
{
    buf_append_text(out, reading->prefix);
    for (size_t i = 0; i < reading->depth && i < DEPTH_MAX; i++)
        add_mark(reading, out, &reading->levels[i], first);
}

static void end_paragraph(struct reading *reading)
{
    struct buf first, rest;

    buf_init(&first, PREFIX_MAX);
    buf_init(&rest, PREFIX_MAX);
    make_prefix(reading, &first, true);
    make_prefix(reading, &rest, false);
    for (size_t i = 0; i < reading->depth && i < DEPTH_MAX; i++)
        reading->levels[i].marked = true;
    lines_end(reading->lines, buf_text(&first), buf_text(&rest), style_plain);
    buf_done(&first);
    buf_done(&rest);
}

/* Text right in a list item ("tight" lists have no paragraphs) ends when the next block
 * begins. */
static void flush(struct reading *reading)
{
    if (reading->lines->open.len > 0)
        end_paragraph(reading);
}

static void push_level(struct reading *reading, struct level level)
{
    if (reading->depth < DEPTH_MAX)
        reading->levels[reading->depth] = level;
    reading->depth++;
}

static struct level *top_level(struct reading *reading)
{
    return reading->depth > 0 && reading->depth <= DEPTH_MAX ? &reading->levels[reading->depth - 1]
                                                             : NULL;
}

static void begin_item(struct reading *reading, const MD_BLOCK_LI_DETAIL *item)
{
    struct level *level = top_level(reading);

    if (level != NULL)
        level->marked = false;
    if (item->is_task)
        lines_add_text(reading->lines, item->task_mark == ' ' ? "[ ] " : "[x] ", style_plain);
}

/* An empty line between blocks, none before the first one. */
static void gap(struct reading *reading)
{
    if (reading->lines->count > reading->start)
        lines_gap(reading->lines);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct reading *reading = data;

    flush(reading);
    switch (type) {
    case MD_BLOCK_P:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_HR:
    case MD_BLOCK_TABLE:
        if (reading->depth == 0)
            gap(reading);
        reading->heading = type == MD_BLOCK_H;
        reading->code_block = type == MD_BLOCK_CODE;
        reading->in_table = type == MD_BLOCK_TABLE;
        break;
    case MD_BLOCK_QUOTE:
        gap(reading);
        push_level(reading, (struct level){.quote = true});
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (reading->depth == 0)
            gap(reading);
        push_level(reading, (struct level){.ordered = type == MD_BLOCK_OL,
                                           .number = type == MD_BLOCK_OL
                                                         ? ((MD_BLOCK_OL_DETAIL *)detail)->start
                                                         : 0});
        break;
    case MD_BLOCK_LI:
        begin_item(reading, detail);
        break;
    case MD_BLOCK_TR:
        table_row(&reading->table);
        break;
    default:
        break;
    }
    return 0;
}

static void end_code(struct reading *reading)
{
    end_paragraph(reading);
    reading->code_block = false;
}

static void end_table(struct reading *reading)
{
    struct buf prefix;

    buf_init(&prefix, PREFIX_MAX);
    make_prefix(reading, &prefix, false);
    table_lines(&reading->table, reading->lines, reading->theme, buf_text(&prefix));
    table_done(&reading->table);
    buf_done(&prefix);
    reading->in_table = false;
}

static void draw_rule(struct reading *reading)
{
    for (int i = 0; i < reading->lines->width / 2; i++)
        lines_add_text(reading->lines, theme_glyph(reading->theme, GLYPH_LINE),
                       theme_style(reading->theme, ROLE_DIM));
    end_paragraph(reading);
}

static void leave_item(struct reading *reading)
{
    struct level *level = top_level(reading);

    if (level != NULL && !level->marked)
        end_paragraph(reading);
    if (level != NULL)
        level->number++;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct reading *reading = data;

    (void)detail;
    switch (type) {
    case MD_BLOCK_CODE:
        end_code(reading);
        break;
    case MD_BLOCK_HR:
        draw_rule(reading);
        break;
    case MD_BLOCK_TABLE:
        end_table(reading);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        table_cell(&reading->table, buf_text(&reading->cell));
        buf_truncate(&reading->cell, 0);
        break;
    case MD_BLOCK_LI:
        flush(reading);
        leave_item(reading);
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        flush(reading);
        reading->depth--;
        break;
    default:
        flush(reading);
        reading->heading = false;
        break;
    }
    return 0;
}

/* Where text goes: into a table's cell, or into the open paragraph. */
static void put(struct reading *reading, const char *text, size_t len)
{
    if (reading->link > 0)
        buf_append(&reading->label, text, len);
    if (reading->in_table)
        buf_append(&reading->cell, text, len);
    else
        lines_add(reading->lines, text, len, style_now(reading));
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct reading *reading = data;
    const MD_ATTRIBUTE *href = NULL;

    switch (type) {
    case MD_SPAN_STRONG:
        reading->bold++;
        break;
    case MD_SPAN_EM:
        reading->emphasis++;
        break;
    case MD_SPAN_CODE:
        reading->code++;
        break;
    case MD_SPAN_DEL:
        reading->strike++;
        break;
    case MD_SPAN_A:
        href = &((MD_SPAN_A_DETAIL *)detail)->href;
        break;
    case MD_SPAN_IMG:
        href = &((MD_SPAN_IMG_DETAIL *)detail)->src;
        break;
    default:
        break;
    }
    if (href != NULL) {
        reading->link++;
        buf_truncate(&reading->label, 0);
        buf_truncate(&reading->href, 0);
        buf_append(&reading->href, href->text, href->size);
    }
    return 0;
}

/* The address stands beside the words that lead to it: what a link says is not where it
 * goes. */
static void end_link(struct reading *reading)
{
    bool same = str_equal(buf_text(&reading->href), buf_text(&reading->label)) ||
                (str_starts(buf_text(&reading->href), "mailto:") &&
                 str_equal(buf_text(&reading->href) + 7, buf_text(&reading->label)));

    reading->link--;
    if (same || reading->href.len == 0)
        return;
    put(reading, " (", 2);
    put(reading, reading->href.data, reading->href.len);
    put(reading, ")", 1);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct reading *reading = data;

    (void)detail;
    switch (type) {
    case MD_SPAN_STRONG:
        reading->bold--;
        break;
    case MD_SPAN_EM:
        reading->emphasis--;
        break;
    case MD_SPAN_CODE:
        reading->code--;
        break;
    case MD_SPAN_DEL:
        reading->strike--;
        break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
        end_link(reading);
        break;
    default:
        break;
    }
    return 0;
}

static const char *entity(const char *text, size_t len)
{
    static const char *const known[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", " "}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i][0]) == len && memcmp(known[i][0], text, len) == 0)
            return known[i][1];
    return NULL;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    struct reading *reading = data;
    const char *plain = type == MD_TEXT_ENTITY ? entity(text, size) : NULL;

    if (type == MD_TEXT_NULLCHAR)
        plain = "\xef\xbf\xbd";
    else if (type == MD_TEXT_BR)
        plain = reading->in_table ? " " : "\n";
    else if (type == MD_TEXT_SOFTBR)
        plain = " ";
    if (plain != NULL)
        put(reading, plain, strlen(plain));
    else
        put(reading, text, size);
    return 0;
}

void markdown_lines(struct lines *lines, const struct theme *theme, const char *text,
                    const char *prefix)
{
    struct reading reading = {
        .lines = lines, .theme = theme, .prefix = prefix, .start = lines->count};
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                                 MD_FLAG_PERMISSIVEURLAUTOLINKS,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = enter_span,
                        .leave_span = leave_span,
                        .text = on_text};

    buf_init(&reading.href, LINES_TEXT_MAX);
    buf_init(&reading.label, LINES_TEXT_MAX);
    buf_init(&reading.cell, LINES_TEXT_MAX);
    table_init(&reading.table);
    if (md_parse(text, (MD_SIZE)strlen(text), &parser, &reading) != 0) {
        lines_add_text(lines, text, style_plain);
        lines_end(lines, prefix, prefix, style_plain);
    }
    buf_done(&reading.href);
    buf_done(&reading.label);
    buf_done(&reading.cell);
    table_done(&reading.table);
}
