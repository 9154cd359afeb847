/*
 * The receipts that only the transcript can give: a prompt is accepted when its uuid stands
 * there, an answer is saved when its last record does. The CLI writes about a tenth of a
 * second late, so the file is looked at for a while after each hint.
 */
#ifndef CCR_DAEMON_RECEIPT_H
#define CCR_DAEMON_RECEIPT_H

#include "remote/daemon/run.h"

/* Something happened that the transcript will show soon: look now, and for a while. */
void receipt_hint(struct run *run);

/* Where the transcript is looked at from, of a run that begins now: what it writes comes behind. */
int64_t receipt_from(const struct run *run);

/* Looks when it is time to; steady time of the next look, -1 for none. */
int64_t receipt_tick(struct run *run, int64_t now);

/* Inside the caller's transaction, when the agent is gone: what stands in the transcript now is all
 * there will be. A last answer that is not there is kept, and the session's note says that Claude
 * will not remember it. */
int receipt_settle(struct run *run, struct err *err);

#endif
