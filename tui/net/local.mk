noinst_LIBRARIES += libnet.a

libnet_a_SOURCES = \
	tui/net/exec.c tui/net/exec.h \
	tui/net/feed.c tui/net/feed.h \
	tui/net/tail.c tui/net/tail.h \
	tui/net/transport.c tui/net/transport.h
libnet_a_CPPFLAGS = $(AM_CPPFLAGS) $(LIBSSH_CFLAGS)
libnet_a_CFLAGS = $(AM_CFLAGS) -pthread

NET_LIBS = libnet.a libsys.a libdata.a libbase.a $(LIBSSH_LIBS) $(UTF8PROC_LIBS) -lpthread

if UNIT_TESTS
check_PROGRAMS += tests/unit/test_exec_transport
TESTS += tests/unit/test_exec_transport
tests_unit_test_exec_transport_SOURCES = tests/unit/test_exec_transport.c
tests_unit_test_exec_transport_LDADD = $(NET_LIBS) $(CMOCKA_LIBS)
endif
