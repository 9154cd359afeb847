/*
 * From the model to a picture. Pure: the same model and theme always make the same picture,
 * and nothing is remembered from one to the next.
 */
#ifndef CCR_VIEW_VIEW_H
#define CCR_VIEW_VIEW_H

#include "tui/model/model.h"
#include "tui/view/surface.h"
#include "tui/view/theme.h"

/* Draws the model, which must be settled, on the surface, which gets the model's size. What
 * stands where is told in ret_painted, to be sent with MSG_PAINTED once it was flushed. */
void view_draw(const struct model *model, const struct theme *theme, struct surface *surface,
               struct painted *ret_painted);

#endif
