/* What stands below every body. */
#include "tui/view/draw.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define NOTE_ROWS 5

/* What the last line offers in each context, the most wanted first. */
static const enum action hints[CONTEXT_COUNT][10] = {
    [CONTEXT_HOME] = {ACTION_NEW, ACTION_OPEN, ACTION_HOSTS, ACTION_INTERRUPT, ACTION_CANCEL,
                      ACTION_RETRY, ACTION_COMMAND, ACTION_QUIT},
    [CONTEXT_SESSION] = {ACTION_WRITE, ACTION_INTERRUPT, ACTION_OPEN, ACTION_BACK,
                         ACTION_PROMPT_PREVIOUS, ACTION_PROMPT_NEXT, ACTION_LAST, ACTION_RAW,
                         ACTION_CANCEL},
    [CONTEXT_ASK] = {ACTION_SESSION, ACTION_BACK, ACTION_PAGE_DOWN},
    [CONTEXT_NEW] = {ACTION_WRITE, ACTION_HOST_NEXT, ACTION_PROJECT, ACTION_BACK},
    [CONTEXT_HOSTS] = {ACTION_CONNECT, ACTION_BACK},
    [CONTEXT_HELP] = {ACTION_DOWN, ACTION_UP, ACTION_BACK},
};

/* A key and its word; false when there is no room, and nothing is drawn. */
static bool put_hint(const struct draw *draw, struct area area, int *x, const char *key,
                     const char *word)
{
    int wide = surface_columns(key, strlen(key)) + 1 + surface_columns(word, strlen(word));

    if (*x + wide > area.x + area.columns)
        return false;
    *x += surface_text(draw->surface, *x, area.y, area.columns, key, role_style(draw, ROLE_KEY));
    *x += 1;
    *x += surface_text(draw->surface, *x, area.y, area.columns, word, role_style(draw, ROLE_TEXT));
    *x += 2;
    return true;
}

static void put_action(const struct draw *draw, struct area area, int *x, enum context context,
                       enum action action, const char *word)
{
    const char *key = keymap_key(&draw->model->keymap, context, action);

    if (key != NULL)
        put_hint(draw, area, x, key_label(key), word != NULL ? word : action_word(action));
}

static void write_hints(const struct draw *draw, struct area area)
{
    const struct writing *writing = &draw->model->writing;
    const char *send = keymap_key(&draw->model->keymap, CONTEXT_WRITE, ACTION_SEND);
    int x = area.x;

    put_action(draw, area, &x, CONTEXT_WRITE, ACTION_SEND,
               writing->purpose == WRITE_COMMAND || writing->purpose == WRITE_PROJECT ? "do it"
                                                                                      : "send");
    if (send != NULL && writing->purpose != WRITE_COMMAND && writing->purpose != WRITE_PROJECT &&
        writing->purpose != WRITE_HOST) {
        char *key = mem_printf("\\ %s", send);

        put_hint(draw, area, &x, key, "line");
        free(key);
    }
    if (writing->editor.len == 0)
        put_action(draw, area, &x, CONTEXT_WRITE, ACTION_ERASE, "out");
    else
        put_action(draw, area, &x, CONTEXT_WRITE, ACTION_LEAVE, "out");
}

/* The open ask of the session on the screen is one key away. */
static void session_hint(const struct draw *draw, struct area area, int *x)
{
    const struct screen *screen = model_screen(draw->model);

    if (screen->kind == SCREEN_SESSION &&
        model_open_card(draw->model, screen->host, screen->id) != NULL)
        put_action(draw, area, x, CONTEXT_SESSION, ACTION_VIEW, "view ask");
}

/* "1-5 answer": the digits of an ask's choices. */
static void choice_hint(const struct draw *draw, struct area area, int *x)
{
    const struct keymap *keymap = &draw->model->keymap;
    const struct screen *screen = model_screen(draw->model);
    const struct card *card = model_target(draw->model);
    const char *first = keymap_key_at(keymap, CONTEXT_ASK, ACTION_SELECT, 0), *last;
    struct choices choices;
    char *keys;

    if (screen->kind != SCREEN_ASK || card == NULL || first == NULL)
        return;
    choices_init(&choices, card, draw->model->asking.question);
    last = keymap_key_at(keymap, CONTEXT_ASK, ACTION_SELECT, choices.count - 1);
    keys = last != NULL && choices.count > 1 ? mem_printf("%s-%s", first, last) : mem_dup(first);
    put_hint(draw, area, x, keys, choices.several ? "mark" : "answer");
    if (choices.several)
        put_action(draw, area, x, CONTEXT_ASK, ACTION_OPEN, "answer");
    free(keys);
    choices_done(&choices);
}

static void draw_hints(const struct draw *draw, struct area area)
{
    enum context context = model_context(draw->model);
    const char *help = keymap_key(&draw->model->keymap, context, ACTION_HELP);
    struct area left = area;
    int x = area.x;

    if (context == CONTEXT_WRITE) {
        write_hints(draw, area);
        return;
    }
    if (context == CONTEXT_CONFIRM) {
        put_action(draw, area, &x, context, ACTION_AGREE, NULL);
        put_action(draw, area, &x, context, ACTION_REFUSE, NULL);
        surface_text(draw->surface, x, area.y, area.x + area.columns - x, draw->model->note.text,
                     role_style(draw, ROLE_STRONG));
        return;
    }
    if (help != NULL && area.columns > 12) {
        int wide = surface_columns(help, strlen(help)) + 5;

        left.columns -= wide + 2;
        x = area.x + area.columns - wide;
        put_hint(draw, area, &x, help, "help");
        x = area.x;
    }
    session_hint(draw, left, &x);
    choice_hint(draw, left, &x);
    for (size_t i = 0; i < sizeof hints[0] / sizeof *hints[0]; i++)
        if (hints[context][i] != ACTION_NONE)
            put_action(draw, left, &x, context, hints[context][i], NULL);
}

static const char *write_mark(const struct writing *writing)
{
    switch (writing->purpose) {
    case WRITE_COMMAND:
        return ":";
    case WRITE_PROJECT:
        return "folder: ";
    case WRITE_PROMPT:
        return writing->steer ? ">> " : "> ";
    default:
        return "> ";
    }
}

/* The text being written, the part with the cursor; the rows it took from the area's end. */
static int draw_editor(const struct draw *draw, struct area area)
{
    const struct writing *writing = &draw->model->writing;
    const char *mark = write_mark(writing);
    int indent = (int)strlen(mark), most = area.rows / 3 > 0 ? area.rows / 3 : 1;
    int width = area.columns - indent, rows, row, column;
    struct lines lines, before;
    size_t first;

    lines_init(&lines, width);
    lines_init(&before, width);
    for (size_t i = 0; writing->secret && i < writing->editor.len; i++)
        lines_add_text(&lines, "*", role_style(draw, ROLE_DIM));
    if (!writing->secret) {
        lines_add(&lines, writing->editor.text, writing->editor.len, style_plain);
        lines_add(&before, writing->editor.text, writing->editor.cursor, style_plain);
    }
    lines_add_text(&lines, " ", style_plain);
    lines_add_text(&before, "\xe2\x80\xa2", style_plain);
    lines_end(&lines, "", "", style_plain);
    lines_end(&before, "", "", style_plain);
    row = (int)before.count - 1;
    if ((int)lines.count <= row)
        row = (int)lines.count - 1;
    rows = (int)lines.count < most ? (int)lines.count : most;
    first = row >= rows ? (size_t)(row - rows + 1) : 0;
    for (int i = 0; i < rows; i++)
        lines_draw(&lines, first + (size_t)i, draw->surface, area.x + indent,
                   area.y + area.rows - rows + i, width);
    surface_text(draw->surface, area.x, area.y + area.rows - rows, indent, mark,
                 role_style(draw, ROLE_KEY));
    {
        char *last = lines_text(&before, before.count - 1);

        column = writing->secret ? (int)writing->editor.len % (width > 0 ? width : 1)
                                 : surface_columns(last, strlen(last)) - 1;
        free(last);
    }
    draw->painted->cursor = true;
    draw->painted->cursor_x = area.x + indent + (column < width ? column : width - 1);
    draw->painted->cursor_y = area.y + area.rows - rows + row - (int)first;
    lines_done(&lines);
    lines_done(&before);
    return rows;
}

/* What is to be read above the text or the keys: a question to confirm, a host's question
 * that is being answered, or a note. NULL: nothing. */
static const char *message_text(const struct model *model, enum role *ret_role)
{
    const struct machine *machine = model_machine(model, model->writing.host);

    *ret_role = ROLE_NEEDS;
    if (model->confirm.kind != CONFIRM_NOTHING)
        return model->confirm.text;
    if (model->writing.purpose == WRITE_HOST && machine != NULL && machine->question != NULL)
        return machine->question;
    *ret_role = model->note.error ? ROLE_BAD : ROLE_STRONG;
    return model->note.text;
}

/* The message, wrapped; a confirmation counts as asked only when all of it can be read. */
static int draw_message(const struct draw *draw, struct area area)
{
    enum role role;
    const char *text = message_text(draw->model, &role);
    struct lines lines;
    int rows, most = area.rows > NOTE_ROWS && role != ROLE_NEEDS ? NOTE_ROWS : area.rows;

    if (text == NULL)
        return 0;
    lines_init(&lines, area.columns);
    lines_add_text(&lines, text, role_style(draw, role));
    lines_end(&lines, "", "", style_plain);
    rows = (int)lines.count < most ? (int)lines.count : most;
    for (int i = 0; i < rows; i++)
        lines_draw(&lines, (size_t)i, draw->surface, area.x, area.y + area.rows - rows + i,
                   area.columns);
    if (rows == (int)lines.count)
        draw->painted->confirm = draw->model->confirm.number;
    lines_done(&lines);
    return rows;
}

/* The draft that waits in the session on the screen. */
static int draw_draft(const struct draw *draw, struct area area)
{
    const struct screen *screen = model_screen(draw->model);
    const char *draft;
    char *key;

    if (screen->kind != SCREEN_SESSION || area.rows < 4)
        return 0;
    key = mem_printf("session %s %s", screen->host, screen->id);
    draft = drafts_get(&draw->model->drafts, key);
    free(key);
    if (*draft == '\0')
        return 0;
    surface_text(draw->surface, area.x, area.y + area.rows - 1, 2, "> ",
                 role_style(draw, ROLE_DIM));
    surface_text(draw->surface, area.x + 2, area.y + area.rows - 1, area.columns - 2, draft,
                 role_style(draw, ROLE_DIM));
    return 1;
}

int draw_footer(const struct draw *draw, struct area area)
{
    int rows = 0;

    if (area.rows < 2)
        return 0;
    draw_hints(draw, (struct area){area.x, area.y + area.rows - 1, area.columns, 1});
    rows = 1;
    area.rows--;
    if (draw->model->confirm.kind == CONFIRM_NOTHING) {
        int took = draw->model->writing.purpose != WRITE_NOTHING ? draw_editor(draw, area)
                                                                 : draw_draft(draw, area);

        rows += took;
        area.rows -= took;
    }
    if (area.rows > 0) {
        int took = draw_message(draw, area);

        rows += took;
        area.rows -= took;
    }
    if (area.rows > 2) {
        surface_hline(draw->surface, area.x, area.y + area.rows - 1, area.columns,
                      glyph(draw, GLYPH_LINE), role_style(draw, ROLE_DIM));
        rows++;
    }
    return rows;
}
