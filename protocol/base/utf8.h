/*
 * UTF-8 from outside: repaired, measured, and made safe for a terminal. utf8proc's
 * tables decide widths and clusters, so that every platform agrees with itself.
 */
#ifndef CCR_BASE_UTF8_H
#define CCR_BASE_UTF8_H

#include "protocol/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the len bytes are well-formed UTF-8 (surrogates are not). */
bool utf8_valid(const char *data, size_t len);

/* Appends data with each ill-formed byte as U+FFFD; the number of those, or
 * -ERR_TOO_LARGE when out's maximum is passed (out then holds what fitted). */
int utf8_repair(struct buf *out, const char *data, size_t len);

/* Decodes one code point at data; its bytes (1 to 4), or 0 at len == 0. An
 * ill-formed byte is one byte and U+FFFD. */
size_t utf8_decode(const char *data, size_t len, int32_t *ret_point);

/* The next grapheme cluster, made safe to draw: its length in bytes, and the
 * columns it takes (0, 1 or 2). 0 at len == 0. */
size_t utf8_cluster(const char *data, size_t len, int *ret_columns);

/* Columns of a text that holds no control characters. */
size_t utf8_columns(const char *data, size_t len);

/* The longest beginning of data that takes at most columns, in bytes. */
size_t utf8_fit(const char *data, size_t len, size_t columns);

/* The longest beginning of at most max bytes that cuts no character. */
size_t utf8_cut(const char *data, size_t len, size_t max);

/* Appends text that a terminal cannot be moved by: C0 and C1 controls, DEL, bidi
 * controls, invisible formats and ill-formed bytes become visible marks (U+2400
 * pictures, U+FFFD, <U+XXXX>); a tab becomes spaces to the next multiple of eight;
 * newlines stay when keep_lines is true. Returns 0 or -ERR_TOO_LARGE. */
int utf8_printable(struct buf *out, const char *data, size_t len, bool keep_lines);

/* utf8proc's version at run time. */
const char *utf8_library_version(void);

#endif
