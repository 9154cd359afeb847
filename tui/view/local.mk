noinst_LIBRARIES += libview.a

libview_a_SOURCES = \
	tui/view/age.c \
	tui/view/ask.c \
	tui/view/diff.c tui/view/diff.h \
	tui/view/draw.h \
	tui/view/footer.c \
	tui/view/home.c \
	tui/view/item.c \
	tui/view/lines.c tui/view/lines.h \
	tui/view/lists.c \
	tui/view/markdown.c tui/view/markdown.h \
	tui/view/session.c \
	tui/view/surface.c tui/view/surface.h \
	tui/view/table.c tui/view/table.h \
	tui/view/theme.c tui/view/theme.h \
	tui/view/title.c \
	tui/view/toolcall.c tui/view/toolcall.h \
	tui/view/view.c tui/view/view.h
libview_a_CPPFLAGS = $(AM_CPPFLAGS) $(MD4C_CFLAGS)

VIEW_LIBS = libview.a libmodel.a libdata.a libbase.a $(MD4C_LIBS) $(UTF8PROC_LIBS) -lm
