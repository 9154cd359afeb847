#include "remote/transcript/keys.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

#define FIRST_CAP 64

struct keys_slot {
    uint64_t key;
    uint32_t number; /* the index and one; 0: free */
};

void keys_init(struct keys *keys)
{
    *keys = (struct keys){.slots = NULL};
}

void keys_done(struct keys *keys)
{
    free(keys->slots);
    keys_init(keys);
}

/* The key's slot, or the free one where it belongs. */
static struct keys_slot *slot_of(struct keys_slot *slots, size_t cap, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 32) & (cap - 1);

    while (slots[at].number != 0 && slots[at].key != key)
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

static void widen(struct keys *keys)
{
    size_t cap = keys->cap == 0 ? FIRST_CAP : keys->cap * 2;
    struct keys_slot *slots = mem_new(cap, sizeof(*slots));

    for (size_t i = 0; i < keys->cap; i++)
        if (keys->slots[i].number != 0)
            *slot_of(slots, cap, keys->slots[i].key) = keys->slots[i];
    free(keys->slots);
    keys->slots = slots;
    keys->cap = cap;
}

bool keys_put(struct keys *keys, uint64_t key, size_t *ret_index)
{
    struct keys_slot *slot;

    if (keys->count * 2 >= keys->cap)
        widen(keys);
    slot = slot_of(keys->slots, keys->cap, key);
    if (slot->number != 0) {
        *ret_index = slot->number - 1;
        return false;
    }
    *ret_index = keys->count;
    if (keys->count < KEYS_MAX) {
        slot->key = key;
        slot->number = (uint32_t)++keys->count;
    }
    return true;
}
