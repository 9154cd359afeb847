/*
 * Tokens of a transcript. Each record of an answer repeats the usage of the whole answer, at
 * times with a placeholder, and records are copied: so it counts once a message and
 * request, the largest wins.
 */
#ifndef CCR_TRANSCRIPT_USAGE_H
#define CCR_TRANSCRIPT_USAGE_H

#include "protocol/json.h"
#include "remote/transcript/keys.h"

struct tokens {
    int64_t input, output, cache_read, cache_write;
};

struct usage {
    struct keys keys;
    struct tokens *counted; /* by the key's index */
    struct tokens total;
};

void usage_init(struct usage *usage);
void usage_done(struct usage *usage);

/* Counts a record of an answer; other records and those the CLI made itself count nothing. A
 * record without a message id counts by itself. */
void usage_add(struct usage *usage, const struct json *record);

#endif
