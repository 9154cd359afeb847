#include "protocol/hello.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_WORD  "ccr"
#define DIGITS       "0123456789"
#define LETTERS      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME_LETTERS LETTERS DIGITS "._-"

const char *const scope_words[] = {"read", "answer", "full", NULL};

void hello_print_host(const struct hello *hello, char ret_line[HELLO_LINE_MAX])
{
    snprintf(ret_line, HELLO_LINE_MAX, HELLO_HOST_WORD " %d %s\n", hello->protocol, hello->build);
}

void hello_print_client(const struct hello *hello, char ret_line[HELLO_LINE_MAX])
{
    snprintf(ret_line, HELLO_LINE_MAX, CLIENT_WORD " %d %s %s %s\n", hello->protocol, hello->build,
             scope_words[hello->scope], hello->name);
}

/* Takes the characters of allowed at *line, which must be 1 to size - 1 and end at a space or
 * the line's end, and the one space after them. */
static bool take_word(const char **line, const char *allowed, size_t size, char *ret_word)
{
    size_t len = strspn(*line, allowed);
    char after = (*line)[len];

    if (len == 0 || len >= size || (after != ' ' && after != '\0'))
        return false;
    memcpy(ret_word, *line, len);
    ret_word[len] = '\0';
    *line += len + (after == ' ');
    return true;
}

/* What both lines begin with: the magic word, the protocol, the build. */
static bool take_start(const char **line, const char *magic, struct hello *ret_hello)
{
    char word[16], number[10];

    if (!take_word(line, LETTERS "-", sizeof(word), word) || strcmp(word, magic) != 0 ||
        !take_word(line, DIGITS, sizeof(number), number) || strspn(*line, DIGITS) == 0)
        return false;
    ret_hello->protocol = (int)strtol(number, NULL, 10);
    return take_word(line, DIGITS LETTERS ".+-_~", sizeof(ret_hello->build), ret_hello->build);
}

bool hello_parse_host(const char *line, struct hello *ret_hello)
{
    *ret_hello = (struct hello){.scope = SCOPE_FULL};
    return take_start(&line, HELLO_HOST_WORD, ret_hello);
}

int hello_parse_client(const char *line, struct hello *ret_hello, struct err *err)
{
    char scope[16];
    size_t len = strlen(line);

    *ret_hello = (struct hello){0};
    if (len == 0 || line[len - 1] == ' ' || !take_start(&line, CLIENT_WORD, ret_hello) ||
        !take_word(&line, LETTERS, sizeof(scope), scope) ||
        !take_word(&line, NAME_LETTERS, sizeof(ret_hello->name), ret_hello->name) || *line != '\0')
        return err_set(err, ERR_INVALID, "not a client's first line");
    for (int i = 0; scope_words[i] != NULL; i++)
        if (strcmp(scope_words[i], scope) == 0) {
            ret_hello->scope = (enum scope)i;
            return 0;
        }
    return err_set(err, ERR_INVALID, "unknown scope %s", scope);
}

int hello_compare(const char *build_a, const char *build_b)
{
    int a[4] = {-1, -1, -1, -1}, b[4] = {-1, -1, -1, -1};

    sscanf(build_a, "%9d.%9d.%9d+%9d", &a[0], &a[1], &a[2], &a[3]);
    sscanf(build_b, "%9d.%9d.%9d+%9d", &b[0], &b[1], &b[2], &b[3]);
    for (int i = 0; i < 4; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

void hello_clean_name(const char *text, char ret_name[HELLO_NAME_SIZE])
{
    size_t len = 0;

    for (; *text != '\0' && len < HELLO_NAME_SIZE - 1; text++)
        ret_name[len++] = strchr(NAME_LETTERS, *text) != NULL ? *text : '-';
    if (len == 0)
        ret_name[len++] = '-';
    ret_name[len] = '\0';
}
