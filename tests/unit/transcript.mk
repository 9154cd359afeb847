TRANSCRIPT_UNIT = tests/unit/test_transcript_line tests/unit/test_transcript_presence \
	tests/unit/test_transcript_record tests/unit/test_transcript_scan \
	tests/unit/test_transcript_summary tests/unit/test_transcript_window
check_PROGRAMS += $(TRANSCRIPT_UNIT) tests/support/transcript_dump
TESTS += $(TRANSCRIPT_UNIT)

SCRATCH = tests/support/scratch.c tests/support/scratch.h

tests_unit_test_transcript_line_SOURCES = tests/unit/test_transcript_line.c $(SCRATCH)
tests_unit_test_transcript_line_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_presence_SOURCES = tests/unit/test_transcript_presence.c $(SCRATCH)
tests_unit_test_transcript_presence_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_record_SOURCES = tests/unit/test_transcript_record.c
tests_unit_test_transcript_record_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_scan_SOURCES = tests/unit/test_transcript_scan.c $(SCRATCH)
tests_unit_test_transcript_scan_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_summary_SOURCES = tests/unit/test_transcript_summary.c $(SCRATCH)
tests_unit_test_transcript_summary_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_unit_test_transcript_window_SOURCES = tests/unit/test_transcript_window.c $(SCRATCH)
tests_unit_test_transcript_window_LDADD = libunit.a $(TRANSCRIPT_LIBS) $(CMOCKA_LIBS)
tests_support_transcript_dump_SOURCES = tests/support/transcript_dump.c
tests_support_transcript_dump_LDADD = $(TRANSCRIPT_LIBS)
