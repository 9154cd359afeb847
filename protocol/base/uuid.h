/*
 * UUIDs as text: 36 characters, lower case. Version 7 (RFC 9562, section 5.7) from
 * a time and random bytes that the caller gives, so that tests get what they ask
 * for. Beginnings of version 7 agree for a minute: people name an id by its end.
 */
#ifndef CCR_BASE_UUID_H
#define CCR_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#define UUID_SIZE       37 /* with the NUL */
#define UUID_RANDOM     10
#define UUID_MIN_ENDING 6 /* the fewest characters that name an id */

/* Writes the id of that millisecond and those random bytes. */
void uuid_v7(int64_t ms, const unsigned char random[UUID_RANDOM], char ret_uuid[UUID_SIZE]);

/* True for 8-4-4-4-12 hexadecimal digits of either case. */
bool uuid_valid(const char *text);

/* True when ending (at least UUID_MIN_ENDING characters, either case) is how id ends. */
bool uuid_ends(const char *id, const char *ending);

/* The last UUID_MIN_ENDING characters of id: how an id is shown. */
const char *uuid_short(const char *id);

#endif
