noinst_LIBRARIES += libagent.a libstore.a libdaemon.a

libagent_a_SOURCES = \
	remote/agent/answer.c remote/agent/answer.h \
	remote/agent/command.c remote/agent/command.h \
	remote/agent/event.c remote/agent/event.h \
	remote/agent/evidence.c remote/agent/evidence.h \
	remote/agent/hand.c remote/agent/hand.h \
	remote/agent/input.c remote/agent/input.h

libstore_a_SOURCES = \
	remote/store/ask_table.c remote/store/ask_table.h \
	remote/store/attempt_table.c remote/store/attempt_table.h \
	remote/store/audit_table.c remote/store/audit_table.h \
	remote/store/id.c remote/store/id.h \
	remote/store/row.c remote/store/row.h \
	remote/store/run_table.c remote/store/run_table.h \
	remote/store/schema.c remote/store/schema.h \
	remote/store/session_table.c remote/store/session_table.h \
	remote/store/store.c remote/store/store.h \
	remote/store/task_table.c remote/store/task_table.h
libstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)

libdaemon_a_SOURCES = \
	remote/daemon/apply.c remote/daemon/apply.h \
	remote/daemon/asks.c remote/daemon/asks.h \
	remote/daemon/beginning.c remote/daemon/beginning.h \
	remote/daemon/catalog.c remote/daemon/catalog.h \
	remote/daemon/check.c remote/daemon/check.h \
	remote/daemon/clear.c remote/daemon/clear.h \
	remote/daemon/client.c remote/daemon/client.h \
	remote/daemon/collect.c remote/daemon/collect.h \
	remote/daemon/daemon.c remote/daemon/daemon.h \
	remote/daemon/ending.c remote/daemon/ending.h \
	remote/daemon/holder.c remote/daemon/holder.h \
	remote/daemon/environment.c remote/daemon/environment.h \
	remote/daemon/home.c remote/daemon/home.h \
	remote/daemon/leftover.c remote/daemon/leftover.h \
	remote/daemon/live.c remote/daemon/live.h \
	remote/daemon/named.c remote/daemon/named.h \
	remote/daemon/on_ask.c \
	remote/daemon/on_host.c \
	remote/daemon/on_session.c \
	remote/daemon/on_task.c \
	remote/daemon/on_window.c \
	remote/daemon/orphan.c remote/daemon/orphan.h \
	remote/daemon/output.c remote/daemon/output.h \
	remote/daemon/queue.c remote/daemon/queue.h \
	remote/daemon/receipt.c remote/daemon/receipt.h \
	remote/daemon/run.c remote/daemon/run.h \
	remote/daemon/salvage.c remote/daemon/salvage.h \
	remote/daemon/settings.c remote/daemon/settings.h \
	remote/daemon/settle.c remote/daemon/settle.h \
	remote/daemon/socket.c remote/daemon/socket.h \
	remote/daemon/spool.c remote/daemon/spool.h \
	remote/daemon/stop.c remote/daemon/stop.h \
	remote/daemon/submit.c \
	remote/daemon/table.c remote/daemon/table.h \
	remote/daemon/watch.c remote/daemon/watch.h \
	remote/daemon/windows.c remote/daemon/windows.h \
	remote/daemon/requests.h \
	remote/door.c remote/door.h \
	remote/engine.c remote/engine.h
libdaemon_a_CPPFLAGS = $(AM_CPPFLAGS) $(LIBUV_CFLAGS) $(PROGRAM_NAMES)

# What the programs are called when they are installed: none finds another by a fixed name.
PROGRAM_NAMES = \
	-DCCR_REMOTE_NAME="\"`echo ccr-remote | sed '$(transform)'`\"" \
	-DCCR_SHIM_NAME="\"`echo ccr-shim | sed '$(transform)'`\""

include remote/transcript/local.mk
include remote/shim/local.mk

bin_PROGRAMS += ccr-remote
ccr_remote_SOURCES = \
	remote/main.c \
	remote/cmd.h \
	remote/cmd_daemon.c \
	remote/cmd_environment.c \
	remote/cmd_help.c \
	remote/cmd_serve.c \
	remote/cmd_version.c \
	remote/launch.c remote/launch.h \
	remote/report.c remote/report.h \
	remote/serve.c remote/serve.h
ccr_remote_CPPFLAGS = $(AM_CPPFLAGS) $(LIBUV_CFLAGS) $(PROGRAM_NAMES)
ccr_remote_LDADD = libdaemon.a libstore.a libagent.a libtranscript.a libsys.a $(PROTOCOL_LIBS) \
	$(SYS_LIBS) $(SQLITE_LIBS) $(LIBUV_LIBS)
