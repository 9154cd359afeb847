/*
 * The daemon's half of an ask. The row is committed before any client sees it; the
 * winning answer and its line for the agent commit in one transaction, and only then is the line
 * written and the winner told.
 */
#ifndef CCR_DAEMON_ASKS_H
#define CCR_DAEMON_ASKS_H

#include "remote/agent/answer.h"
#include "remote/daemon/run.h"

#include "protocol/data/ask.h"

/* Inside the caller's transaction: the agent asked; took its request back; echoed our answer. A
 * request that is no ask of ours is ignored by the last two. */
int asks_open(struct run *run, const struct event *event, struct err *err);
int asks_withdrawn(struct run *run, const char *request_id, struct err *err);
int asks_delivered(struct run *run, const char *request_id, struct err *err);

/* Inside the caller's transaction: the run is over, what it asked can be answered no more. */
int asks_expire(struct daemon *daemon, const char *run, struct err *err);

/* Answers, in a transaction of its own; ret_ask is as it is then. ERR_CONFLICT: it is not
 * pending, with who answered what and when; ERR_INVALID: no such choice for it; ERR_POLICY. */
int asks_answer(struct daemon *daemon, const char *id, const struct answer_choice *choice,
                const char *who, struct ask *ret_ask, struct err *err);

/* Cuts the ask's input to what is shown: the beginning of its JSON as a text, when it is longer
 * than max bytes (ASK_INPUT_MAX, or less in a long list). */
void asks_cut_input(struct ask *ask, size_t max);

#endif
