# One program a header; each links only the floor it tests. A new one is three lines.
UNIT_BASE_LIBS = libunit.a libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
UNIT_PROTOCOL_LIBS = libunit.a $(PROTOCOL_LIBS) $(CMOCKA_LIBS)

check_LIBRARIES += libunit.a
libunit_a_SOURCES = tests/support/mutate.c tests/support/mutate.h tests/support/unit.h

UNIT = \
	tests/unit/test_birth \
	tests/unit/test_buf \
	tests/unit/test_data \
	tests/unit/test_err \
	tests/unit/test_frame \
	tests/unit/test_hello \
	tests/unit/test_json \
	tests/unit/test_mem \
	tests/unit/test_message \
	tests/unit/test_str \
	tests/unit/test_utf8 \
	tests/unit/test_uuid \
	tests/unit/test_wire
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)

tests_unit_test_buf_SOURCES = tests/unit/test_buf.c
tests_unit_test_buf_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_data_SOURCES = tests/unit/test_data.c
tests_unit_test_data_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_err_SOURCES = tests/unit/test_err.c
tests_unit_test_err_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_frame_SOURCES = tests/unit/test_frame.c
tests_unit_test_frame_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_hello_SOURCES = tests/unit/test_hello.c
tests_unit_test_hello_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_mem_SOURCES = tests/unit/test_mem.c
tests_unit_test_mem_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_message_SOURCES = tests/unit/test_message.c
tests_unit_test_message_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_uuid_SOURCES = tests/unit/test_uuid.c
tests_unit_test_uuid_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_birth_SOURCES = tests/unit/test_birth.c
tests_unit_test_birth_LDADD = protocol/sys/birth_$(CCR_BIRTH).$(OBJEXT) $(CMOCKA_LIBS)

if REMOTE
check_PROGRAMS += tests/unit/test_feed
TESTS += tests/unit/test_feed
include tests/unit/transcript.mk
include tests/unit/remote.mk
endif
tests_unit_test_feed_SOURCES = tests/unit/test_feed.c remote/shim/feed.c remote/shim/feed.h
tests_unit_test_feed_LDADD = $(CMOCKA_LIBS)
