# A target is compiled twice: with driver.c, which runs the corpus in every make check, and with
# --enable-fuzz for libFuzzer (`make fuzz-targets`). A new one is a block of each and a corpus folder.
CORPUS_TESTS = tests/fuzz/corpus_frame
FUZZ_TARGETS = tests/fuzz/fuzz_frame

tests_fuzz_corpus_frame_SOURCES = tests/fuzz/fuzz_frame.c $(FUZZ_DRIVER)
tests_fuzz_corpus_frame_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/frame"'
tests_fuzz_corpus_frame_LDADD = $(PROTOCOL_LIBS)
tests_fuzz_fuzz_frame_SOURCES = tests/fuzz/fuzz_frame.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_frame_LDADD = $(PROTOCOL_LIBS)
tests_fuzz_fuzz_frame_LDFLAGS = $(LIBFUZZER)

if REMOTE
CORPUS_TESTS += tests/fuzz/corpus_decode
FUZZ_TARGETS += tests/fuzz/fuzz_decode
endif
tests_fuzz_corpus_decode_SOURCES = tests/fuzz/fuzz_decode.c $(FUZZ_DRIVER)
tests_fuzz_corpus_decode_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/decode"'
tests_fuzz_corpus_decode_LDADD = libagent.a $(PROTOCOL_LIBS)
tests_fuzz_fuzz_decode_SOURCES = tests/fuzz/fuzz_decode.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_decode_LDADD = libagent.a $(PROTOCOL_LIBS)
tests_fuzz_fuzz_decode_LDFLAGS = $(LIBFUZZER)

FUZZ_DRIVER = tests/fuzz/driver.c tests/fuzz/fuzz.h tests/support/mutate.c tests/support/mutate.h
LIBFUZZER = $(AM_LDFLAGS) -fsanitize=fuzzer

check_PROGRAMS += $(CORPUS_TESTS)
TESTS += $(CORPUS_TESTS)
if FUZZ
EXTRA_PROGRAMS = $(FUZZ_TARGETS)
CLEANFILES += $(FUZZ_TARGETS)
fuzz-targets: $(FUZZ_TARGETS)
.PHONY: fuzz-targets
endif
DIST_FOLDERS += tests/fuzz/corpus
