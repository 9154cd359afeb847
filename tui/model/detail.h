/*
 * What a JSON value says, flat and without JSON: a list of (path, text) pairs in the
 * value's own order. {"edits":[{"old_string":"a"}]} is the one pair "edits.0.old_string",
 * "a". So that model and view read a tool's input, a question's choices or a permission's
 * suggestions without parsing anything. The app makes details from JSON before it makes a
 * message.
 *
 * A value that is no object or array is one pair with the path "". Truth values are "true"
 * and "false", null is left out. Names stand as they are, so one with a dot in it can be
 * taken for two; nothing is decided by that but what is drawn.
 */
#ifndef CCR_MODEL_DETAIL_H
#define CCR_MODEL_DETAIL_H

#include <stdbool.h>
#include <stddef.h>

#define DETAIL_MAX      512         /* pairs; more are left out and `cut` is set */
#define DETAIL_TEXT_MAX (64 * 1024) /* bytes of all texts and paths together, likewise */

struct detail_pair {
    char *path;
    char *text;
};

struct detail {
    struct detail_pair *pairs;
    size_t count;
    size_t bytes;
    bool cut; /* a maximum was met, or the source was cut before */
};

void detail_init(struct detail *detail);
void detail_done(struct detail *detail);

/* Appends a copy of the pair; at a maximum the text is cut or the pair left out. */
void detail_add(struct detail *detail, const char *path, const char *text);

/* Makes to (which holds nothing) a copy of from; NULL is an empty one. */
void detail_copy(struct detail *to, const struct detail *from);

/* The text at that path, NULL when it has none; borrowed. */
const char *detail_get(const struct detail *detail, const char *path);

/* The same with a path made by printf rules, cut at 255 bytes. */
const char *detail_getf(const struct detail *detail, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* True when a path equals this one or goes on below it. */
bool detail_has(const struct detail *detail, const char *path);

#endif
