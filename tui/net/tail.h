/*
 * The last of what a command wrote to its standard error: what explains its end.
 */
#ifndef CCR_NET_TAIL_H
#define CCR_NET_TAIL_H

#include "protocol/base/err.h"

#include <stddef.h>

#define TAIL_SIZE 4096

struct tail {
    size_t len;
    char data[TAIL_SIZE]; /* as it came: any bytes */
};

/* Adds len bytes; what is over TAIL_SIZE falls out at the front. */
void tail_add(struct tail *tail, const char *data, size_t len);

/* The last line that is not blank, printable and cut to size with its NUL; "" when none. */
void tail_last_line(const struct tail *tail, char *ret_line, size_t size);

/* Says why a command ended: `who` is its name for the user. status is its exit status, or
 * -1 with the name or number of the signal that ended it ("": not known). ERR_NONE for status 0;
 * ERR_RUNNER with `next` as next step for 126 and 127 (a shell's and our own words for
 * "not executable" and "not found"); ERR_FAILED otherwise. */
int tail_explain(const struct tail *tail, const char *who, int status, const char *signal,
                 const char *next, struct err *err);

#endif
