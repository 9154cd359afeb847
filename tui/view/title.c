/* The first line: where one is, and how the hosts are. */
#include "tui/view/draw.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define LINKS_MAX 1024

int draw_cut(const struct draw *draw, int x, int y, int columns, const char *text,
             struct style style)
{
    char *cut = cut_text(text, columns, glyph(draw, GLYPH_MORE));
    int taken = surface_text(draw->surface, x, y, columns, cut, style);

    free(cut);
    return taken;
}

void draw_title(const struct draw *draw, struct area area, const char *left, enum role role,
                const char *right)
{
    int wide = right != NULL ? surface_columns(right, strlen(right)) : 0;

    if (area.rows < 1)
        return;
    if (wide + 8 > area.columns)
        wide = 0;
    draw_cut(draw, area.x, area.y, area.columns - wide - (wide > 0 ? 1 : 0), left,
             role_style(draw, role));
    if (wide > 0)
        surface_text(draw->surface, area.x + area.columns - wide, area.y, wide, right,
                     role_style(draw, ROLE_DIM));
}

static enum glyph link_glyph(const struct machine *machine)
{
    switch (machine->state) {
    case LINK_ONLINE:
        return GLYPH_RUNNING;
    case LINK_RECONNECTING:
        return GLYPH_RETRY;
    case LINK_ATTENTION:
        return GLYPH_ATTENTION;
    case LINK_UNKNOWN:
        break;
    }
    return GLYPH_WAITING;
}

static enum role link_role(const struct machine *machine)
{
    switch (machine->state) {
    case LINK_ONLINE:
        return ROLE_GOOD;
    case LINK_RECONNECTING:
        return ROLE_NEEDS;
    case LINK_ATTENTION:
        return ROLE_BAD;
    case LINK_UNKNOWN:
        break;
    }
    return ROLE_DIM;
}

/* "vps" and its sign; with the seconds until the next try, with the word where there is room
 * for words. The caller's. */
static char *link_text(const struct draw *draw, const struct machine *machine, bool words)
{
    int64_t left = machine->retry_at - draw->model->steady_ms;
    const char *sign = glyph(draw, link_glyph(machine));

    if (machine->state == LINK_RECONNECTING && left > 0)
        return words ? mem_printf("%s%s %s %ds", machine->name, sign, machine_word(machine),
                                  (int)((left + 999) / 1000))
                     : mem_printf("%s%s%ds", machine->name, sign, (int)((left + 999) / 1000));
    return words ? mem_printf("%s%s %s", machine->name, sign, machine_word(machine))
                 : mem_printf("%s%s", machine->name, sign);
}

static int links_columns(const struct draw *draw, bool words)
{
    int total = 0;

    for (size_t i = 0; i < draw->model->machine_count; i++) {
        char *text = link_text(draw, draw->model->machines[i], words);

        total += surface_columns(text, strlen(text)) + (words ? 3 : 1);
        free(text);
    }
    return total;
}

int draw_links(const struct draw *draw, int x, int y, int columns)
{
    bool words = links_columns(draw, true) <= columns;
    int taken = 0;

    for (size_t i = 0; i < draw->model->machine_count; i++) {
        const struct machine *machine = draw->model->machines[i];
        char *text = link_text(draw, machine, words);
        int wide = surface_columns(text, strlen(text));

        if (taken + wide > columns) {
            free(text);
            break;
        }
        surface_text(draw->surface, x + taken, y, wide, text, role_style(draw, link_role(machine)));
        taken += wide + (words ? 3 : 1);
        free(text);
    }
    return taken;
}

struct style role_style(const struct draw *draw, enum role role)
{
    return theme_style(draw->theme, role);
}

const char *glyph(const struct draw *draw, enum glyph sign)
{
    return theme_glyph(draw->theme, sign);
}

const char *session_title(const struct session *session, const struct task *task)
{
    const char *candidates[] = {
        session != NULL ? session->title : NULL,
        task != NULL ? task->name : NULL,
        session != NULL ? session->first_prompt : NULL,
        task != NULL ? task->prompt : NULL,
    };

    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        if (!str_blank(candidates[i]))
            return candidates[i];
    return "";
}
