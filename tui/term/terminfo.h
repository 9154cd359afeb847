/*
 * The one question to terminfo that curses has no function for. Apart, because <term.h> takes
 * common words for macros.
 */
#ifndef CCR_TERM_TERMINFO_H
#define CCR_TERM_TERMINFO_H

#include <stdbool.h>

/* True when this machine knows that terminal and it can place its cursor. */
bool terminfo_places_cursor(const char *type);

#endif
