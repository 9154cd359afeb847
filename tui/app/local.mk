bin_PROGRAMS += ccr
ccr_SOURCES = \
	tui/app/main.c \
	tui/app/app.c tui/app/app.h \
	tui/app/describe.c tui/app/describe.h \
	tui/app/incoming.c \
	tui/app/lists.c tui/app/lists.h \
	tui/app/perform.c tui/app/perform.h \
	tui/app/remote.c tui/app/remote.h \
	tui/app/requests.c \
	tui/app/sending.c tui/app/sending.h \
	tui/app/remote_state.h
ccr_CPPFLAGS = $(AM_CPPFLAGS) $(LIBUV_CFLAGS)
ccr_LDADD = libview.a libmodel.a libterm.a libview.a libmodel.a $(CLI_LIBS) $(NCURSESW_LIBS) $(MD4C_LIBS) \
	$(LIBUV_LIBS)
