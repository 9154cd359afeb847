/*
 * FNV-1a, 64 bits: for telling things apart, not for guarding them.
 */
#ifndef CCR_TRANSCRIPT_HASH_H
#define CCR_TRANSCRIPT_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *data, size_t len);

#endif
