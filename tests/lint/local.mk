LINTS = tests/lint/floors.py tests/lint/format.sh tests/lint/lists.py tests/lint/portability.py \
	tests/lint/selftest.sh tests/lint/sizes.py tests/lint/symbols.sh tests/lint/words.sh
if LINTS
TESTS += $(LINTS)
endif

EXTRA_DIST += $(LINTS) tests/lint/lint.py tests/lint/test_contrib.py tests/lint/test_lints.py \
	tests/lint/symbols.libc tests/lint/symbols.table
