CLI_UNIT = tests/unit/test_peer
check_PROGRAMS += $(CLI_UNIT)
TESTS += $(CLI_UNIT)

tests_unit_test_peer_SOURCES = tests/unit/test_peer.c tui/net/peer.c
tests_unit_test_peer_LDADD = $(PROTOCOL_LIBS) $(CMOCKA_LIBS)
