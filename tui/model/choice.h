/*
 * What an ask lets the user choose, in words and numbered as on the screen: for a permission
 * yes, each suggestion of the agent, and no; for a question its options and a free text; for
 * a plan accept, keep planning and reject.
 */
#ifndef CCR_MODEL_CHOICE_H
#define CCR_MODEL_CHOICE_H

#include "tui/model/effects.h"
#include "tui/model/machine.h"

#define CHOICES_MAX   12 /* more options or suggestions are not offered */
#define QUESTIONS_MAX 4

struct choice {
    enum answer_choice answer;
    bool writes; /* a text is written first */
    int number;  /* ANSWER_ALWAYS: which suggestion, from 1 */
    char *label;
    char *note; /* more about it; NULL when there is none */
};

struct choices {
    struct choice list[CHOICES_MAX];
    size_t count;
    bool several;         /* more than one may be marked */
    size_t questions;     /* how many the ask has: 1 but for some questions */
    const char *question; /* borrowed from the card; NULL when it is no question */
};

/* The choices of that question (0 but for asks with several) of the ask. The card must live
 * as long as they do. */
void choices_init(struct choices *choices, const struct card *card, size_t question);
void choices_done(struct choices *choices);

/* The number of what `always` grants when no number is given: the first suggestion of a
 * permission that adds a rule. 0 when there is none. */
int choice_rule(const struct card *card);

/* What the suggestion of that number does, in words of the caller's; NULL when there is none. */
char *choice_words(const struct card *card, int number);

#endif
