/*
 * What becomes of a task: its result, its failure, its delay, its next attempt. Every
 * change of a task's state but the hand-over is made here, inside the caller's transaction.
 */
#ifndef CCR_DAEMON_ENDING_H
#define CCR_DAEMON_ENDING_H

#include "remote/daemon/run.h"

/* The turn of this attempt is over. stop is why it was being stopped (enum attempt_stop), for
 * itself or for another in the same turn. cost is NAN when another attempt has it already. */
int ending_by_result(struct run *run, const struct hand_attempt *taken, int stop,
                     const struct event *result, double cost, struct err *err);

/* What an attempt becomes whose turn was stopped. result (may be NULL) is what was said so far. */
int ending_stopped(struct daemon *daemon, const char *task, int stop, const char *result,
                   struct err *err);

/* Ends a task that has not ended: state, and for a failure its code, message and next step
 * (each may be NULL). Its open attempt is over. */
int ending_set(struct daemon *daemon, const char *task, int state, const char *code,
               const char *message, const char *next, struct err *err);

/* Puts the task's open attempt back into the queue with the same uuid. */
int ending_again(struct daemon *daemon, struct attempt *attempt, const char *reason,
                 struct err *err);

/* Makes a new attempt of a task that was interrupted or delayed: `continue` when a
 * transcript has one of its prompts and again is false, else the same text. The task is queued,
 * or delayed until that wall time when it is not -1. */
int ending_retry(struct daemon *daemon, struct task *task, bool again, int64_t until,
                 struct err *err);

#endif
