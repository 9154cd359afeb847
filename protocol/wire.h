/*
 * Data structs to JSON and back, by their field tables.
 */
#ifndef CCR_PROTOCOL_WIRE_H
#define CCR_PROTOCOL_WIRE_H

#include "protocol/data/field.h"
#include "protocol/json.h"

/* The object as JSON, each field of the table, null for what is missing; a FIELD_JSON
 * text that is no JSON becomes null. The caller owns it. */
struct json *wire_object(const struct field *table, const void *object);

/* Fills the object, which is initialised first, from JSON. Unknown members and words are
 * ignored and missing ones stay missing: the other end may be older or newer. A member
 * of the wrong type is -ERR_INVALID, with its name, and the object is left empty. */
int wire_parse(const struct field *table, const struct json *json, void *ret_object,
               struct err *err);

#endif
