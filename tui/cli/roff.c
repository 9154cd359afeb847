#include "tui/cli/roff.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define DATE    "November 20, 2026"
#define COLUMNS 78

void roff_begin(const char *name, int section, const char *brief)
{
    printf(".Dd %s\n.Dt ", DATE);
    for (const char *c = name; *c != '\0'; c++)
        putchar(toupper((unsigned char)*c));
    printf(" %d\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, name, brief);
}

void roff_section(const char *title)
{
    printf(".Sh %s\n", title);
}

/* How roff writes a character, NULL: as it is. */
static const char *escape(char c)
{
    switch (c) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '`':
        return "\\(ga";
    case '~':
        return "\\(ti";
    default:
        return NULL;
    }
}

/* Prints a word and returns the bytes it took. */
static size_t print_word(const char *word, size_t len, bool first)
{
    size_t taken = 0;

    if (first && (*word == '.' || *word == '\''))
        taken += (size_t)printf("\\&");
    for (size_t i = 0; i < len; i++)
        taken += escape(word[i]) != NULL ? (size_t)printf("%s", escape(word[i]))
                                         : (size_t)printf("%c", word[i]);
    return taken;
}

static size_t word_size(const char *word, size_t len)
{
    size_t size = 0;

    for (size_t i = 0; i < len; i++)
        size += escape(word[i]) != NULL ? strlen(escape(word[i])) : 1;
    return size;
}

static bool ends_sentence(const char *word, size_t len, const char *next)
{
    return len > 1 && strchr(".!?", word[len - 1]) != NULL && *next != '\0';
}

/* One paragraph. */
static void print_filled(const char *text, size_t len)
{
    const char *end = text + len;
    size_t at = 0;

    while (text < end) {
        size_t word = strcspn(text, " \n");
        const char *next;

        if (word > (size_t)(end - text))
            word = (size_t)(end - text);
        next = text + word < end ? text + word + 1 : "";
        if (at > 0 && at + 1 + word_size(text, word) > COLUMNS) {
            putchar('\n');
            at = 0;
        }
        if (at > 0)
            at += (size_t)printf(" ");
        at += print_word(text, word, at == 0);
        if (ends_sentence(text, word, next)) {
            putchar('\n');
            at = 0;
        }
        text += word + 1;
    }
    if (at > 0)
        putchar('\n');
}

void roff_text(const char *text)
{
    const char *end;

    while ((end = strstr(text, "\n\n")) != NULL) {
        print_filled(text, (size_t)(end - text));
        fputs(".Pp\n", stdout);
        text = end + 2;
    }
    print_filled(text, strlen(text));
}

void roff_sentence(const char *phrase)
{
    char text[512];

    snprintf(text, sizeof(text), "%c%s.", toupper((unsigned char)*phrase), phrase + 1);
    roff_text(text);
}

void roff_list(const char *width)
{
    printf(".Bl -tag -width %s\n", width);
}

void roff_item(const char *macros)
{
    printf(".It %s\n", macros);
}

void roff_list_end(void)
{
    fputs(".El\n", stdout);
}

void roff_example(const char *const *lines)
{
    fputs(".Bd -literal -offset indent\n", stdout);
    for (; *lines != NULL; lines++) {
        print_word(*lines, strlen(*lines), true);
        putchar('\n');
    }
    fputs(".Ed\n", stdout);
}
