/*
 * Deterministic damage: what a fuzzer would find first, in every `make check`.
 */
#ifndef CCR_TESTS_MUTATE_H
#define CCR_TESTS_MUTATE_H

#include <stddef.h>

/* Calls take with data cut at every length, with each bit flipped, each byte left out,
 * doubled, and replaced by what parsers trip over. What take gets is a heap copy of exactly
 * len bytes and a NUL behind them, so that a sanitizer sees a read past it. */
void mutate(const char *data, size_t len, void (*take)(const char *data, size_t len));

#endif
