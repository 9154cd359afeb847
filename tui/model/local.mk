noinst_LIBRARIES += libmodel.a

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
