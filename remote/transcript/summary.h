/*
 * What the list of sessions says of a transcript, from one pass over it.
 */
#ifndef CCR_TRANSCRIPT_SUMMARY_H
#define CCR_TRANSCRIPT_SUMMARY_H

#include "protocol/base/err.h"
#include "protocol/data/session.h"

#define SUMMARY_LINE_MAX (1024 * 1024) /* of longer lines only the beginning counts */

struct summary {
    /* All that a transcript tells: host, state, holder, cost and note stay missing. The id is
     * the file's name where that is one, else what its records say. */
    struct session session;
    bool listed;    /* it has a title, and does not begin as a sub-agent's */
    int64_t hidden; /* records without items */
};

void summary_init(struct summary *summary);
void summary_done(struct summary *summary);

/* Reads the file at path in place of what *ret_summary held; as it was when that fails, with
 * the errors of window_read(). Tokens are those of this file alone: sub-agents have
 * files of their own. */
int summary_read(const char *path, struct summary *ret_summary, struct err *err);

#endif
