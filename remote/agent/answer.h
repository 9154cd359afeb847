/*
 * An answer to an ask as the line that the agent reads. Pure: what may be said to which
 * kind of ask, and what it means, stands here and nowhere else.
 */
#ifndef CCR_AGENT_ANSWER_H
#define CCR_AGENT_ANSWER_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"
#include "protocol/data/ask.h"

#define ANSWER_TEXT_MAX (128 * 1024)

struct answer_choice {
    const char *word;  /* allow, always, deny, text */
    int64_t rule;      /* always: which suggestion, from 1; 0: the first that adds a rule, else
                          the first */
    const char *text;  /* what `text` says, the message of `deny`; NULL: none */
    bool allow_bypass; /* the host's policy lets a suggestion switch to bypassPermissions */
};

/*
 * Appends the line for the ask's request. ret_said (the caller's) is the answer in words, such as
 * "always: Bash(make check)".
 *
 * permission: allow, always, deny, text (which is deny with that message).
 * plan:       allow; always (which also accepts edits from then on); deny, text (keep planning).
 * question:   text, a line a question: an option's number or label, several with commas where the
 *             question takes several, or free text; deny.
 *
 * ERR_INVALID: no such choice for this kind, with what there is; ERR_POLICY; ERR_TOO_LARGE.
 */
int answer_line(struct buf *out, const struct ask *ask, const char *request_id,
                const struct answer_choice *choice, char **ret_said, struct err *err);

/* What a suggestion would grant, in words, printable; the caller's. suggestion is JSON text. */
char *answer_describe(const char *suggestion);

#endif
