/*
 * An item: one thing to show of a transcript, in file order. A record gives none, one
 * or several items. The cursor is opaque to clients: it names the item's place for a
 * window request.
 */
#ifndef CCR_DATA_ITEM_H
#define CCR_DATA_ITEM_H

#include "protocol/data/field.h"

#define ITEM_TEXT_MAX (16 * 1024)  /* longer texts come cut, with full_bytes; pages on request */
#define ITEM_LINE_MAX (256 * 1024) /* a longer line comes as a stub: kind and length */

enum item_kind {
    ITEM_PROMPT,
    ITEM_TEXT,
    ITEM_THINKING,
    ITEM_TOOL_USE,
    ITEM_TOOL_RESULT,
    ITEM_SYSTEM,
    ITEM_OTHER,
};

struct item {
    char *cursor;
    char *uuid;
    char *message; /* the id of the answer it is a block of: ends the live text of that answer */
    int kind;      /* enum item_kind */
    char *text;
    char *tool;    /* tool_use: its name; tool_result: the name of the call it answers, if known */
    char *tool_id; /* links a result to its call */
    char *input;   /* JSON */
    bool is_error;
    int64_t full_bytes; /* of text or input when it was cut */
    int64_t timestamp;
    bool sidechain;
    bool off_branch;
    bool live; /* not in the transcript: what is being written now, or kept from the spool */
};

extern const char *const item_kind_words[];
extern const struct field item_fields[];

void item_init(struct item *item);
void item_done(struct item *item);

#endif
