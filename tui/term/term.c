#include "tui/term/term.h"

#include "protocol/base/mem.h"
#include "tui/term/curses.h"
#include "tui/term/terminfo.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

#define ESC_LOCAL_MS 25
#define ESC_SSH_MS   75
#define ESC_MOST_MS  1000

/* The one that exit() has to give back. */
static struct term *current;

static void give_back(void)
{
    term_end(current);
}

/* The first of these names that is known here and can place a cursor. */
static const char *find_type(struct err *err)
{
    const char *asked = getenv("TERM");
    const char *const names[] = {asked, "xterm-256color", "vt100"};
    bool stupid = asked == NULL || strcmp(asked, "dumb") == 0 || strcmp(asked, "unknown") == 0 ||
                  *asked == '\0';

    for (size_t i = 0; !stupid && i < sizeof names / sizeof *names; i++)
        if (terminfo_places_cursor(names[i]))
            return names[i];
    err_set(err, ERR_FAILED, "the terminal \"%.40s\" cannot place its cursor",
            asked != NULL ? asked : "");
    err_next(err, "set TERM to what your terminal is (often xterm-256color), or use the "
                  "commands: ccr asks, ccr tasks, ccr watch");
    return NULL;
}

/* Whether this locale's multibyte characters are UTF-8: asked by trying one. */
static bool locale_is_utf8(void)
{
    wchar_t wide = 0;
    mbstate_t state;

    memset(&state, 0, sizeof state);
    return mbrtowc(&wide, "\xe2\x97\x8f", 3, &state) == 3 && wide == 0x25CF;
}

static void choose_escape_delay(bool over_ssh)
{
    const char *text = getenv("ESCDELAY");
    int ms = text != NULL ? atoi(text) : 0;

    if (ms <= 0 || ms > ESC_MOST_MS)
        ms = over_ssh ? ESC_SSH_MS : ESC_LOCAL_MS;
    set_escdelay(ms);
}

static void take_over(struct term *term)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    idlok(stdscr, TRUE);
    output_raw(PASTE_ON);
    term->active = true;
    term_redraw(term);
}

static void choose_colors(struct term *term, bool wanted)
{
    if (!wanted || !has_colors() || start_color() != OK)
        return;
    term->colored = use_default_colors() == OK;
}

struct term *term_start(const struct term_options *options, struct err *err)
{
    struct term *term;
    const char *type;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        err_set(err, ERR_FAILED, "standard input and output are not a terminal");
        err_next(err, "use the commands: ccr asks, ccr tasks, ccr watch");
        return NULL;
    }
    setlocale(LC_CTYPE, "");
    type = find_type(err);
    if (type == NULL)
        return NULL;
    term = mem_new(1, sizeof *term);
    term->screen = newterm(type, stdout, stdin);
    if (term->screen == NULL) {
        err_set(err, ERR_FAILED, "the terminal \"%.40s\" could not be set up", type);
        err_next(err, "try TERM=vt100 ccr");
        free(term);
        return NULL;
    }
    surface_init(&term->shown);
    buf_init(&term->paste, TERM_PASTE_MAX);
    term->utf8 = locale_is_utf8();
    choose_escape_delay(options->over_ssh);
    choose_colors(term, options->colors);
    /* The old hardware names would print an unknown mode instead of leaving it out. */
    term->synchronised = strncmp(type, "vt", 2) != 0 && strcmp(type, "linux") != 0;
    input_define();
    if (current == NULL)
        atexit(give_back);
    current = term;
    take_over(term);
    return term;
}

void term_suspend(struct term *term)
{
    if (!term->active)
        return;
    output_raw(PASTE_OFF);
    curs_set(1);
    endwin();
    term->active = false;
}

void term_resume(struct term *term)
{
    if (term->active)
        return;
    refresh();
    take_over(term);
    term_resized(term);
}

void term_end(struct term *term)
{
    if (term == NULL || term != current)
        return;
    current = NULL;
    term_suspend(term);
    delscreen(term->screen);
    surface_done(&term->shown);
    buf_done(&term->paste);
    free(term);
}

int term_fd(const struct term *term)
{
    (void)term;
    return STDIN_FILENO;
}

void term_size(const struct term *term, int *ret_columns, int *ret_rows)
{
    (void)term;
    getmaxyx(stdscr, *ret_rows, *ret_columns);
}

bool term_resized(struct term *term)
{
    struct winsize size;
    int columns, rows;

    term_size(term, &columns, &rows);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    if (size.ws_col == columns && size.ws_row == rows)
        return false;
    resizeterm(size.ws_row, size.ws_col);
    term_redraw(term);
    return true;
}

int term_colors(const struct term *term)
{
    return !term->colored ? 0 : COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
}

bool term_utf8(const struct term *term)
{
    return term->utf8;
}

const char *term_library_version(void)
{
    return curses_version();
}
