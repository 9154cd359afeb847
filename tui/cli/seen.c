#include "tui/cli/seen.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

/* FNV-1a, 64 bits, with a byte of no text between the texts. */
uint64_t seen_hash(uint64_t start, const char *text)
{
    uint64_t hash = start != 0 ? start : 0xcbf29ce484222325u;

    for (; text != NULL && *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return (hash ^ 0xff) * 0x100000001b3u;
}

bool seen_before(struct seen *seen, uint64_t hash)
{
    size_t held = seen->count < SEEN_MAX ? seen->count : SEEN_MAX;

    if (seen->hashes == NULL)
        seen->hashes = mem_new(SEEN_MAX, sizeof(*seen->hashes));
    for (size_t i = 0; i < held; i++)
        if (seen->hashes[i] == hash)
            return true;
    seen->hashes[seen->count++ % SEEN_MAX] = hash;
    return false;
}

void seen_done(struct seen *seen)
{
    free(seen->hashes);
    seen->hashes = NULL;
}
