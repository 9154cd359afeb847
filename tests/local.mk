if UNIT_TESTS
include tests/unit/local.mk
endif
