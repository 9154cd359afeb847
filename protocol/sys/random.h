/*
 * Random bytes and the ids made of them.
 */
#ifndef CCR_SYS_RANDOM_H
#define CCR_SYS_RANDOM_H

#include "protocol/base/uuid.h"

#include <stddef.h>

/* Fills data from the kernel's generator; ends the process when there is none, since
 * an id that is not unique would break delivery. */
void random_bytes(void *data, size_t len);

/* A new UUIDv7 of now. */
void random_uuid(char ret_uuid[UUID_SIZE]);

#endif
