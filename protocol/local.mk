noinst_LIBRARIES += libbase.a libdata.a libprotocol.a libsys.a

libbase_a_SOURCES = \
	protocol/base/buf.c protocol/base/buf.h \
	protocol/base/err.c protocol/base/err.h \
	protocol/base/mem.c protocol/base/mem.h \
	protocol/base/str.c protocol/base/str.h \
	protocol/base/utf8.c protocol/base/utf8.h \
	protocol/base/uuid.c protocol/base/uuid.h
libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS)

libdata_a_SOURCES = \
	protocol/data/ask.c protocol/data/ask.h \
	protocol/data/attempt.c protocol/data/attempt.h \
	protocol/data/field.c protocol/data/field.h \
	protocol/data/host.c protocol/data/host.h \
	protocol/data/item.c protocol/data/item.h \
	protocol/data/session.c protocol/data/session.h \
	protocol/data/task.c protocol/data/task.h

libprotocol_a_SOURCES = \
	protocol/frame.c protocol/frame.h \
	protocol/hello.c protocol/hello.h \
	protocol/json.c protocol/json.h \
	protocol/message.c protocol/message.h \
	protocol/wire.c protocol/wire.h
libprotocol_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)

libsys_a_SOURCES = \
	protocol/sys/birth.h \
	protocol/sys/clock.c protocol/sys/clock.h \
	protocol/sys/config.c protocol/sys/config.h \
	protocol/sys/fd.c protocol/sys/fd.h \
	protocol/sys/filetime.h \
	protocol/sys/lock.c protocol/sys/lock.h \
	protocol/sys/log.c protocol/sys/log.h \
	protocol/sys/paths.c protocol/sys/paths.h \
	protocol/sys/proc.c protocol/sys/proc.h \
	protocol/sys/random.c protocol/sys/random.h \
	protocol/sys/settings.c protocol/sys/settings.h
libsys_a_CPPFLAGS = $(AM_CPPFLAGS) $(LIBGIT2_CFLAGS)

# The platform's files, chosen by configure.
EXTRA_libsys_a_SOURCES = \
	protocol/sys/birth_none.c \
	protocol/sys/birth_procfs.c \
	protocol/sys/birth_sysctl.c \
	protocol/sys/filetime_mtim.c \
	protocol/sys/filetime_mtimespec.c \
	protocol/sys/proc_none.c \
	protocol/sys/proc_procfs.c
libsys_a_LIBADD = \
	protocol/sys/libsys_a-birth_$(CCR_BIRTH).$(OBJEXT) \
	protocol/sys/libsys_a-filetime_$(CCR_FILETIME).$(OBJEXT) \
	protocol/sys/libsys_a-proc_$(CCR_PROC).$(OBJEXT)
libsys_a_DEPENDENCIES = $(libsys_a_LIBADD)

PROTOCOL_LIBS = libprotocol.a libdata.a libbase.a $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
SYS_LIBS = libsys.a libbase.a $(LIBGIT2_LIBS) $(UTF8PROC_LIBS)
