#include "protocol/hello.h"

#include <stdio.h>
#include <string.h>

#define CLIENT_WORD "ccr"

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

bool hello_parse_host(const char *line, struct hello *ret_hello)
{
    int used = 0;

    *ret_hello = (struct hello){.scope = SCOPE_FULL};
    return sscanf(line, HELLO_HOST_WORD " %9d %63[^ ]%n", &ret_hello->protocol, ret_hello->build,
                  &used) == 2 &&
           (line[used] == '\0' || line[used] == ' ');
}

int hello_parse_client(const char *line, struct hello *ret_hello, struct err *err)
{
    char scope[16];
    int used = 0;

    *ret_hello = (struct hello){0};
    if (sscanf(line, CLIENT_WORD " %9d %63[^ ] %15[a-z] %64[a-zA-Z0-9._-]%n", &ret_hello->protocol,
               ret_hello->build, scope, ret_hello->name, &used) != 4 ||
        line[used] != '\0')
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
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-";
    size_t len = 0;

    for (; *text != '\0' && len < HELLO_NAME_SIZE - 1; text++)
        ret_name[len++] = strchr(allowed, *text) != NULL ? *text : '-';
    if (len == 0)
        ret_name[len++] = '-';
    ret_name[len] = '\0';
}
