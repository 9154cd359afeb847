/*
 * What a session is called: the best of what its records offer.
 */
#ifndef CCR_TRANSCRIPT_TITLE_H
#define CCR_TRANSCRIPT_TITLE_H

#include "protocol/json.h"
#include "remote/transcript/items.h"

#define TITLE_CHARACTERS    200
#define TITLE_SUMMARIES_MAX 16 /* the last ones of a file */

struct title_summary {
    char *text;
    char *leaf; /* uuid of a record, of this file or of another one */
};

struct title {
    char *custom, *made; /* the last ones given by the user, by the CLI */
    char *last_told;     /* what the CLI's own record says is the last prompt */
    char *first, *last;  /* prompts that somebody typed */
    char *fallback;      /* a slash command, or a prompt of an image */
    struct title_summary summaries[TITLE_SUMMARIES_MAX];
    size_t summary_count;
};

void title_init(struct title *title);
void title_done(struct title *title);

/* Takes from one record, and from the items it gave, what may become a title. */
void title_add(struct title *title, const struct json *record, const struct item *items,
               size_t count);

/* The best title there is, the caller's to free, NULL for none: the user's, the CLI's, the last
 * prompt where the CLI keeps that, the last summary that is of this file, the first prompt, a
 * command. `path` is the file, for telling whose the summaries are. */
char *title_choose(const struct title *title, const char *path);

/* One line of at most TITLE_CHARACTERS of text, then an ellipsis; the caller's to free. White
 * space and control characters become one space. NULL for blank text and for NULL. */
char *title_line(const char *text);

#endif
