/*
 * What the user wrote on the command line, checked before anything is made of it: prompts and
 * points in time.
 */
#ifndef CCR_CLI_TEXT_H
#define CCR_CLI_TEXT_H

#include "protocol/base/err.h"

#include <stdint.h>

#define TEXT_PROMPT_MAX (128 * 1024)

/* The prompt that a word stands for: itself, or with "-" what stdin holds without its last
 * newline. Ill-formed UTF-8 becomes U+FFFD, and *ret_repaired says how often. ERR_INVALID: blank,
 * or with a NUL; ERR_TOO_LARGE: over 128 KiB. The text is the caller's. */
int text_prompt(const char *word, char **ret_text, int *ret_repaired, struct err *err);

/* A point in time: RFC 3339, "HH:MM" (the next one on this machine's clock) or "+2h". */
int text_time(const char *word, int64_t now_ms, int64_t *ret_ms, struct err *err);

#endif
