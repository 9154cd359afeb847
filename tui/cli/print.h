/*
 * The objects of ccr(1) for people's eyes, in 40 columns and more, and as JSON lines.
 */
#ifndef CCR_CLI_PRINT_H
#define CCR_CLI_PRINT_H

#include "protocol/data/ask.h"
#include "protocol/data/item.h"
#include "protocol/data/session.h"
#include "protocol/data/task.h"
#include "tui/cli/cli.h"

/* One line of a list; now_ms for the age. */
void print_task_row(const struct task *task, int64_t now_ms);
void print_session_row(const struct session *session, int64_t now_ms);

/* All that is known, a line a member. */
void print_task(const struct task *task, int64_t now_ms);

/* How a followed task ended: one line, and the error's if it has one. */
void print_task_end(const struct task *task);

/* An ask with what answers it. */
void print_ask(const struct cli *cli, const struct ask *ask, int64_t now_ms);

/* What granting the suggestion means, in words: "allow Bash(npm test) in
 * .claude/settings.local.json". A text of the caller's. */
char *print_rule(const struct json *suggestion);

/* An item of a conversation; full: whole results and inputs instead of their beginning. */
void print_item(const struct item *item, bool full);

/* The same in Markdown. */
void print_item_markdown(const struct item *item);

/* What a tool call is about, of its input: "npm test". A text of the caller's. */
char *print_input(const char *tool, const char *input);

#endif
