#include "tui/model/update.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

void asking_reset(struct model *model)
{
    for (size_t i = 0; i < QUESTIONS_MAX; i++)
        free(model->asking.answers[i]);
    model->asking = (struct asking){0};
}

bool answer_guarded(struct model *model, const struct card *card)
{
    if (guard_allows(&model->guard, card->ask.ask, model->steady_ms))
        return true;
    model_note(model, false, "changed, press again");
    return false;
}

/* The answers of a question with several parts as the runner reads them: a line a part. */
static char *joined(struct effect *effect)
{
    struct buf out;

    buf_init(&out, EDITOR_MAX);
    for (size_t i = 0; i < effect->pair_count; i++) {
        size_t begin;

        buf_append_text(&out, i > 0 ? "\n" : "");
        begin = out.len;
        buf_append_text(&out, effect->pairs[i].answer);
        for (; begin < out.len; begin++)
            if (out.data[begin] == '\n')
                out.data[begin] = ' ';
    }
    return buf_take(&out);
}

static void add_pairs(const struct model *model, const struct card *card, struct effect *effect)
{
    for (size_t i = 0; i < QUESTIONS_MAX && model->asking.answers[i] != NULL; i++) {
        const char *question = detail_getf(&card->input, "questions.%zu.question", i);

        effect_pair_add(effect, question != NULL ? question : "", model->asking.answers[i]);
    }
    if (effect->pair_count > 0) {
        free(effect->text);
        effect->text = joined(effect);
    }
}

bool answer_give(struct model *model, const struct card *card, enum answer_choice choice,
                 int number, const char *text, const char *words, struct effects *fx)
{
    const struct screen *screen = model_screen(model);
    struct effect *effect;

    if (!answers_give(&model->answers, card, card->ask.host, words, model->steady_ms)) {
        model_note(model, true, "too many answers are on their way; wait for one");
        return false;
    }
    effect = effects_add_for(fx, EFFECT_ANSWER, card->ask.host, card->ask.session);
    effect->id = mem_dup(card->ask.ask);
    effect->choice = choice;
    effect->number = number;
    effect->text = mem_dup(text);
    add_pairs(model, card, effect);
    if (screen->kind == SCREEN_ASK && str_equal(screen->id, card->ask.ask))
        screen_back(model, fx);
    model_changed(model);
    return true;
}

void answer_always(struct model *model, const struct card *card, int number)
{
    char *words;

    if (number == 0)
        number = choice_rule(card);
    words = choice_words(card, number);
    if (words == NULL) {
        model_note(model, false, "there is no such rule to grant; v shows the choices");
        return;
    }
    confirm_ask(model, CONFIRM_ALWAYS, card->ask.host, card->ask.ask,
                mem_printf("Yes, and %s?", words));
    model->confirm.suggestion = number;
    model->confirm.words = mem_printf("yes, and %s", words);
    free(words);
}

/* The next part of a question, or the answer when it was the last. */
static void question_answered(struct model *model, const struct card *card,
                              const struct choices *choices, const char *answer, struct effects *fx)
{
    struct asking *asking = &model->asking;

    if (choices->questions > 1) {
        mem_set(&asking->answers[asking->question], answer);
        if (asking->question + 1 < choices->questions) {
            asking->question++;
            asking->cursor = 0;
            for (size_t i = 0; i < CHOICES_MAX; i++)
                asking->marked[i] = false;
            model->guard.target.ask[0] = '\0';
            return;
        }
    }
    answer_give(model, card, ANSWER_TEXT, 0, answer, answer, fx);
}

void answer_written(struct model *model, const char *text, struct effects *fx)
{
    const struct screen *screen = model_screen(model);
    const struct card *card = model_card(model, screen->host, screen->id);
    struct choice given = model->writing.given;
    struct choices choices;

    if (card == NULL || card->ask.state != ASK_PENDING) {
        model_note(model, true, "that ask is no longer open; the text is kept");
        return;
    }
    editor_wipe(&model->writing.editor);
    model->writing.changed = model->steady_ms > 0 ? model->steady_ms : 1;
    write_end(model, fx);
    choices_init(&choices, card, model->asking.question);
    if (card->ask.kind == ASK_QUESTION)
        question_answered(model, card, &choices, text, fx);
    else
        answer_give(model, card, given.answer, 0, text,
                    given.answer == ANSWER_DENY ? "no, with a message" : "keep planning", fx);
    choices_done(&choices);
}

static char *marked_labels(const struct model *model, const struct choices *choices)
{
    struct buf out;

    buf_init(&out, EDITOR_MAX);
    for (size_t i = 0; i < choices->count; i++)
        if (model->asking.marked[i])
            buf_printf(&out, "%s%s", out.len > 0 ? ", " : "", choices->list[i].label);
    return out.len > 0 ? buf_take(&out) : NULL;
}

static void begin_text(struct model *model, const struct card *card, const struct choice *choice)
{
    char *key = mem_printf("ask %s %s", card->ask.host, card->ask.ask);

    write_begin(model, WRITE_ASK, key);
    model->writing.given = (struct choice){.answer = choice->answer};
    free(key);
}

static void choose(struct model *model, const struct card *card, const struct choices *choices,
                   size_t i, struct effects *fx)
{
    const struct choice *choice = &choices->list[i];

    model->asking.cursor = i;
    if (!answer_guarded(model, card))
        return;
    if (choice->writes)
        begin_text(model, card, choice);
    else if (card->ask.kind == ASK_QUESTION)
        question_answered(model, card, choices, choice->label, fx);
    else
        answer_give(model, card, choice->answer, choice->number, NULL, choice->label, fx);
}

/* Enter: the marked ones where several are allowed, else the one at the cursor. */
static void enter(struct model *model, const struct card *card, const struct choices *choices,
                  struct effects *fx)
{
    char *labels = choices->several ? marked_labels(model, choices) : NULL;

    if (labels != NULL && answer_guarded(model, card))
        question_answered(model, card, choices, labels, fx);
    else if (labels == NULL)
        choose(model, card, choices, model->asking.cursor, fx);
    free(labels);
}

static void toggle(struct model *model, const struct card *card, const struct choices *choices,
                   size_t i, struct effects *fx)
{
    if (choices->several && !choices->list[i].writes) {
        model->asking.cursor = i;
        model->asking.marked[i] = !model->asking.marked[i];
    } else {
        choose(model, card, choices, i, fx);
    }
}

static void act(struct model *model, const struct card *card, const struct choices *choices,
                enum action action, const char *key, struct effects *fx)
{
    struct asking *asking = &model->asking;
    size_t digit = action == ACTION_SELECT ? (size_t)(key[0] - '1') : 0;

    switch (action) {
    case ACTION_UP:
        asking->cursor -= asking->cursor > 0 ? 1 : 0;
        break;
    case ACTION_DOWN:
        asking->cursor += asking->cursor + 1 < choices->count ? 1 : 0;
        break;
    case ACTION_SELECT:
        if (digit < choices->count)
            toggle(model, card, choices, digit, fx);
        break;
    case ACTION_TOGGLE:
        toggle(model, card, choices, asking->cursor, fx);
        break;
    case ACTION_OPEN:
        enter(model, card, choices, fx);
        break;
    case ACTION_ALLOW:
    case ACTION_DENY:
        if (card->ask.kind == ASK_PERMISSION && answer_guarded(model, card))
            answer_give(model, card, action == ACTION_ALLOW ? ANSWER_ALLOW : ANSWER_DENY, 0, NULL,
                        action == ACTION_ALLOW ? "yes" : "no", fx);
        break;
    default:
        break;
    }
}

void update_ask(struct model *model, enum action action, const char *key, struct effects *fx)
{
    const struct screen *screen = model_screen(model);
    const struct card *card = model_card(model, screen->host, screen->id);
    struct choices choices;

    if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN) {
        size_t step = model->rows > 4 ? (size_t)model->rows / 2 : 1;

        model->list_top = action == ACTION_PAGE_DOWN ? model->list_top + step
                          : model->list_top > step   ? model->list_top - step
                                                     : 0;
        return;
    }
    if (card == NULL)
        return;
    if (action == ACTION_SESSION && card->ask.session != NULL) {
        char *host = mem_dup(card->ask.host), *session = mem_dup(card->ask.session);

        screen_open(model, SCREEN_SESSION, host, session, fx);
        free(host);
        free(session);
        return;
    }
    if (model_target(model) != card)
        return;
    choices_init(&choices, card, model->asking.question);
    act(model, card, &choices, action, key, fx);
    choices_done(&choices);
}
