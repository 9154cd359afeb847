/*
 * A prompt on its way to a host: through the outbox, with a receipt or a reason.
 */
#ifndef CCR_CLI_SUBMIT_H
#define CCR_CLI_SUBMIT_H

#include "tui/cli/cli.h"
#include "tui/store/outbox_table.h"

/* The params of task/submit for a row; the caller's. */
struct json *submit_params(const struct outbox_entry *entry);

/* Sends a row of the outbox to its host, which is picked and connected. 0: the host has it, and the
 * row is sent. Otherwise the row is where the error says:
 *   ERR_UNREACHABLE                     unsent, no byte was written
 *   ERR_UNCONFIRMED, ERR_INTERRUPTED    sending, it may have arrived
 *   ERR_CONFLICT                        as it was: another client has sent or dropped it
 *   what the host answered              unsent, the reason in its note: the host has not taken it
 */
int submit_entry(struct cli *cli, const struct outbox_entry *entry, struct task *ret_task,
                 struct err *err);

/* What `prompt` and `reply` do with a new entry, whose host is the picked one: makes the id when
 * there is none, then the row, then sends. 0: *ret_task is the task; 1: it stays in the outbox as
 * was wished (queue), with err as the reason. On an error the row is gone when the host has
 * not got it for certain, and kept with `sending` otherwise. */
int submit_new(struct cli *cli, struct outbox_entry *entry, bool queue, struct task *ret_task,
               struct err *err);

/* What --wait, --json and nothing of the two print after submit_new() gave 0 or 1; the
 * exit status, or a negative error code. */
int submit_report(struct cli *cli, const struct outbox_entry *entry, bool queued, bool wait,
                  struct task *task, struct err *err);

#endif
