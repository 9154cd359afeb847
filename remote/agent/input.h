/*
 * The lines that go into Claude Code's stdin. Each function appends one line of
 * compact JSON with its '\n' to out (whose maximum the caller chose large enough:
 * INPUT_LINE_MAX always is) and returns 0 or -ERR_TOO_LARGE with out unchanged. A bad
 * line would kill the agent, so nothing else writes there.
 */
#ifndef CCR_AGENT_INPUT_H
#define CCR_AGENT_INPUT_H

#include "protocol/base/buf.h"
#include "protocol/base/err.h"

#include <stdbool.h>

#define INPUT_PROMPT_MAX (128 * 1024)  /* bytes of UTF-8; six times that escaped */
#define INPUT_LINE_MAX   (1024 * 1024) /* what the shim feeds at most */

/* What the user's text must be before it is a prompt: 1 to INPUT_PROMPT_MAX bytes, not
 * blank, no NUL (len counts), UTF-8. ERR_INVALID or ERR_TOO_LARGE say which. */
int input_check_prompt(const char *text, size_t len, struct err *err);

int input_prompt(struct buf *out, const char *uuid, const char *text);

/* A control request of ours: interrupt, or set_permission_mode with a mode. */
int input_interrupt(struct buf *out, const char *request_id);
int input_set_mode(struct buf *out, const char *request_id, const char *mode);

/* The answer that allows. input is the request's own input as JSON text, sent back as
 * updatedInput: without it 2.1.197 takes the answer for a denial. permission is one
 * element of the request's suggestions as JSON text, or NULL. */
int input_allow(struct buf *out, const char *request_id, const char *input, const char *permission);

/* The answer that denies; message reaches the model and must not be empty. */
int input_deny(struct buf *out, const char *request_id, const char *message);

/* The answer to a question: the request's input with `answers`, an object as JSON text
 * that maps each question's text to its answer. */
int input_answers(struct buf *out, const char *request_id, const char *input, const char *answers);

/* The answer to a request that this build does not know; the turn would wait for ever. */
int input_refuse(struct buf *out, const char *request_id, const char *reason);

#endif
