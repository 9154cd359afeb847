/* An ask, opened: what it is about, and what there is to choose. */
#include "tui/view/draw.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "tui/view/markdown.h"
#include "tui/view/toolcall.h"

#include <stdio.h>
#include <stdlib.h>

static const char *ask_title(const struct ask *ask)
{
    switch ((enum ask_kind)ask->kind) {
    case ASK_PERMISSION:
        return ask->tool != NULL ? ask->tool : "permission";
    case ASK_QUESTION:
        return "Question";
    case ASK_PLAN:
        return "Plan";
    case ASK_LOGIN:
        break;
    }
    return "Login";
}

static const char *ask_session_title(const struct draw *draw, const struct ask *ask)
{
    const struct machine *machine = model_machine(draw->model, ask->host);

    if (machine == NULL)
        return "";
    return session_title(machine_session(machine, ask->session), machine_task(machine, ask->task));
}

static void first_line(const struct draw *draw, struct area area, const struct card *card)
{
    const struct ask *ask = &card->ask;
    char *age = age_text(draw->model, ask->created_at);
    char *left = mem_printf("%s %s  on %s, %s",
                            glyph(draw, ask->kind == ASK_QUESTION ? GLYPH_QUESTION : GLYPH_ASK),
                            ask_title(ask), ask->host, ask_session_title(draw, ask));

    draw_title(draw, area, left, ROLE_NEEDS, age);
    free(left);
    free(age);
}

static void add(struct lines *lines, const char *text, struct style style)
{
    lines_add_text(lines, text, style);
    lines_end(lines, "  ", "  ", style_plain);
}

/* Where it is, and why the agent says it wants it. */
static void add_circumstances(const struct draw *draw, struct lines *lines, const struct card *card)
{
    const struct machine *machine = model_machine(draw->model, card->ask.host);
    const struct session *session =
        machine != NULL ? machine_session(machine, card->ask.session) : NULL;
    const char *why = detail_get(&card->input, "description");

    if (session != NULL && session->project != NULL) {
        lines_add_text(lines, "in ", role_style(draw, ROLE_DIM));
        lines_add_text(lines, session->project, role_style(draw, ROLE_DIM));
        lines_end(lines, "  ", "  ", style_plain);
    }
    if (!str_blank(why)) {
        lines_add_text(lines, "why: ", role_style(draw, ROLE_DIM));
        add(lines, why, role_style(draw, ROLE_DIM));
    }
}

static void add_body(const struct draw *draw, struct lines *lines, const struct card *card,
                     const struct choices *choices)
{
    const struct ask *ask = &card->ask;

    switch ((enum ask_kind)ask->kind) {
    case ASK_PERMISSION:
        if (card->input.count > 0)
            toolcall_input(lines, draw->theme, ask->tool, &card->input, "  ");
        else
            add(lines, ask->summary, style_plain);
        add_circumstances(draw, lines, card);
        break;
    case ASK_QUESTION:
        if (choices->questions > 1) {
            char count[48];

            snprintf(count, sizeof count, "%zu of %zu", draw->model->asking.question + 1,
                     choices->questions);
            add(lines, count, role_style(draw, ROLE_DIM));
        }
        add(lines, choices->question != NULL ? choices->question : ask->summary,
            role_style(draw, ROLE_STRONG));
        if (choices->several)
            add(lines, "several may be marked", role_style(draw, ROLE_DIM));
        break;
    case ASK_PLAN:
        markdown_lines(lines, draw->theme,
                       detail_get(&card->input, "plan") != NULL ? detail_get(&card->input, "plan")
                       : ask->summary != NULL                   ? ask->summary
                                                                : "",
                       "  ");
        break;
    case ASK_LOGIN:
        add(lines, ask->summary, style_plain);
        add(lines, "Log in on the host itself: run claude there.", role_style(draw, ROLE_DIM));
        break;
    }
}

static void add_choices(const struct draw *draw, struct lines *lines, const struct choices *choices)
{
    const struct asking *asking = &draw->model->asking;

    for (size_t i = 0; i < choices->count; i++) {
        const struct choice *choice = &choices->list[i];
        char mark[32];
        bool here = i == asking->cursor;

        snprintf(mark, sizeof mark, "%c%s ", i < 9 ? (char)('1' + i) : ' ',
                 !choices->several || choice->writes ? ""
                 : asking->marked[i]                 ? " [x]"
                                                     : " [ ]");
        lines_add_text(lines, here ? glyph(draw, GLYPH_CHOICE) : " ", role_style(draw, ROLE_KEY));
        lines_add_text(lines, mark, role_style(draw, ROLE_KEY));
        lines_add_text(lines, " ", style_plain);
        lines_add_text(lines, choice->label, role_style(draw, here ? ROLE_STRONG : ROLE_TEXT));
        lines_end(lines, "", "    ", style_plain);
        if (choice->note != NULL) {
            lines_add_text(lines, choice->note, role_style(draw, ROLE_DIM));
            lines_end(lines, "    ", "    ", style_plain);
        }
    }
}

/* What became of it: nothing to choose any more. */
static void add_end(const struct draw *draw, struct lines *lines, const struct ask *ask)
{
    const struct given *given = answers_find(&draw->model->answers, ask->host, ask->ask);
    char *age = age_text(draw->model, ask->answered_at);
    char *text = given != NULL                 ? given_text(given)
                 : ask->state == ASK_WITHDRAWN ? mem_dup("Claude took it back.")
                 : ask->state == ASK_EXPIRED
                     ? mem_dup("Its run has ended.")
                     : mem_printf("Answered by %s%s%s%s%s.",
                                  ask->answered_by != NULL ? ask->answered_by : "somebody",
                                  *age != '\0' ? ", " : "", age, ask->answer != NULL ? ": " : "",
                                  ask->answer != NULL ? ask->answer : "");

    add(lines, text, role_style(draw, ROLE_NEEDS));
    free(text);
    free(age);
}

/* The choices keep the end of the area and what they are about gets the rest, so that both
 * are seen; when the choices alone are too tall, all of it scrolls. */
static void draw_parts(const struct draw *draw, struct area area, struct lines *body,
                       const struct lines *choices)
{
    struct area upper = area, lower = area;

    lower.rows = (int)choices->count < area.rows - 2 ? (int)choices->count : area.rows - 2;
    if (lower.rows < 0)
        lower.rows = 0;
    upper.rows -= lower.rows;
    if (upper.rows > (int)body->count)
        upper.rows = (int)body->count;
    lower.y = area.y + upper.rows;
    draw->painted->list_top = draw_lines(draw, upper, body, draw->model->list_top);
    if ((int)body->count > upper.rows && upper.rows > 0)
        surface_text(draw->surface, area.x, upper.y + upper.rows - 1, 1, glyph(draw, GLYPH_MORE),
                     role_style(draw, ROLE_NEEDS));
    draw_lines(draw, lower, choices, 0);
}

static bool readable(const struct area *area, const struct lines *choices)
{
    return (int)choices->count <= area->rows - 2;
}

void draw_ask(const struct draw *draw, struct area area)
{
    const struct screen *screen = model_screen(draw->model);
    const struct card *card = model_card(draw->model, screen->host, screen->id);
    struct lines body, list;
    struct choices choices;

    if (card == NULL) {
        surface_text(draw->surface, area.x, area.y, area.columns, "This ask is gone.",
                     role_style(draw, ROLE_DIM));
        return;
    }
    if (area.rows > 3) {
        first_line(draw, area, card);
        area.y++;
        area.rows--;
    }
    choices_init(&choices, card, draw->model->asking.question);
    lines_init(&body, area.columns);
    lines_init(&list, area.columns);
    add_body(draw, &body, card, &choices);
    if (model_target(draw->model) == card)
        add_choices(draw, &list, &choices);
    else
        add_end(draw, &list, &card->ask);
    draw_parts(draw, area, &body, &list);
    if (readable(&area, &list) && model_target(draw->model) == card) {
        paint_ask(draw->painted, card->ask.ask);
        snprintf(draw->painted->target, sizeof draw->painted->target, "%s", card->ask.ask);
    }
    lines_done(&body);
    lines_done(&list);
    choices_done(&choices);
}
