/*
 * The table of a struct's fields. A struct that crosses the wire, stands in the
 * database or is printed has one table; whoever writes it somewhere walks the
 * table, so a new field is one member and one line.
 *
 * What "missing" is: NULL for texts, a negative number for counts and times,
 * NAN for money. The wire says null for it.
 */
#ifndef CCR_DATA_FIELD_H
#define CCR_DATA_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
    FIELD_TEXT,  /* char *, owned by the struct */
    FIELD_JSON,  /* char *, a JSON value as text, owned by the struct */
    FIELD_TIME,  /* int64_t, milliseconds since 1970, RFC 3339 on the wire */
    FIELD_COUNT, /* int64_t */
    FIELD_MONEY, /* double, US dollars */
    FIELD_BOOL,  /* bool */
    FIELD_WORD,  /* int that indexes words[] */
};

struct field {
    const char *name; /* a dot makes an object of what is before it: "error.code" */
    enum field_type type;
    size_t offset;
    const char *const *words; /* FIELD_WORD: ends with NULL */
};

/* Where the field stands in the object. */
char **field_text(const struct field *field, void *object);
int64_t *field_count(const struct field *field, void *object);
double *field_money(const struct field *field, void *object);
bool *field_bool(const struct field *field, void *object);
int *field_word(const struct field *field, void *object);

/* The index of text in words, -1 when it is none of them. */
int field_word_of(const char *const *words, const char *text);

/* Sets each field of the table (which ends with a NULL name) to missing, false or
 * the first word; the object's memory may hold anything before. */
void field_init(const struct field *table, void *object);

/* Frees what the fields own and sets them to missing. */
void field_done(const struct field *table, void *object);

/* Makes to (which holds nothing) a copy of from. */
void field_copy(const struct field *table, void *to, const void *from);

/* True when both objects say the same, text for text. */
bool field_same(const struct field *table, const void *a, const void *b);

#endif
