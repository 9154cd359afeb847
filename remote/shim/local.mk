# libc only: no library of ours but what is named here.
bin_PROGRAMS += ccr-shim
ccr_shim_SOURCES = \
	remote/shim/agent.c remote/shim/agent.h \
	remote/shim/ending.c remote/shim/ending.h \
	remote/shim/fds.c remote/shim/fds.h \
	remote/shim/feed.c remote/shim/feed.h \
	remote/shim/lock.c remote/shim/lock.h \
	remote/shim/main.c \
	remote/shim/pump.c remote/shim/pump.h \
	remote/shim/spool.c remote/shim/spool.h \
	remote/shim/wake.c remote/shim/wake.h \
	remote/shim/deathsig.h \
	protocol/sys/birth.h
EXTRA_ccr_shim_SOURCES = \
	remote/shim/deathsig_none.c \
	remote/shim/deathsig_prctl.c \
	protocol/sys/birth_none.c \
	protocol/sys/birth_procfs.c \
	protocol/sys/birth_sysctl.c
ccr_shim_LDADD = remote/shim/deathsig_$(CCR_DEATHSIG).$(OBJEXT) \
	protocol/sys/birth_$(CCR_BIRTH).$(OBJEXT)
ccr_shim_DEPENDENCIES = $(ccr_shim_LDADD)
