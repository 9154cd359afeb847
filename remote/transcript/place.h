/*
 * What is remembered of a file between two looks at it, to see whether it only grew. The
 * caller keeps one a file for as long as its cursors shall stay good.
 */
#ifndef CCR_TRANSCRIPT_PLACE_H
#define CCR_TRANSCRIPT_PLACE_H

#include "remote/transcript/line.h"

#define PLACE_TAIL 64 /* bytes before the place where reading stopped */

struct place {
    uint64_t file;       /* the caller's number for it: see cursor_file() */
    uint64_t generation; /* 0: never looked at */
    uint64_t device, inode;
    int64_t size;  /* where reading stopped */
    uint64_t tail; /* hash of the bytes before that */
};

void place_init(struct place *place, uint64_t file);

/* Compares with the opened file and remembers how it is now. Growth keeps the generation;
 * when the file shrank, is another one, or has other bytes before where reading stopped,
 * `fresh` (a random number of the caller's) becomes the generation, 1 for 0. -ERR_STORAGE. */
int place_look(struct place *place, struct lines *lines, uint64_t fresh, struct err *err);

#endif
