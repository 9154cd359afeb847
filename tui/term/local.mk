noinst_LIBRARIES += libterm.a

libterm_a_SOURCES = \
	tui/term/curses.h \
	tui/term/input.c \
	tui/term/output.c \
	tui/term/term.c tui/term/term.h \
	tui/term/terminfo.c tui/term/terminfo.h
libterm_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSESW_CFLAGS)

TERM_LIBS = libterm.a $(NCURSESW_LIBS)
