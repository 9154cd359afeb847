/*
 * Content of messages as text. Content is a string, an array of blocks (with strings among
 * them), or anything else; every shape gives a text, so that nothing is lost.
 */
#ifndef CCR_TRANSCRIPT_BLOCK_H
#define CCR_TRANSCRIPT_BLOCK_H

#include "protocol/json.h"

#include <stdbool.h>

#define BLOCK_WORD_MAX 256

/* Appends the text of one block: its text; "[image: image/png, 1234 bytes]" and the like for
 * images and documents; "[type]" of one that has only a type; else the value as JSON. */
void block_text(const struct json *block, struct buf *out);

/* Appends the text of a message's or tool result's content, blocks on lines of their own;
 * nothing for missing content. */
void block_content_text(const struct json *content, struct buf *out);

/* A string value with each NUL as U+FFFD, appended; nothing for anything else. */
void block_string(const struct json *string, struct buf *out);

/* Bytes of any kind appended as a text: ill-formed UTF-8 and NULs become U+FFFD. */
void block_bytes(const char *data, size_t len, struct buf *out);

bool block_is(const struct json *block, const char *type);

/* A short text member (an id, a name, a type) cut at BLOCK_WORD_MAX bytes, the caller's to
 * free; NULL when it is missing. */
char *block_word(const struct json *object, const char *name);

#endif
