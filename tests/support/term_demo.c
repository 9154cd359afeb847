/*
 * Shows what the terminal floor makes of a terminal and its keys: for tests/e2e/test_term.py.
 * The first row says size and colours, the rows below the last events, newest first; the row
 * before the last has coloured words, the last one characters of all widths. "q" ends it,
 * "S" gives the terminal back, prints a line, and takes it again.
 */
#include "protocol/base/mem.h"
#include "tui/term/term.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS 8

static volatile sig_atomic_t resized;

static void on_winch(int number)
{
    (void)number;
    resized = 1;
}

static void note(char *events[EVENTS], char *text)
{
    free(events[EVENTS - 1]);
    memmove(&events[1], &events[0], (EVENTS - 1) * sizeof *events);
    events[0] = text;
}

static void draw(struct term *term, struct surface *surface, char *events[EVENTS])
{
    struct style red = {1, COLOR_DEFAULT, false, false, false, false};
    struct style marked = {COLOR_DEFAULT, COLOR_DEFAULT, true, false, true, true};
    int columns, rows;
    char text[128];

    term_size(term, &columns, &rows);
    surface_resize(surface, columns, rows);
    snprintf(text, sizeof text, "size %dx%d colors %d utf8 %d", columns, rows, term_colors(term),
             term_utf8(term));
    surface_text(surface, 0, 0, columns, text, style_plain);
    for (int i = 0; i < EVENTS; i++)
        surface_text(surface, 0, 1 + i, columns, events[i], style_plain);
    surface_text(surface, 0, rows - 2, columns, "red", red);
    surface_text(surface, 4, rows - 2, columns, "marked", marked);
    surface_text(surface, 0, rows - 1, columns, "wide \xe4\xbd\xa0\xe5\xa5\xbd e\xcc\x81 end",
                 style_plain);
    term_flush(term, surface, true, 0, 1);
}

/* False: leave. */
static bool handle(struct term *term, const struct term_event *event, char *events[EVENTS])
{
    if (event->kind == TERM_HANGUP || (event->kind == TERM_KEY && strcmp(event->key, "q") == 0))
        return false;
    if (event->kind == TERM_KEY && strcmp(event->key, "S") == 0) {
        term_suspend(term);
        printf("given back\n");
        fflush(stdout);
        term_resume(term);
    }
    if (event->kind == TERM_KEY)
        note(events, mem_printf("key [%s]", event->key));
    else if (event->kind == TERM_PASTE)
        note(events,
             mem_printf("paste %zu%s [%.40s]", event->len, event->cut ? " cut" : "", event->text));
    else if (event->kind == TERM_RESIZE)
        note(events, mem_printf("resize"));
    return true;
}

int main(void)
{
    struct term_options options = {.colors = getenv("NO_COLOR") == NULL};
    struct sigaction action = {.sa_handler = on_winch};
    char *events[EVENTS] = {0};
    struct surface surface;
    struct term_event event;
    struct err err;
    struct term *term;
    bool on = true;

    sigaction(SIGWINCH, &action, NULL);
    term = term_start(&options, &err);
    if (term == NULL) {
        fprintf(stderr, "term_demo: %s; %s\n", err.what, err.next);
        return 1;
    }
    surface_init(&surface);
    while (on) {
        struct pollfd fd = {.fd = term_fd(term), .events = POLLIN};

        draw(term, &surface, events);
        if (poll(&fd, 1, -1) < 0 && resized == 0)
            break;
        if (resized != 0) {
            resized = 0;
            if (term_resized(term))
                note(events, mem_printf("resize"));
        }
        for (term_read(term, &event); on && event.kind != TERM_NONE; term_read(term, &event))
            on = handle(term, &event, events);
    }
    surface_done(&surface);
    for (int i = 0; i < EVENTS; i++)
        free(events[i]);
    term_end(term);
    printf("ended\n");
    return 0;
}
