/*
 * Which things were shown already, by what they are: a ring of hashes, so the oldest are
 * forgotten. A wrong "seen" is a matter of 64 bits.
 */
#ifndef CCR_CLI_SEEN_H
#define CCR_CLI_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEN_MAX 4096

struct seen {
    uint64_t *hashes; /* NULL until the first */
    size_t count;     /* ever noted */
};

/* The hash of texts, of which each may be NULL; it goes on from `start`, 0 at first. */
uint64_t seen_hash(uint64_t start, const char *text);

/* Notes the hash; true when it was noted before. */
bool seen_before(struct seen *seen, uint64_t hash);

void seen_done(struct seen *seen);

#endif
