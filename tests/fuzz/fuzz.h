/*
 * A fuzz target: libFuzzer calls it with what it makes up, driver.c with the corpus. It checks
 * what must hold for any input and aborts when it does not.
 */
#ifndef CCR_TESTS_FUZZ_H
#define CCR_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The name is libFuzzer's; always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())

#endif
