/*
 * A line as words: separated by spaces, with quotes around what has spaces in it, and
 * \n \r \t \e \\ \" \xHH for what cannot be typed.
 */
#ifndef CCR_GOLDEN_WORDS_H
#define CCR_GOLDEN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define WORDS_MAX 64 /* what comes after is left out */

struct words {
    char *list[WORDS_MAX];
    size_t count;
};

/* Puts the line's words in the place of what was there. */
void words_split(struct words *words, const char *line);
void words_done(struct words *words);

/* The word at i, "" when there is none. */
const char *words_at(const struct words *words, size_t i);

/* What stands after "name=" in one of the words after the first; NULL when none has it. */
const char *words_value(const struct words *words, const char *name);

/* One of the words after the first is this one. */
bool words_have(const struct words *words, const char *word);

#endif
