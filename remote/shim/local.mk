libexec_PROGRAMS += ccr-shim

# libc alone; the platform's own files are chosen by configure.
ccr_shim_SOURCES = \
	protocol/sys/birth.h \
	remote/shim/agent.c remote/shim/agent.h \
	remote/shim/deathsig.h \
	remote/shim/ending.c remote/shim/ending.h \
	remote/shim/fds.c remote/shim/fds.h \
	remote/shim/feed.c remote/shim/feed.h \
	remote/shim/lock.c remote/shim/lock.h \
	remote/shim/main.c \
	remote/shim/pump.c remote/shim/pump.h \
	remote/shim/spool.c remote/shim/spool.h \
	remote/shim/wake.c remote/shim/wake.h
EXTRA_ccr_shim_SOURCES = $(BIRTH_FILES) remote/shim/deathsig_none.c remote/shim/deathsig_prctl.c
ccr_shim_LDADD = \
	protocol/sys/birth_$(CCR_BIRTH).$(OBJEXT) \
	remote/shim/deathsig_$(CCR_DEATHSIG).$(OBJEXT)
