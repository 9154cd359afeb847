#include "remote/daemon/live.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

void live_init(struct live *live)
{
    *live = (struct live){.turn_started = -1};
    buf_init(&live->text, LIVE_TEXT_MAX);
}

void live_done(struct live *live)
{
    buf_done(&live->text);
    free(live->message);
    free(live->tool);
    free(live->tool_id);
    free(live->note);
    live_init(live);
}

static void begin_text(struct live *live)
{
    buf_truncate(&live->text, 0);
    live->text_from = live->revision;
}

static void add_text(struct live *live, const char *text)
{
    if (text == NULL)
        return;
    if (buf_append_text(&live->text, text) < 0)
        begin_text(live);
}

static void set_tool(struct live *live, const char *tool_id, char *tool)
{
    mem_set(&live->tool_id, tool_id);
    free(live->tool);
    live->tool = tool;
}

static void end_turn(struct live *live)
{
    live->turn_started = -1;
    set_tool(live, NULL, NULL);
    mem_set(&live->note, NULL);
    begin_text(live);
}

void live_apply(struct live *live, const struct event *event, int64_t now)
{
    char *summary;

    live->revision++;
    switch (event->kind) {
    case EVENT_INIT:
        live->turn_started = now;
        live->tokens = 0;
        break;
    case EVENT_MESSAGE:
        mem_set(&live->message, event->message);
        mem_set(&live->note, NULL);
        begin_text(live);
        break;
    case EVENT_DELTA:
        add_text(live, event->text);
        break;
    case EVENT_TOKENS:
        live->tokens += event->number;
        break;
    case EVENT_ANSWER:
        if (event->tool != NULL) {
            summary = event_tool_summary(event->tool, event->input);
            set_tool(live, event->tool_id, mem_printf("%s  %s", event->tool, summary));
            free(summary);
        }
        break;
    case EVENT_TOOL_RESULT:
        if (str_equal(event->tool_id, live->tool_id))
            set_tool(live, NULL, NULL);
        break;
    case EVENT_RETRY:
        free(live->note);
        live->note =
            mem_printf("%s, %s", event->error != NULL ? event->error : "API error", event->text);
        break;
    case EVENT_RESULT:
        end_turn(live);
        break;
    default:
        live->revision--;
        break;
    }
}

void live_drop(struct live *live)
{
    live->revision++;
    end_turn(live);
}

struct json *live_difference(const struct live *live, struct live_mark *mark, int64_t now)
{
    struct json *params = json_new_object();
    bool whole = mark->text_from != live->text_from || mark->text_length > (int64_t)live->text.len;
    size_t from = whole ? 0 : (size_t)mark->text_length;

    json_put_int(params, "revision", live->revision);
    json_put_int(params, "base", whole ? 0 : mark->revision);
    json_put_text(params, "text", buf_text(&live->text) + from);
    json_put_text(params, "message", live->message);
    json_put_text(params, "tool", live->tool);
    json_put_text(params, "note", live->note);
    json_put_int(params, "tokens", live->tokens);
    if (live->turn_started >= 0)
        json_put_int(params, "elapsed_ms", now - live->turn_started);
    json_put_bool(params, "dropped", live->turn_started < 0);
    *mark = (struct live_mark){live->revision, (int64_t)live->text.len, live->text_from};
    return params;
}
