/*
 * The two lines of plain text before the first JSON message, and the answer of a
 * daemon to the second; doc/PROTOCOL.md has the grammar. serve, which links no
 * JSON, speaks these.
 *
 * Host to client:    ccr-remote 1 0.1.0+7
 * Client to daemon:  ccr 1 0.1.0+7 full laptop     (build, scope, name)
 * Daemon:            ready | older | newer
 */
#ifndef CCR_PROTOCOL_HELLO_H
#define CCR_PROTOCOL_HELLO_H

#include "protocol/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define HELLO_HOST_WORD  "ccr-remote" /* begins the host's line */
#define HELLO_PROTOCOL   1            /* raised when an old end could misread a new one */
#define HELLO_NOISE_MAX  (64 * 1024)  /* what may come before the host's line */
#define HELLO_LINE_MAX   256
#define HELLO_BUILD_SIZE 64
#define HELLO_NAME_SIZE  65

/* What a connection may do, in rising order; the wire has the words. */
enum scope { SCOPE_READ, SCOPE_ANSWER, SCOPE_FULL };

extern const char *const scope_words[];

struct hello {
    int protocol;
    char build[HELLO_BUILD_SIZE]; /* version, '+', build number */
    enum scope scope;             /* of the second line only */
    char name[HELLO_NAME_SIZE];   /* who connects; letters, digits, '.', '_', '-' */
};

/* Writes the host's line or the client's with its '\n'. */
void hello_print_host(const struct hello *hello, char ret_line[HELLO_LINE_MAX]);
void hello_print_client(const struct hello *hello, char ret_line[HELLO_LINE_MAX]);

/* True when line (without '\n') is a host's line: exactly the grammar, so that no banner passes
 * for one; anything else is noise to skip. */
bool hello_parse_host(const char *line, struct hello *ret_hello);

/* Reads a client's line; ERR_INVALID names what is wrong with it. */
int hello_parse_client(const char *line, struct hello *ret_hello, struct err *err);

/* Orders two builds: version numbers first, then the build number. Below 0 when a
 * is the older one. A build that cannot be read is older than any that can. */
int hello_compare(const char *build_a, const char *build_b);

/* Makes a name that the line can carry out of any text (a host name, a user). */
void hello_clean_name(const char *text, char ret_name[HELLO_NAME_SIZE]);

#endif
