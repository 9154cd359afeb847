/*
 * A list of tasks, asks or sessions, sorted by id, so that a change finds its object among
 * ten thousand in a few steps. The objects are structs with a field table (protocol/data)
 * whose first member is the id. Objects move when the list changes: keep ids, no pointers.
 */
#ifndef CCR_MODEL_LIST_H
#define CCR_MODEL_LIST_H

#include "protocol/data/field.h"

#include <stddef.h>

#define LIST_MAX 100000 /* objects; more are left out */

struct list {
    const struct field *fields;
    size_t size; /* of one object */
    void *objects;
    size_t count, room;
};

void list_init(struct list *list, const struct field *fields, size_t size);
void list_done(struct list *list);

/* Drops all objects. */
void list_clear(struct list *list);

/* Copies of these instead of all that was there, in any order; of two with one id the later
 * one stays, those without an id are left out. */
void list_fill(struct list *list, const void *objects, size_t count);

/* Adds a copy of the object, or replaces the one with its id; the copy, valid until the
 * next change. NULL for an object without an id, or when the list is full. */
void *list_put(struct list *list, const void *object);

/* The object with that id, NULL when there is none (or id is NULL). */
void *list_find(const struct list *list, const char *id);

/* Drops the object with that id; false when there was none. */
bool list_remove(struct list *list, const char *id);

/* The object at an index below count. */
void *list_at(const struct list *list, size_t index);

#endif
