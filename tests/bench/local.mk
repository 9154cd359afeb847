# Measurements beside a named floor: doc/BENCHMARKS.md. They are built, and run once with tiny
# counts, by make check, so that they do not rot; what they measure is asserted nowhere.
BENCH_COMMON = tests/bench/score.c tests/bench/score.h tests/bench/series.c tests/bench/series.h \
	tests/bench/stopwatch.c tests/bench/stopwatch.h
BENCHES =

if REMOTE
BENCHES += tests/bench/bench_start tests/bench/bench_receipt tests/bench/bench_memory
check_PROGRAMS += tests/bench/agent
endif
BENCH_CLIENT = $(BENCH_COMMON) \
	tests/bench/caller.c tests/bench/caller.h \
	tests/bench/disk.c tests/bench/disk.h \
	tests/bench/runner.c tests/bench/runner.h
BENCH_CLIENT_LIBS = libdaemon.a $(PROTOCOL_LIBS) $(SYS_LIBS)

tests_bench_agent_SOURCES = tests/bench/agent.c tests/bench/stopwatch.c tests/bench/stopwatch.h
tests_bench_bench_start_SOURCES = tests/bench/bench_start.c $(BENCH_CLIENT)
tests_bench_bench_start_LDADD = $(BENCH_CLIENT_LIBS)
tests_bench_bench_receipt_SOURCES = tests/bench/bench_receipt.c $(BENCH_CLIENT)
tests_bench_bench_receipt_LDADD = $(BENCH_CLIENT_LIBS)
tests_bench_bench_memory_SOURCES = tests/bench/bench_memory.c $(BENCH_CLIENT)
tests_bench_bench_memory_LDADD = $(BENCH_CLIENT_LIBS)

if TUI
BENCHES += tests/bench/bench_paint
endif
tests_bench_bench_paint_SOURCES = tests/bench/bench_paint.c $(BENCH_COMMON)
tests_bench_bench_paint_LDADD = $(VIEW_LIBS)

check_PROGRAMS += $(BENCHES)

# All of them, with the machine's figures above: what doc/BENCHMARKS.md has.
bench: all $(BENCHES) tests/bench/agent$(EXEEXT)
	@$(SHELL) $(srcdir)/tests/bench/run.sh $(BENCHES)
EXTRA_DIST += tests/bench/run.sh
