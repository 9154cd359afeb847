/*
 * Memory that is there or the process ends. All state of ccr is on disk, so
 * running out of memory is answered by a restart, never by a half-done
 * operation; in return every size that comes from outside has a cap before
 * it reaches these functions.
 */
#ifndef CCR_BASE_MEM_H
#define CCR_BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for count things of size bytes; never NULL. Free with free(). */
void *mem_new(size_t count, size_t size);

/* Like realloc for count things of size bytes, overflow checked; never NULL. */
void *mem_resize(void *old, size_t count, size_t size);

/* A copy of text, NULL for NULL. The caller owns it. */
char *mem_dup(const char *text);

/* A NUL-terminated copy of the len bytes at data. The caller owns it. */
char *mem_dup_n(const char *data, size_t len);

/* Replaces *field, which is owned by its struct, with a copy of text or NULL. */
void mem_set(char **field, const char *text);

/* A formatted text of any length. The caller owns it. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Overwrites what was secret; the compiler does not leave it out. */
void mem_wipe(void *data, size_t len);

#endif
