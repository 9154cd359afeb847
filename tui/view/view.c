#include "tui/view/view.h"

#include "tui/view/draw.h"

#include <stdio.h>

#define LIST_COLUMNS 44 /* of the list when the session stands beside it */

void paint_ask(struct painted *painted, const char *ask)
{
    if (painted->ask_count < PAINTED_ASKS && ask != NULL)
        snprintf(painted->asks[painted->ask_count++], PAINTED_ID_SIZE, "%s", ask);
}

/* List and session side by side; true when the screen in front is one of the two. */
static bool draw_wide(const struct draw *draw, struct area area)
{
    enum screen_kind kind = model_screen(draw->model)->kind;
    struct area list = {area.x, area.y, LIST_COLUMNS, area.rows};
    struct area session = {area.x + LIST_COLUMNS + 2, area.y, area.columns - LIST_COLUMNS - 2,
                           area.rows};

    if (!model_wide(draw->model) || (kind != SCREEN_HOME && kind != SCREEN_SESSION))
        return false;
    draw_home(draw, list);
    for (int i = 0; i < area.rows; i++)
        surface_text(draw->surface, area.x + LIST_COLUMNS, area.y + i, 1, glyph(draw, GLYPH_COLUMN),
                     role_style(draw, ROLE_DIM));
    draw_session(draw, session);
    return true;
}

static void draw_body(const struct draw *draw, struct area area)
{
    if (draw_wide(draw, area))
        return;
    switch (model_screen(draw->model)->kind) {
    case SCREEN_HOME:
        draw_home(draw, area);
        break;
    case SCREEN_SESSION:
        draw_session(draw, area);
        break;
    case SCREEN_ASK:
        draw_ask(draw, area);
        break;
    case SCREEN_NEW:
        draw_new(draw, area);
        break;
    case SCREEN_HOSTS:
        draw_hosts(draw, area);
        break;
    case SCREEN_HELP:
        draw_help(draw, area);
        break;
    }
}

void view_draw(const struct model *model, const struct theme *theme, struct surface *surface,
               struct painted *ret_painted)
{
    struct draw draw = {model, theme, surface, ret_painted};
    struct area area;

    *ret_painted = (struct painted){.list_top = model->list_top};
    surface_resize(surface, model->columns, model->rows);
    area = (struct area){0, 0, surface->columns, surface->rows};
    if (area.rows < 1 || area.columns < 1)
        return;
    area.rows -= draw_footer(&draw, area);
    if (area.rows > 0)
        draw_body(&draw, area);
}
