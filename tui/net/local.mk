noinst_LIBRARIES += libnet.a

libnet_a_SOURCES = \
	tui/net/exec.c tui/net/exec.h \
	tui/net/feed.c tui/net/feed.h \
	tui/net/host_link.c tui/net/host_link.h \
	tui/net/peer.c tui/net/peer.h \
	tui/net/route.c tui/net/route.h \
	tui/net/tail.c tui/net/tail.h \
	tui/net/transport.c tui/net/transport.h \
	tui/net/ssh/agent.c tui/net/ssh/agent.h \
	tui/net/ssh/auth.c tui/net/ssh/auth.h \
	tui/net/ssh/channel.c tui/net/ssh/channel.h \
	tui/net/ssh/connect.c tui/net/ssh/connect.h \
	tui/net/ssh/connection.c tui/net/ssh/connection.h \
	tui/net/ssh/finder.c tui/net/ssh/finder.h \
	tui/net/ssh/identity.c tui/net/ssh/identity.h \
	tui/net/ssh/known_hosts.c tui/net/ssh/known_hosts.h \
	tui/net/ssh/pump.c tui/net/ssh/pump.h \
	tui/net/ssh/session.c tui/net/ssh/session.h \
	tui/net/ssh/sockopt.h \
	tui/net/ssh/ssh.c tui/net/ssh/ssh.h \
	tui/net/ssh/target.c tui/net/ssh/target.h \
	tui/net/ssh/trust.c tui/net/ssh/trust.h
nodist_libnet_a_SOURCES = tui/net/ssh/sockopt_@CCR_SOCKOPT@.c
libnet_a_CPPFLAGS = $(AM_CPPFLAGS) $(LIBSSH_CFLAGS) \
	-DCCR_REMOTE_NAME="\"`echo ccr-remote | sed '$(transform)'`\"" \
	-DCCR_SSH_KNOWN_HOSTS="\"$(SSH_KNOWN_HOSTS)\""
# The machine's own file of known keys, read only.
SSH_KNOWN_HOSTS = /etc/ssh/ssh_known_hosts
libnet_a_CFLAGS = $(AM_CFLAGS) -pthread
EXTRA_DIST += tui/net/ssh/sockopt_linux.c tui/net/ssh/sockopt_posix.c

NET_LIBS = libnet.a libdata.a $(SYS_LIBS) $(LIBSSH_LIBS) -lpthread

check_PROGRAMS += tests/support/ssh_probe tests/support/ssh_login_server
tests_support_ssh_probe_SOURCES = tests/support/ssh_probe.c
tests_support_ssh_probe_LDADD = $(NET_LIBS)
tests_support_ssh_login_server_SOURCES = tests/support/ssh_login_server.c
tests_support_ssh_login_server_CPPFLAGS = $(AM_CPPFLAGS) $(LIBSSH_CFLAGS) -DSSH_SUPPRESS_DEPRECATED
tests_support_ssh_login_server_LDADD = libbase.a $(LIBSSH_LIBS) $(UTF8PROC_LIBS)

if UNIT_TESTS
check_PROGRAMS += tests/unit/test_exec_transport tests/unit/test_known_hosts
TESTS += tests/unit/test_exec_transport tests/unit/test_known_hosts
tests_unit_test_exec_transport_SOURCES = tests/unit/test_exec_transport.c
tests_unit_test_exec_transport_LDADD = $(NET_LIBS) $(CMOCKA_LIBS)
tests_unit_test_known_hosts_SOURCES = tests/unit/test_known_hosts.c
tests_unit_test_known_hosts_CPPFLAGS = $(AM_CPPFLAGS) $(LIBSSH_CFLAGS)
tests_unit_test_known_hosts_LDADD = $(NET_LIBS) $(CMOCKA_LIBS)
endif
