#include "tui/model/choice.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>

#define LABEL_MAX 2048

static struct choice *add(struct choices *choices, enum answer_choice answer, char *label)
{
    struct choice *choice = &choices->list[choices->count++];

    *choice = (struct choice){.answer = answer, .label = label};
    return choice;
}

static const char *where_words(const char *destination)
{
    static const char *const words[][2] = {
        {"session", " in this session"},
        {"localSettings", " in this project, for you"},
        {"projectSettings", " in this project, for everybody"},
        {"userSettings", " everywhere"},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(destination, words[i][0]))
            return words[i][1];
    return "";
}

/* The rules of suggestion n as the agent writes them: "Bash(make check), Read(/tmp)". */
static void append_rules(struct buf *out, const struct detail *suggestions, int n)
{
    for (int i = 0; i < DETAIL_MAX; i++) {
        const char *tool = detail_getf(suggestions, "%d.rules.%d.toolName", n, i);
        const char *content = detail_getf(suggestions, "%d.rules.%d.ruleContent", n, i);

        if (tool == NULL)
            return;
        if (buf_printf(out, content != NULL ? "%s%s(%s)" : "%s%s", i > 0 ? ", " : "", tool,
                       content) < 0)
            return;
    }
}

static void append_directories(struct buf *out, const struct detail *suggestions, int n)
{
    for (int i = 0; i < DETAIL_MAX; i++) {
        const char *folder = detail_getf(suggestions, "%d.directories.%d", n, i);

        if (folder == NULL || buf_printf(out, "%s%s", i > 0 ? ", " : "", folder) < 0)
            return;
    }
}

static bool grants_rule(const struct detail *suggestions, int n)
{
    return str_equal(detail_getf(suggestions, "%d.type", n), "addRules") &&
           str_equal(detail_getf(suggestions, "%d.behavior", n), "allow") &&
           detail_getf(suggestions, "%d.rules.0.toolName", n) != NULL;
}

/* What suggestion n does, in words; NULL when there is no such suggestion. */
static char *suggestion_words(const struct detail *suggestions, int n)
{
    const char *type = detail_getf(suggestions, "%d.type", n);
    struct buf out;

    if (type == NULL)
        return NULL;
    buf_init(&out, LABEL_MAX);
    if (grants_rule(suggestions, n)) {
        buf_append_text(&out, "don't ask again for ");
        append_rules(&out, suggestions, n);
    } else if (str_equal(type, "setMode")) {
        buf_printf(&out, "switch to the mode %.40s", detail_getf(suggestions, "%d.mode", n));
    } else if (str_equal(type, "addDirectories")) {
        buf_append_text(&out, "let it work in ");
        append_directories(&out, suggestions, n);
    } else {
        buf_printf(&out, "%.40s ", type);
        append_rules(&out, suggestions, n);
        append_directories(&out, suggestions, n);
    }
    buf_append_text(&out, where_words(detail_getf(suggestions, "%d.destination", n)));
    return buf_take(&out);
}

static void add_suggestions(struct choices *choices, const struct card *card)
{
    for (int n = 0; choices->count + 2 < CHOICES_MAX; n++) {
        char *words = suggestion_words(&card->suggestions, n);

        if (words == NULL)
            return;
        add(choices, ANSWER_ALWAYS, mem_printf("yes, and %s", words))->number = n + 1;
        free(words);
    }
}

static void permission(struct choices *choices, const struct card *card)
{
    add(choices, ANSWER_ALLOW, mem_dup("yes"));
    add_suggestions(choices, card);
    add(choices, ANSWER_DENY, mem_dup("no"));
    add(choices, ANSWER_DENY, mem_dup("no, and tell Claude what to do instead"))->writes = true;
}

static void plan(struct choices *choices, const struct card *card)
{
    add(choices, ANSWER_ALLOW, mem_dup("accept the plan"));
    add_suggestions(choices, card);
    add(choices, ANSWER_TEXT, mem_dup("keep planning, and say what to change"))->writes = true;
    add(choices, ANSWER_DENY, mem_dup("reject it"));
}

static void question(struct choices *choices, const struct card *card, size_t n)
{
    const struct detail *input = &card->input;
    size_t questions = 1;

    while (questions < QUESTIONS_MAX &&
           detail_getf(input, "questions.%zu.question", questions) != NULL)
        questions++;
    choices->questions = questions;
    choices->question = detail_getf(input, "questions.%zu.question", n);
    choices->several = str_equal(detail_getf(input, "questions.%zu.multiSelect", n), "true");
    for (int i = 0; choices->count + 1 < CHOICES_MAX; i++) {
        const char *label = detail_getf(input, "questions.%zu.options.%d.label", n, i);
        const char *note = detail_getf(input, "questions.%zu.options.%d.description", n, i);

        if (label == NULL)
            break;
        add(choices, ANSWER_TEXT, mem_dup(label))->note = mem_dup(note);
    }
    add(choices, ANSWER_TEXT, mem_dup("something else"))->writes = true;
}

void choices_init(struct choices *choices, const struct card *card, size_t n)
{
    *choices = (struct choices){.questions = 1};
    switch ((enum ask_kind)card->ask.kind) {
    case ASK_PERMISSION:
        permission(choices, card);
        break;
    case ASK_QUESTION:
        question(choices, card, n);
        break;
    case ASK_PLAN:
        plan(choices, card);
        break;
    case ASK_LOGIN:
        add(choices, ANSWER_DENY, mem_dup("dismiss it"));
        break;
    }
}

void choices_done(struct choices *choices)
{
    for (size_t i = 0; i < choices->count; i++) {
        free(choices->list[i].label);
        free(choices->list[i].note);
    }
    *choices = (struct choices){0};
}

int choice_rule(const struct card *card)
{
    for (int n = 0; n < CHOICES_MAX; n++)
        if (card->ask.kind == ASK_PERMISSION && grants_rule(&card->suggestions, n))
            return n + 1;
    return 0;
}

char *choice_words(const struct card *card, int number)
{
    return number > 0 ? suggestion_words(&card->suggestions, number - 1) : NULL;
}
