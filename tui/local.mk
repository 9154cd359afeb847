noinst_LIBRARIES += libmodel.a libview.a libterm.a

libmodel_a_SOURCES = \
	tui/model/action.c tui/model/action.h \
	tui/model/answer.c tui/model/answer.h \
	tui/model/choice.c tui/model/choice.h \
	tui/model/command.c tui/model/command.h \
	tui/model/cursor.c \
	tui/model/detail.c tui/model/detail.h \
	tui/model/draft.c tui/model/draft.h \
	tui/model/editor.c tui/model/editor.h \
	tui/model/effects.c tui/model/effects.h \
	tui/model/home.c tui/model/home.h \
	tui/model/key.c tui/model/key.h \
	tui/model/list.c tui/model/list.h \
	tui/model/machine.c tui/model/machine.h \
	tui/model/model.c tui/model/model.h tui/model/msg.h \
	tui/model/model_asks.c tui/model/model_tasks.c \
	tui/model/outbox.c tui/model/outbox.h \
	tui/model/transcript.c tui/model/transcript.h \
	tui/model/update.h \
	tui/model/update_answer.c tui/model/update_command.c \
	tui/model/update_confirm.c tui/model/update_home.c \
	tui/model/update_key.c tui/model/update_lists.c \
	tui/model/update_screen.c tui/model/update_session.c \
	tui/model/update_write.c

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

# pkg-config may name an older _XOPEN_SOURCE than ours.
libterm_a_SOURCES = \
	tui/term/curses.h \
	tui/term/input.c \
	tui/term/output.c \
	tui/term/term.c tui/term/term.h \
	tui/term/terminfo.c tui/term/terminfo.h
libterm_a_CPPFLAGS = $(AM_CPPFLAGS) -U_XOPEN_SOURCE $(NCURSESW_CFLAGS)

VIEW_LIBS = libview.a libmodel.a libdata.a libbase.a $(MD4C_LIBS) $(UTF8PROC_LIBS) -lm
TERM_LIBS = libterm.a $(NCURSESW_LIBS)
