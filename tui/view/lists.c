/* The hosts, the help, and the form of a new prompt. */
#include "tui/view/draw.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/model/command.h"

#include <stdlib.h>

size_t draw_lines(const struct draw *draw, struct area area, const struct lines *lines, size_t top)
{
    size_t rows = area.rows > 0 ? (size_t)area.rows : 0;

    if (lines->count <= rows)
        top = 0;
    else if (top > lines->count - rows)
        top = lines->count - rows;
    for (size_t i = 0; i < rows && top + i < lines->count; i++)
        lines_draw(lines, top + i, draw->surface, area.x, area.y + (int)i, area.columns);
    return top;
}

static void add(struct lines *lines, const char *text, struct style style, const char *indent)
{
    if (str_blank(text))
        return;
    lines_add_text(lines, text, style);
    lines_end(lines, indent, indent, style_plain);
}

static void add_host(const struct draw *draw, struct lines *lines, const struct machine *machine,
                     bool selected)
{
    struct style style = role_style(draw, ROLE_STRONG);
    char *age = age_text(draw->model, machine->last_event), *text;
    int64_t left = machine->retry_at - draw->model->steady_ms;

    style.reverse = selected;
    lines_add_text(lines, machine->name, style);
    lines_add_text(lines, "  ", style_plain);
    lines_add_text(lines, machine_word(machine),
                   role_style(draw, machine->state == LINK_ONLINE      ? ROLE_GOOD
                                    : machine->state == LINK_ATTENTION ? ROLE_BAD
                                                                       : ROLE_TEXT));
    if (machine->state == LINK_RECONNECTING && left > 0) {
        text = mem_printf(" in %ds", (int)((left + 999) / 1000));
        lines_add_text(lines, text, style_plain);
        free(text);
    }
    lines_end(lines, "", "  ", style_plain);
    add(lines, machine->reason, style_plain, "  ");
    add(lines, machine->next, role_style(draw, ROLE_STRONG), "  ");
    add(lines, machine->question, role_style(draw, ROLE_NEEDS), "  ");
    text = mem_printf("runner %s  claude %s%s%s",
                      machine->runner_version != NULL ? machine->runner_version : "?",
                      machine->claude_version != NULL ? machine->claude_version : "?",
                      *age != '\0' ? "  last event " : "", age);
    add(lines, text, role_style(draw, ROLE_DIM), "  ");
    free(text);
    free(age);
}

void draw_hosts(const struct draw *draw, struct area area)
{
    const struct model *model = draw->model;
    struct lines lines;
    size_t first = 0, last = 0, top = model->list_top;

    draw_title(draw, area, "Hosts", ROLE_STRONG, NULL);
    area.y++;
    area.rows--;
    lines_init(&lines, area.columns);
    for (size_t i = 0; i < model->machine_count; i++) {
        if (i == model->list_index)
            first = lines.count;
        add_host(draw, &lines, model->machines[i], i == model->list_index);
        if (i == model->list_index)
            last = lines.count;
    }
    if (model->machine_count == 0)
        add(&lines, "No host is configured. \"ccr host add NAME ADDRESS\" adds one.", style_plain,
            "");
    if (first < top)
        top = first;
    if (area.rows > 0 && last > top + (size_t)area.rows)
        top = last - (size_t)area.rows;
    draw->painted->list_top = draw_lines(draw, area, &lines, top);
    lines_done(&lines);
}

/* All keys of an action in a context, as one text; empty when there are none. */
static void append_keys(const struct keymap *keymap, enum context context, enum action action,
                        struct buf *out)
{
    const char *key;

    for (size_t n = 0; (key = keymap_key_at(keymap, context, action, n)) != NULL; n++)
        buf_printf(out, "%s%s", n > 0 ? " " : "", key_label(key));
}

static void add_action(const struct draw *draw, struct lines *lines, enum context context,
                       enum action action)
{
    struct buf keys;

    buf_init(&keys, 512);
    append_keys(&draw->model->keymap, context, action, &keys);
    if (keys.len > 0) {
        lines_add_text(lines, buf_text(&keys), role_style(draw, ROLE_KEY));
        lines_add_text(lines, "  ", style_plain);
        lines_add_text(lines, action_help(action), style_plain);
        lines_end(lines, "  ", "      ", style_plain);
    }
    buf_done(&keys);
}

/* The screen that the help was opened from comes first. */
static enum context context_below(const struct model *model)
{
    static const enum context contexts[] = {
        [SCREEN_HOME] = CONTEXT_HOME,   [SCREEN_SESSION] = CONTEXT_SESSION,
        [SCREEN_ASK] = CONTEXT_ASK,     [SCREEN_NEW] = CONTEXT_NEW,
        [SCREEN_HOSTS] = CONTEXT_HOSTS, [SCREEN_HELP] = CONTEXT_HOME,
    };

    return model->depth > 1 ? contexts[model->screens[model->depth - 2].kind] : CONTEXT_HOME;
}

static void add_context(const struct draw *draw, struct lines *lines, enum context context)
{
    lines_gap(lines);
    lines_add_text(lines, context_title(context), role_style(draw, ROLE_HEADING));
    lines_end(lines, "", "", style_plain);
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        add_action(draw, lines, context, (enum action)action);
    if (context == CONTEXT_WRITE) {
        lines_add_text(lines, "a backslash before the key that sends: a new line", style_plain);
        lines_end(lines, "  ", "      ", style_plain);
    }
}

void draw_help(const struct draw *draw, struct area area)
{
    enum context first = context_below(draw->model);
    struct lines lines;
    const char *usage;

    draw_title(draw, area, "Keys", ROLE_STRONG, NULL);
    area.y++;
    area.rows--;
    lines_init(&lines, area.columns);
    add_context(draw, &lines, first);
    add_context(draw, &lines, CONTEXT_COMMON);
    for (int context = CONTEXT_HOME; context < CONTEXT_COUNT; context++)
        if ((enum context)context != first)
            add_context(draw, &lines, (enum context)context);
    lines_gap(&lines);
    lines_add_text(&lines, "Commands", role_style(draw, ROLE_HEADING));
    lines_end(&lines, "", "", style_plain);
    for (int i = 0; (usage = command_usage(i)) != NULL; i++) {
        lines_add_text(&lines, usage, style_plain);
        lines_end(&lines, "  :", "      ", style_plain);
    }
    draw->painted->list_top = draw_lines(draw, area, &lines, draw->model->list_top);
    lines_done(&lines);
}

static void add_field(const struct draw *draw, struct lines *lines, const char *name,
                      const char *value, const char *none)
{
    lines_add_text(lines, name, role_style(draw, ROLE_DIM));
    lines_add_text(lines, value != NULL ? value : none,
                   role_style(draw, value != NULL ? ROLE_STRONG : ROLE_DIM));
    lines_end(lines, "", "         ", style_plain);
}

void draw_new(const struct draw *draw, struct area area)
{
    const struct model *model = draw->model;
    const struct machine *machine = model_machine(model, model->form.host);
    const char *draft = drafts_get(&model->drafts, "new");
    struct lines lines;

    draw_title(draw, area, "New prompt", ROLE_STRONG, NULL);
    area.y++;
    area.rows--;
    lines_init(&lines, area.columns);
    add_field(draw, &lines, "host     ", model->form.host, "none is configured");
    if (machine != NULL && machine->state != LINK_ONLINE) {
        lines_add_text(&lines, machine_word(machine), role_style(draw, ROLE_NEEDS));
        lines_add_text(&lines, "; it is sent when the host is there", role_style(draw, ROLE_DIM));
        lines_end(&lines, "         ", "         ", style_plain);
    }
    add_field(draw, &lines, "folder   ", model->form.project, "the home folder there");
    if (model->writing.purpose != WRITE_NEW && *draft != '\0') {
        lines_gap(&lines);
        lines_add_text(&lines, draft, role_style(draw, ROLE_DIM));
        lines_end(&lines, "", "", style_plain);
    }
    draw->painted->list_top = draw_lines(draw, area, &lines, model->list_top);
    lines_done(&lines);
}
