/*
 * JSON values: a thin skin over jansson, which is included in json.c only. For
 * protocol messages and single records, never for bulk transcripts.
 *
 * Ownership: json_parse(), json_new_*() and json_clone() give a value to the caller, who ends
 * it with json_drop(). Values got out of another are borrowed and live as long as
 * it does. json_put() and json_append() take the value over, also when they fail.
 * Every getter accepts NULL and values of another kind and says "missing": a
 * message from outside is never trusted to have the shape it should.
 */
#ifndef CCR_PROTOCOL_JSON_H
#define CCR_PROTOCOL_JSON_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json;

enum json_kind {
    JSON_KIND_NONE, /* no value at all */
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_INT,
    JSON_KIND_REAL,
    JSON_KIND_TEXT,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

/* One JSON value (RFC 8259) and nothing after it but white space. Lone surrogate escapes and
 * ill-formed UTF-8 inside strings become U+FFFD instead of failing (Claude Code prints
 * both). A whole number over 64 bits makes all whole numbers of the value reals; a real out of
 * range is an error. Depth is capped by jansson at 2,048. NULL and ERR_INVALID when it is no JSON.
 */
struct json *json_parse(const char *data, size_t len, struct err *err);

/* Appends the value on one line without spaces; -ERR_TOO_LARGE when out is full. */
int json_print(const struct json *value, struct buf *out);

/* The same as a text of the caller's. */
char *json_text_of(const struct json *value);

void json_drop(struct json *value);
struct json *json_clone(const struct json *value);

enum json_kind json_kind_of(const struct json *value);

/* Members of an object; JSON null counts as missing for all but json_get(). */
struct json *json_get(const struct json *object, const char *name);
const char *json_get_text(const struct json *object, const char *name); /* NULL: missing */
int64_t json_get_int(const struct json *object, const char *name, int64_t missing);
double json_get_real(const struct json *object, const char *name, double missing);
bool json_get_bool(const struct json *object, const char *name, bool missing);

/* The text of a string value, NULL for anything else and for one with a NUL inside. */
const char *json_text(const struct json *value);

/* A copy of a string value with each NUL as U+FFFD, cut at max bytes without cutting a
 * character; the full length in *ret_full. NULL when it is no string. */
char *json_text_copy(const struct json *value, size_t max, size_t *ret_full);

int64_t json_int(const struct json *value, int64_t missing);
double json_number(const struct json *value, double missing);
bool json_truth(const struct json *value, bool missing);

/* Elements of an array, or members of an object; 0 for anything else. */
size_t json_count(const struct json *value);
struct json *json_at(const struct json *array, size_t index);

/* Walks an object's members in the order they came in: pass NULL first, then the last
 * name returned. NULL at the end. */
const char *json_next_name(const struct json *object, const char *name);

struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_text(const char *text); /* null for NULL; ill-formed UTF-8 repaired */
struct json *json_new_int(int64_t number);
struct json *json_new_real(double number); /* null for NAN and infinities */
struct json *json_new_bool(bool truth);
struct json *json_new_null(void);

void json_put(struct json *object, const char *name, struct json *value);
void json_put_text(struct json *object, const char *name, const char *text);
void json_put_int(struct json *object, const char *name, int64_t number);
void json_put_bool(struct json *object, const char *name, bool truth);
void json_append(struct json *array, struct json *value);

/* jansson's version at run time, for --version. */
const char *json_library_version(void);

#endif
