# What make check runs. A driver of many pytest items counts as one here; contrib/check counts the items.
TEST_EXTENSIONS = .sh .py
SH_LOG_COMPILER = $(SHELL)
PY_LOG_COMPILER = $(PYTHON3)
AM_TESTS_ENVIRONMENT = \
	PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE; \
	CCR_PROGRAMS='$(bin_PROGRAMS) $(libexec_PROGRAMS)'; export CCR_PROGRAMS;

# `make check E2E=` leaves them out, as distcheck's second round does.
E2E = tests/e2e/run.sh
TESTS += $(E2E)

clean-local:
	rm -rf tests/e2e/results tests/lint/results

DIST_FOLDERS += tests/corpus tests/golden tests/wire
EXTRA_DIST += tests/support/hardened.sh tests/support/installed.sh tests/support/pytest.sh

if UNIT_TESTS
include tests/unit/local.mk
endif
include tests/lint/local.mk
include tests/e2e/local.mk
include tests/fuzz/local.mk
include tests/musl/local.mk
include tests/bench/local.mk
if TUI
include tests/unit/tui.mk
endif
