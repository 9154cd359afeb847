# Scripts of what happens and the screens that must come of it; the program reads them all.
check_PROGRAMS += tests/golden/golden
TESTS += tests/golden/golden
tests_golden_golden_SOURCES = tests/golden/golden.c tests/golden/script.c tests/golden/script.h
tests_golden_golden_LDADD = $(VIEW_LIBS)
