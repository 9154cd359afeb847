UNIT = tests/unit/test_buf tests/unit/test_str tests/unit/test_utf8 tests/unit/test_uuid \
	tests/unit/test_json tests/unit/test_frame tests/unit/test_wire tests/unit/test_hello \
	tests/unit/test_message
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)

tests_unit_test_buf_SOURCES = tests/unit/test_buf.c
tests_unit_test_buf_LDADD = libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_LDADD = libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
tests_unit_test_uuid_SOURCES = tests/unit/test_uuid.c
tests_unit_test_uuid_LDADD = libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_frame_SOURCES = tests/unit/test_frame.c
tests_unit_test_frame_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_hello_SOURCES = tests/unit/test_hello.c
tests_unit_test_hello_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_message_SOURCES = tests/unit/test_message.c
tests_unit_test_message_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
