EXTRA_DIST += tests/musl/cmocka.h tests/musl/fortify.c tests/musl/md4c.c tests/musl/run.sh
