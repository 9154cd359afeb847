/*
 * JSON made flat for the model, which reads no JSON.
 */
#ifndef CCR_APP_DESCRIBE_H
#define CCR_APP_DESCRIBE_H

#include "tui/model/detail.h"

/* Fills the detail, which holds nothing, from JSON text; what is no JSON is one pair with that
 * text, NULL is nothing. full_bytes over the text's length marks it as cut. */
void describe_json(struct detail *detail, const char *text, long long full_bytes);

#endif
