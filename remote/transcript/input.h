/*
 * A tool call's input as JSON text of a limited length.
 */
#ifndef CCR_TRANSCRIPT_INPUT_H
#define CCR_TRANSCRIPT_INPUT_H

#include "protocol/json.h"

/* Writes the input on one line, the caller's to free, its full length in *ret_full. Over max
 * bytes its longer strings are cut, ending with an ellipsis, until it fits. NULL when even
 * that does not help. */
char *input_text(const struct json *input, size_t max, size_t *ret_full);

#endif
