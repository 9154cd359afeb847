# One program a header; each links only the floor it tests. A new one is a line in the list and two
# below.
UNIT_BASE_LIBS = libunit.a libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
UNIT_PROTOCOL_LIBS = libunit.a $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
UNIT_TRANSCRIPT_LIBS = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)

check_LIBRARIES += libunit.a
libunit_a_SOURCES = \
	tests/support/mutate.c tests/support/mutate.h \
	tests/support/scratch.c tests/support/scratch.h \
	tests/support/unit.h

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
if REMOTE
UNIT += \
	tests/unit/test_feed \
	tests/unit/test_transcript_line \
	tests/unit/test_transcript_record \
	tests/unit/test_transcript_window
check_PROGRAMS += tests/support/transcript_dump
endif
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)

tests_unit_test_buf_SOURCES = tests/unit/test_buf.c
tests_unit_test_buf_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_err_SOURCES = tests/unit/test_err.c
tests_unit_test_err_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_mem_SOURCES = tests/unit/test_mem.c
tests_unit_test_mem_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = $(UNIT_BASE_LIBS)
tests_unit_test_uuid_SOURCES = tests/unit/test_uuid.c
tests_unit_test_uuid_LDADD = $(UNIT_BASE_LIBS)

tests_unit_test_data_SOURCES = tests/unit/test_data.c
tests_unit_test_data_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_frame_SOURCES = tests/unit/test_frame.c
tests_unit_test_frame_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_hello_SOURCES = tests/unit/test_hello.c
tests_unit_test_hello_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_message_SOURCES = tests/unit/test_message.c
tests_unit_test_message_LDADD = $(UNIT_PROTOCOL_LIBS)
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_LDADD = $(UNIT_PROTOCOL_LIBS)

tests_unit_test_birth_SOURCES = tests/unit/test_birth.c
tests_unit_test_birth_LDADD = protocol/sys/birth_$(CCR_BIRTH).$(OBJEXT) $(CMOCKA_LIBS)
tests_unit_test_feed_SOURCES = tests/unit/test_feed.c remote/shim/feed.c remote/shim/feed.h
tests_unit_test_feed_LDADD = $(CMOCKA_LIBS)

tests_unit_test_transcript_line_SOURCES = tests/unit/test_transcript_line.c
tests_unit_test_transcript_line_LDADD = $(UNIT_TRANSCRIPT_LIBS)
tests_unit_test_transcript_record_SOURCES = tests/unit/test_transcript_record.c
tests_unit_test_transcript_record_LDADD = $(UNIT_TRANSCRIPT_LIBS)
tests_unit_test_transcript_window_SOURCES = tests/unit/test_transcript_window.c
tests_unit_test_transcript_window_LDADD = $(UNIT_TRANSCRIPT_LIBS)

# Shows what the transcript library sees to tests in another language.
tests_support_transcript_dump_SOURCES = tests/support/transcript_dump.c
tests_support_transcript_dump_LDADD = $(TRANSCRIPT_LIBS)
