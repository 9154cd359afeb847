noinst_LIBRARIES += libagent.a libstore.a

libagent_a_SOURCES = \
	remote/agent/command.c remote/agent/command.h \
	remote/agent/event.c remote/agent/event.h \
	remote/agent/evidence.c remote/agent/evidence.h \
	remote/agent/hand.c remote/agent/hand.h \
	remote/agent/input.c remote/agent/input.h

libstore_a_SOURCES = \
	remote/store/ask_table.c remote/store/ask_table.h \
	remote/store/attempt_table.c remote/store/attempt_table.h \
	remote/store/audit_table.c remote/store/audit_table.h \
	remote/store/id.c remote/store/id.h \
	remote/store/row.c remote/store/row.h \
	remote/store/run_table.c remote/store/run_table.h \
	remote/store/schema.c remote/store/schema.h \
	remote/store/session_table.c remote/store/session_table.h \
	remote/store/store.c remote/store/store.h \
	remote/store/task_table.c remote/store/task_table.h
libstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
