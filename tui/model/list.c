#include "tui/model/list.h"

#include "protocol/base/mem.h"

#include <stdlib.h>
#include <string.h>

void list_init(struct list *list, const struct field *fields, size_t size)
{
    *list = (struct list){.fields = fields, .size = size};
}

void list_clear(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        field_done(list->fields, list_at(list, i));
    list->count = 0;
}

void list_done(struct list *list)
{
    list_clear(list);
    free(list->objects);
    list_init(list, list->fields, list->size);
}

void *list_at(const struct list *list, size_t index)
{
    return (char *)list->objects + index * list->size;
}

static const char *id_of(const void *object)
{
    return *(char *const *)object;
}

struct candidate {
    const void *object;
    size_t order;
};

static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = strcmp(id_of(x->object), id_of(y->object));

    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

void list_fill(struct list *list, const void *objects, size_t count)
{
    struct candidate *candidates = mem_new(count + 1, sizeof *candidates);
    size_t n = 0;

    list_clear(list);
    for (size_t i = 0; i < count && n < LIST_MAX; i++) {
        const void *object = (const char *)objects + i * list->size;

        if (id_of(object) != NULL)
            candidates[n++] = (struct candidate){object, i};
    }
    qsort(candidates, n, sizeof *candidates, compare);
    if (n > list->room) {
        list->objects = mem_resize(list->objects, n, list->size);
        list->room = n;
    }
    for (size_t i = 0; i < n; i++)
        if (i + 1 == n || strcmp(id_of(candidates[i].object), id_of(candidates[i + 1].object)))
            field_copy(list->fields, list_at(list, list->count++), candidates[i].object);
    free(candidates);
}

/* Where the id stands, or would have to. */
static size_t place_of(const struct list *list, const char *id, bool *ret_there)
{
    size_t low = 0, high = list->count;

    *ret_there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(id_of(list_at(list, middle)), id);

        if (order == 0) {
            *ret_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void *list_put(struct list *list, const void *object)
{
    const char *id = id_of(object);
    bool there;
    size_t place;
    void *at;

    if (id == NULL)
        return NULL;
    place = place_of(list, id, &there);
    if (there) {
        at = list_at(list, place);
        field_done(list->fields, at);
        field_copy(list->fields, at, object);
        return at;
    }
    if (list->count == LIST_MAX)
        return NULL;
    if (list->count == list->room) {
        list->room = list->room > 0 ? list->room * 2 : 16;
        list->objects = mem_resize(list->objects, list->room, list->size);
    }
    at = list_at(list, place);
    memmove((char *)at + list->size, at, (list->count - place) * list->size);
    field_copy(list->fields, at, object);
    list->count++;
    return at;
}

void *list_find(const struct list *list, const char *id)
{
    bool there = false;
    size_t place = id != NULL ? place_of(list, id, &there) : 0;

    return there ? list_at(list, place) : NULL;
}

bool list_remove(struct list *list, const char *id)
{
    void *at = list_find(list, id);

    if (at == NULL)
        return false;
    field_done(list->fields, at);
    list->count--;
    memmove(at, (char *)at + list->size,
            list->size * list->count - (size_t)((char *)at - (char *)list->objects));
    return true;
}
