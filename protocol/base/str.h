/*
 * Small questions about C strings, and the two texts that every part prints the
 * same way: a point in time and a span of it.
 */
#ifndef CCR_BASE_STR_H
#define CCR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STR_TIME_SIZE 40

/* Both NULL, or both there and equal. */
bool str_equal(const char *a, const char *b);

bool str_starts(const char *text, const char *beginning);
bool str_ends(const char *text, const char *ending);

/* NULL, empty, or only white space as Unicode's ASCII part has it. */
bool str_blank(const char *text);

/* A whole decimal number between low and high, nothing before or after it. */
bool str_number(const char *text, int64_t low, int64_t high, int64_t *ret_number);

/* A span such as "90", "90s", "15m", "2h", "3d" in milliseconds; a bare number
 * means seconds. False when it is no span, or over 10 years. */
bool str_span(const char *text, int64_t *ret_ms);

/* Milliseconds since 1970 as RFC 3339 in UTC with milliseconds, such as
 * "2026-11-20T10:30:38.677Z". The year is cut to 1970..9999. */
void str_time(int64_t ms, char ret_text[STR_TIME_SIZE]);

/* The reverse, with or without a fraction, with Z or a numeric offset (RFC 3339,
 * section 5.6). False when text is anything else. */
bool str_parse_time(const char *text, int64_t *ret_ms);

#endif
