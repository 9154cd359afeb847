#include "tui/term/terminfo.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

bool terminfo_places_cursor(const char *type)
{
    char name[] = "cup";
    const char *capability;
    bool places;
    int found;

    if (setupterm(type, STDOUT_FILENO, &found) != OK)
        return false;
    capability = tigetstr(name);
    places = capability != NULL && capability != (char *)-1;
    del_curterm(cur_term);
    return places;
}
