if UNIT_TESTS
include tests/unit/local.mk
endif
if TUI
include tests/unit/tui.mk
endif
