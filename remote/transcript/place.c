#include "remote/transcript/place.h"

#include "remote/transcript/hash.h"

void place_init(struct place *place, uint64_t file)
{
    *place = (struct place){.file = file};
}

/* The hash of the bytes before an offset. */
static int hash_before(struct lines *lines, int64_t at, uint64_t *ret_hash, struct err *err)
{
    char bytes[PLACE_TAIL];
    int64_t len = at < PLACE_TAIL ? at : PLACE_TAIL;

    len = lines_copy(lines, at - len, bytes, (size_t)len, err);
    if (len < 0)
        return (int)len;
    *ret_hash = hash_bytes(bytes, (size_t)len);
    return 0;
}

int place_look(struct place *place, struct lines *lines, uint64_t fresh, struct err *err)
{
    bool same = place->generation != 0 && place->device == lines->device &&
                place->inode == lines->inode && place->size <= lines->size;
    uint64_t tail = 0;
    int rc;

    if (same) {
        rc = hash_before(lines, place->size, &tail, err);
        if (rc < 0)
            return rc;
        same = tail == place->tail;
    }
    rc = hash_before(lines, lines->size, &tail, err);
    if (rc < 0)
        return rc;
    if (!same)
        place->generation = fresh != 0 ? fresh : 1;
    place->device = lines->device;
    place->inode = lines->inode;
    place->size = lines->size;
    place->tail = tail;
    return 0;
}
