# The client's model, view and terminal floors.
TUI_UNIT = tests/unit/test_describe tests/unit/test_model_answer tests/unit/test_model_command \
	tests/unit/test_model_editor tests/unit/test_model_home \
	tests/unit/test_model_lists tests/unit/test_model_session \
	tests/unit/test_model_write tests/unit/test_keys tests/unit/test_lines \
	tests/unit/test_markdown tests/unit/test_surface tests/unit/test_view
check_PROGRAMS += tests/golden/golden tests/support/term_demo
TESTS += tests/golden/golden

SCRIPT = tests/golden/script.c tests/golden/script.h tests/golden/words.c tests/golden/words.h

tests_golden_golden_SOURCES = tests/golden/golden.c $(SCRIPT)
tests_golden_golden_LDADD = $(VIEW_LIBS)
tests_support_term_demo_SOURCES = tests/support/term_demo.c
tests_support_term_demo_LDADD = $(TERM_LIBS) libview.a libbase.a $(UTF8PROC_LIBS)

if UNIT_TESTS
check_PROGRAMS += $(TUI_UNIT)
TESTS += $(TUI_UNIT)

tests_unit_test_describe_SOURCES = tests/unit/test_describe.c \
	tui/app/describe.c tui/app/describe.h
tests_unit_test_describe_LDADD = libmodel.a $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_answer_SOURCES = tests/unit/test_model_answer.c $(SCRIPT)
tests_unit_test_model_answer_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_command_SOURCES = tests/unit/test_model_command.c
tests_unit_test_model_command_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_editor_SOURCES = tests/unit/test_model_editor.c
tests_unit_test_model_editor_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_home_SOURCES = tests/unit/test_model_home.c $(SCRIPT)
tests_unit_test_model_home_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_lists_SOURCES = tests/unit/test_model_lists.c
tests_unit_test_model_lists_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_session_SOURCES = tests/unit/test_model_session.c $(SCRIPT)
tests_unit_test_model_session_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_model_write_SOURCES = tests/unit/test_model_write.c $(SCRIPT)
tests_unit_test_model_write_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_keys_SOURCES = tests/unit/test_keys.c
tests_unit_test_keys_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lines_SOURCES = tests/unit/test_lines.c
tests_unit_test_lines_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_markdown_SOURCES = tests/unit/test_markdown.c
tests_unit_test_markdown_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_surface_SOURCES = tests/unit/test_surface.c
tests_unit_test_surface_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
tests_unit_test_view_SOURCES = tests/unit/test_view.c $(SCRIPT)
tests_unit_test_view_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
endif
