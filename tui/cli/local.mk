noinst_LIBRARIES += libcli.a

libcli_a_SOURCES = \
	tui/cli/args.c tui/cli/args.h \
	tui/cli/cli.c tui/cli/cli.h \
	tui/cli/cli_main.c \
	tui/cli/follow.c tui/cli/follow.h \
	tui/cli/live.c tui/cli/live.h \
	tui/cli/output.c tui/cli/output.h \
	tui/cli/print_ask.c \
	tui/cli/print_item.c \
	tui/cli/print_session.c \
	tui/cli/print_task.c \
	tui/cli/roff.c tui/cli/roff.h \
	tui/cli/seen.c tui/cli/seen.h \
	tui/cli/submit.c tui/cli/submit.h \
	tui/cli/terminal.c tui/cli/terminal.h \
	tui/cli/text.c tui/cli/text.h \
	tui/cli/verb_answer.c \
	tui/cli/verb_asks.c \
	tui/cli/verb_audit.c \
	tui/cli/verb_cancel.c \
	tui/cli/verb_completion.c \
	tui/cli/verb_config.c \
	tui/cli/verb_doctor.c \
	tui/cli/verb_help.c \
	tui/cli/verb_host.c \
	tui/cli/verb_man.c \
	tui/cli/verb_outbox.c \
	tui/cli/verb_prompt.c \
	tui/cli/verb_sessions.c \
	tui/cli/verb_show.c \
	tui/cli/verb_task.c \
	tui/cli/verb_tasks.c \
	tui/cli/verbs.c \
	tui/cli/print.h \
	tui/cli/run.h \
	tui/cli/verb.h

CLI_LIBS = libcli.a libnet.a libclientstore.a libsys.a $(PROTOCOL_LIBS) $(SYS_LIBS) \
	$(SQLITE_LIBS) $(LIBSSH_LIBS) -lpthread

if UNIT_TESTS
CLIENT_UNIT = tests/unit/test_args tests/unit/test_outbox tests/unit/test_peer tests/unit/test_settings \
	tests/unit/test_wire_files
check_PROGRAMS += $(CLIENT_UNIT)
TESTS += $(CLIENT_UNIT)
tests_unit_test_args_SOURCES = tests/unit/test_args.c
tests_unit_test_args_LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)
tests_unit_test_outbox_SOURCES = tests/unit/test_outbox.c tests/support/scratch.c tests/support/scratch.h
tests_unit_test_outbox_LDADD = $(CLIENT_STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_peer_SOURCES = tests/unit/test_peer.c
tests_unit_test_peer_LDADD = libnet.a $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_settings_SOURCES = tests/unit/test_settings.c
tests_unit_test_settings_LDADD = $(SYS_LIBS) $(CMOCKA_LIBS)
tests_unit_test_wire_files_SOURCES = tests/unit/test_wire_files.c
tests_unit_test_wire_files_LDADD = libnet.a $(PROTOCOL_LIBS) $(SYS_LIBS) $(CMOCKA_LIBS)
endif
