/*
 * A set of numbers in the order they came: hashes of what must be told apart by the
 * hundred thousand.
 */
#ifndef CCR_TRANSCRIPT_KEYS_H
#define CCR_TRANSCRIPT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYS_MAX ((size_t)4 * 1000 * 1000)

struct keys {
    struct keys_slot *slots;
    size_t cap; /* a power of two */
    size_t count;
};

void keys_init(struct keys *keys);
void keys_done(struct keys *keys);

/* Puts a key in; true when it is new. *ret_index counts from 0 in the order of coming. A set
 * of KEYS_MAX takes no more: a new key is then new each time, its index KEYS_MAX. */
bool keys_put(struct keys *keys, uint64_t key, size_t *ret_index);

#endif
