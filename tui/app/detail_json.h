/*
 * From JSON to what model and view read instead of it (tui/model/detail.h).
 */
#ifndef CCR_APP_DETAIL_JSON_H
#define CCR_APP_DETAIL_JSON_H

#include "tui/model/detail.h"

#define DETAIL_DEPTH 16 /* values deeper than that are left out and `cut` is set */

/* Makes a detail of a JSON text (NULL: an empty one). A text that is no JSON is kept as it is
 * under the path "", with `cut` set, as is a JSON string: that is how an input comes that was
 * cut on the way. */
void detail_from_json(struct detail *ret_detail, const char *json);

#endif
