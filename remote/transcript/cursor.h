/*
 * A place in a transcript: between two items, or just behind one. As text it is opaque to
 * clients; it names the file and the file's generation, so that a place in what a file
 * once was is never taken for one in what it is now.
 */
#ifndef CCR_TRANSCRIPT_CURSOR_H
#define CCR_TRANSCRIPT_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#define CURSOR_SIZE   72 /* of the text, with the NUL */
#define CURSOR_BEFORE (-1)

struct cursor {
    uint64_t file;
    uint64_t generation;
    int64_t offset; /* of a record's first byte, or where the next one will begin */
    int64_t item;   /* in that record, or CURSOR_BEFORE all of them */
};

/* Writes it as letters, digits and '-'. */
void cursor_print(const struct cursor *cursor, char ret_text[CURSOR_SIZE]);

/* The reverse; false when text (NULL accepted) is anything else. */
bool cursor_parse(const char *text, struct cursor *ret_cursor);

/* Less than, equal to or greater than 0, as a stands before, at or behind b in one file. */
int cursor_compare(const struct cursor *a, const struct cursor *b);

/* A number for a file of that name, the same each time: for `file`. */
uint64_t cursor_file(const char *name);

#endif
