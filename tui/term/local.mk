noinst_LIBRARIES += libterm.a

libterm_a_SOURCES = \
	tui/term/curses.h \
	tui/term/input.c \
	tui/term/output.c \
	tui/term/term.c \
	tui/term/term.h \
	tui/term/terminfo.c \
	tui/term/terminfo.h
libterm_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSESW_CFLAGS)

TERM_LIBS = libterm.a $(VIEW_LIBS) $(NCURSESW_LIBS)

# Shows what the floor makes of a real terminal, for tests/e2e/test_term.py.
check_PROGRAMS += tests/support/term_demo
tests_support_term_demo_SOURCES = tests/support/term_demo.c
tests_support_term_demo_LDADD = $(TERM_LIBS)
