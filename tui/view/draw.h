/*
 * Between the files that draw; nobody else includes it. Each draws one thing into an area of
 * the surface and notes in `painted` what of it the model has to know.
 */
#ifndef CCR_VIEW_DRAW_H
#define CCR_VIEW_DRAW_H

#include "tui/model/model.h"
#include "tui/view/lines.h"
#include "tui/view/surface.h"
#include "tui/view/theme.h"

struct area {
    int x, y, columns, rows;
};

struct draw {
    const struct model *model;
    const struct theme *theme;
    struct surface *surface;
    struct painted *painted;
};

/* The screens' bodies and first lines. */
void draw_home(const struct draw *draw, struct area area);
void draw_session(const struct draw *draw, struct area area);
void draw_ask(const struct draw *draw, struct area area);
void draw_new(const struct draw *draw, struct area area);
void draw_hosts(const struct draw *draw, struct area area);
void draw_help(const struct draw *draw, struct area area);

/* The line above a body: something at the left, something at the right that gives way. */
void draw_title(const struct draw *draw, struct area area, const char *left, enum role role,
                const char *right);

/* Draws text on one row, with the sign for more where it is cut; the columns it took. */
int draw_cut(const struct draw *draw, int x, int y, int columns, const char *text,
             struct style style);

/* The hosts and how they are, in at most that many columns; the columns it took. */
int draw_links(const struct draw *draw, int x, int y, int columns);

/* What stands below every body: a line, a question or a note, the text being written, the
 * keys of the moment. Returns how many rows it took, at the area's end. */
int draw_footer(const struct draw *draw, struct area area);

/* Draws lines from the first one that `top` names, moved so that the area is not left empty
 * below; returns the first line that was drawn. */
size_t draw_lines(const struct draw *draw, struct area area, const struct lines *lines, size_t top);

/* Makes one item of the watched session, count being what comes after the items (live text,
 * prompts on their way, an open ask). Lines of an item that is not visible: none. */
void item_lines(const struct draw *draw, struct lines *lines, size_t index);

/* A span of time in at most four columns: "now", "12m", "3h", "2d", "5w"; "" for a missing
 * or future one. The caller frees it. */
char *age_text(const struct model *model, int64_t wall_ms);

/* Minutes and seconds, or hours and minutes: "0:42", "1h05". The caller frees it. */
char *elapsed_text(int64_t ms);

/* The session's title, or what stands for one; "" at worst. Borrowed. */
const char *session_title(const struct session *session, const struct task *task);

/* What was answered, and how far that got. The caller frees it. */
char *given_text(const struct given *given);

/* Notes an ask as readable on the screen. */
void paint_ask(struct painted *painted, const char *ask);

/* A style of the theme. */
struct style role_style(const struct draw *draw, enum role role);
const char *glyph(const struct draw *draw, enum glyph sign);

#endif
