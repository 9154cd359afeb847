EXTRA_DIST += doc/ARCHITECTURE.md doc/PLAN.md doc/PROTOCOL.md doc/STYLE.md doc/TESTING.md doc/screen.svg

# ccr.1 and ccr.5 are made of the client's tables and committed, so that a build needs no client that
# runs (a cross build has none). `make update-manual` after a table has changed; a test compares.
if TUI
dist_man_MANS += doc/ccr.1 doc/ccr.5
else
EXTRA_DIST += doc/ccr.1 doc/ccr.5
endif
if REMOTE
dist_man_MANS += doc/ccr-remote.1
else
EXTRA_DIST += doc/ccr-remote.1
endif

update-manual: ccr$(EXEEXT)
	./ccr$(EXEEXT) man ccr.1 > '$(srcdir)/doc/ccr.1.tmp' && mv '$(srcdir)/doc/ccr.1.tmp' '$(srcdir)/doc/ccr.1'
	./ccr$(EXEEXT) man ccr.5 > '$(srcdir)/doc/ccr.5.tmp' && mv '$(srcdir)/doc/ccr.5.tmp' '$(srcdir)/doc/ccr.5'
