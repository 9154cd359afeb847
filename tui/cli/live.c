#include "tui/cli/live.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/data/item.h"
#include "protocol/wire.h"
#include "tui/cli/output.h"

#include <stdlib.h>
#include <string.h>

#define MARK "~ "

void live_init(struct live *live)
{
    *live = (struct live){0};
    buf_init(&live->text, LIVE_MAX);
}

void live_done(struct live *live)
{
    buf_done(&live->text);
    free(live->tool);
}

void live_break(struct live *live)
{
    if (live->open)
        putchar('\n');
    live->open = live->begun = false;
}

static void print_json(const char *text, const char *tool)
{
    struct item item;

    item_init(&item);
    item.kind = tool != NULL ? ITEM_TOOL_USE : ITEM_TEXT;
    item.text = mem_dup(text);
    item.tool = mem_dup(tool);
    item.live = true;
    output_json(wire_object(item_fields, &item));
    item_done(&item);
}

static void print_piece(struct live *live, const char *piece, bool json)
{
    if (*piece == '\0')
        return;
    if (json) {
        print_json(piece, NULL);
        return;
    }
    if (!live->begun)
        fputs(MARK, stdout);
    output_text(stdout, piece, OUTPUT_DIM, MARK);
    live->begun = live->open = !str_ends(piece, "\n");
}

/* The text as a whole: only what was not printed yet, if it goes on from there. */
static void take_whole(struct live *live, const char *text, bool json)
{
    size_t have = live->text.len;

    if (strlen(text) < have || (have > 0 && memcmp(text, live->text.data, have) != 0)) {
        live_break(live);
        buf_truncate(&live->text, 0);
        have = 0;
    }
    if (buf_append_text(&live->text, text + have) == 0)
        print_piece(live, text + have, json);
}

static void take_tool(struct live *live, const char *tool, bool json)
{
    if (str_equal(live->tool, tool))
        return;
    mem_set(&live->tool, tool);
    if (tool == NULL)
        return;
    if (json) {
        print_json(NULL, tool);
        return;
    }
    live_break(live);
    output_line(stdout, OUTPUT_DIM, MARK "%s ...", tool);
}

int64_t live_update(struct live *live, const struct json *params, bool json)
{
    const char *text = json_get_text(params, "text");
    int64_t base = json_get_int(params, "base", 0);

    if (json_get_bool(params, "dropped", false)) {
        live_break(live);
        buf_truncate(&live->text, 0);
        mem_set(&live->tool, NULL);
    } else {
        if (base == 0)
            take_whole(live, text != NULL ? text : "", json);
        else if (text != NULL && buf_append_text(&live->text, text) == 0)
            print_piece(live, text, json);
        take_tool(live, json_get_text(params, "tool"), json);
    }
    live->revision = json_get_int(params, "revision", live->revision);
    return live->revision;
}
