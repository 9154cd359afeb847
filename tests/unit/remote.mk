REMOTE_UNIT = tests/unit/test_answer tests/unit/test_command tests/unit/test_event tests/unit/test_evidence tests/unit/test_hand tests/unit/test_input \
	tests/unit/test_client tests/unit/test_live tests/unit/test_store tests/unit/test_fd tests/unit/test_lock
check_PROGRAMS += $(REMOTE_UNIT)
TESTS += $(REMOTE_UNIT)

AGENT_UNIT_LIBS = libagent.a $(UNIT_PROTOCOL_LIBS)
DAEMON_UNIT_LIBS = libdaemon.a libstore.a libagent.a $(TRANSCRIPT_LIBS) $(SYS_LIBS) \
	$(SQLITE_LIBS) $(LIBUV_LIBS) $(CMOCKA_LIBS)

tests_unit_test_answer_SOURCES = tests/unit/test_answer.c
tests_unit_test_answer_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_command_SOURCES = tests/unit/test_command.c
tests_unit_test_command_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_event_SOURCES = tests/unit/test_event.c
tests_unit_test_event_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_evidence_SOURCES = tests/unit/test_evidence.c
tests_unit_test_evidence_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_hand_SOURCES = tests/unit/test_hand.c
tests_unit_test_hand_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_input_SOURCES = tests/unit/test_input.c
tests_unit_test_input_LDADD = $(AGENT_UNIT_LIBS)
tests_unit_test_client_SOURCES = tests/unit/test_client.c
tests_unit_test_client_CPPFLAGS = $(AM_CPPFLAGS) $(LIBUV_CFLAGS)
tests_unit_test_client_LDADD = $(DAEMON_UNIT_LIBS)
tests_unit_test_live_SOURCES = tests/unit/test_live.c
tests_unit_test_live_CPPFLAGS = $(AM_CPPFLAGS) $(LIBUV_CFLAGS)
tests_unit_test_live_LDADD = $(DAEMON_UNIT_LIBS)
tests_unit_test_store_SOURCES = tests/unit/test_store.c $(SCRATCH)
tests_unit_test_store_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_store_LDADD = libstore.a libsys.a $(PROTOCOL_LIBS) $(SQLITE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_fd_SOURCES = tests/unit/test_fd.c $(SCRATCH)
tests_unit_test_fd_LDADD = $(SYS_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lock_SOURCES = tests/unit/test_lock.c $(SCRATCH)
tests_unit_test_lock_LDADD = $(SYS_LIBS) $(CMOCKA_LIBS)
