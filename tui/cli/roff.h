/*
 * Manual pages in mdoc(7), as mandoc's lint wants them: filled lines, one sentence to a line,
 * nothing in a text that roff would act on.
 */
#ifndef CCR_CLI_ROFF_H
#define CCR_CLI_ROFF_H

/* The head of a page: ccr, 1, and what NAME says. */
void roff_begin(const char *name, int section, const char *brief);

void roff_section(const char *title);

/* Paragraphs: "\n\n" begins a new one. */
void roff_text(const char *text);

/* A phrase as one sentence: with a capital and a full stop. */
void roff_sentence(const char *phrase);

/* A list of terms; roff_item() begins each: the line after ".It", made of macros and roff_word()s.
 */
void roff_list(const char *width);
void roff_item(const char *macros);
void roff_list_end(void);

/* Lines shown as they are, indented. */
void roff_example(const char *const *lines);

#endif
