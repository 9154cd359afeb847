#include "protocol/data/field.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void *at(const struct field *field, void *object)
{
    return (char *)object + field->offset;
}

char **field_text(const struct field *field, void *object)
{
    return at(field, object);
}

int64_t *field_count(const struct field *field, void *object)
{
    return at(field, object);
}

double *field_money(const struct field *field, void *object)
{
    return at(field, object);
}

bool *field_bool(const struct field *field, void *object)
{
    return at(field, object);
}

int *field_word(const struct field *field, void *object)
{
    return at(field, object);
}

int field_word_of(const char *const *words, const char *text)
{
    for (int i = 0; text != NULL && words[i] != NULL; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

void field_init(const struct field *table, void *object)
{
    for (; table->name != NULL; table++)
        switch (table->type) {
        case FIELD_TEXT:
        case FIELD_JSON:
            *field_text(table, object) = NULL;
            break;
        case FIELD_TIME:
        case FIELD_COUNT:
            *field_count(table, object) = -1;
            break;
        case FIELD_MONEY:
            *field_money(table, object) = (double)NAN;
            break;
        case FIELD_BOOL:
            *field_bool(table, object) = false;
            break;
        case FIELD_WORD:
            *field_word(table, object) = 0;
            break;
        }
}

void field_done(const struct field *table, void *object)
{
    for (const struct field *field = table; field->name != NULL; field++)
        if (field->type == FIELD_TEXT || field->type == FIELD_JSON)
            free(*field_text(field, object));
    field_init(table, object);
}

void field_copy(const struct field *table, void *to, const void *from)
{
    void *source = (void *)from;

    for (; table->name != NULL; table++)
        switch (table->type) {
        case FIELD_TEXT:
        case FIELD_JSON:
            *field_text(table, to) = mem_dup(*field_text(table, source));
            break;
        case FIELD_TIME:
        case FIELD_COUNT:
            *field_count(table, to) = *field_count(table, source);
            break;
        case FIELD_MONEY:
            *field_money(table, to) = *field_money(table, source);
            break;
        case FIELD_BOOL:
            *field_bool(table, to) = *field_bool(table, source);
            break;
        case FIELD_WORD:
            *field_word(table, to) = *field_word(table, source);
            break;
        }
}

static bool same_money(double a, double b)
{
    return isnan(a) || isnan(b) ? isnan(a) && isnan(b) : !(a < b) && !(a > b);
}

bool field_same(const struct field *table, const void *a, const void *b)
{
    void *x = (void *)a, *y = (void *)b;
    bool same = true;

    for (; same && table->name != NULL; table++)
        switch (table->type) {
        case FIELD_TEXT:
        case FIELD_JSON:
            same = str_equal(*field_text(table, x), *field_text(table, y));
            break;
        case FIELD_TIME:
        case FIELD_COUNT:
            same = *field_count(table, x) == *field_count(table, y);
            break;
        case FIELD_MONEY:
            same = same_money(*field_money(table, x), *field_money(table, y));
            break;
        case FIELD_BOOL:
            same = *field_bool(table, x) == *field_bool(table, y);
            break;
        case FIELD_WORD:
            same = *field_word(table, x) == *field_word(table, y);
            break;
        }
    return same;
}
