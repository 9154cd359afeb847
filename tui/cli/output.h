/*
 * What a verb prints. Everything that comes from outside goes through here: nothing printed can
 * move a terminal, whatever a transcript, a host or a file name holds.
 */
#ifndef CCR_CLI_OUTPUT_H
#define CCR_CLI_OUTPUT_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"
#include "protocol/json.h"

#include <stdbool.h>
#include <stdio.h>

#define OUTPUT_LINE_MAX (1024 * 1024)
#define OUTPUT_AGO_SIZE 24

enum output_style { OUTPUT_PLAIN, OUTPUT_DIM, OUTPUT_BOLD, OUTPUT_GOOD, OUTPUT_BAD, OUTPUT_WAITS };

/* Columns of the terminal on stdout; 0: no terminal, nothing is cut. */
size_t output_width(void);

/* True when a terminal reads stdout and NO_COLOR is not set. */
bool output_colours(void);

/* Prints text as it is safe to; each line of it (but the first, when it goes on) begins with
 * indent. No newline is added. */
void output_text(FILE *file, const char *text, enum output_style style, const char *indent);

/* One line, made safe and cut to the width, with its newline. */
void output_line(FILE *file, enum output_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "name: value" lines of a single object; a NULL value prints nothing. */
void output_member(const char *name, const char *value);

/* The value on a line of stdout, which it takes over. What a terminal would act on is escaped. */
void output_json(struct json *value);

/* "program: what; next" on stderr, on one line. */
void output_error(const char *program, const struct err *err);

/* How long ago, in at most four columns: "now", "12s", "5m", "3h", "2d", "9w"; "" when missing. */
void output_ago(int64_t now_ms, int64_t then_ms, char ret_text[OUTPUT_AGO_SIZE]);

/* A span such as "350 ms", "12 s", "3 min 5 s". */
void output_span(int64_t ms, char ret_text[OUTPUT_AGO_SIZE]);

/* Flushes stdout; ERR_FAILED when what was printed could not be written. */
int output_flush(struct err *err);

#endif
