/*
 * JSON-RPC 2.0 messages, one a line (https://www.jsonrpc.org/specification): what
 * kind a line is, and the three kinds as lines. Ids are whole numbers in what we send
 * and kept as they came in what we answer.
 */
#ifndef CCR_PROTOCOL_MESSAGE_H
#define CCR_PROTOCOL_MESSAGE_H

#include "protocol/json.h"

enum message_kind {
    MESSAGE_REQUEST,
    MESSAGE_NOTICE, /* a request without an id: no answer is wanted */
    MESSAGE_ANSWER, /* result, or error_code other than ERR_NONE */
};

struct message {
    enum message_kind kind;
    struct json *root;   /* owns all below */
    struct json *id;     /* borrowed; NULL in a notice */
    const char *method;  /* borrowed; NULL in an answer */
    struct json *params; /* borrowed; NULL when there are none */
    struct json *result; /* borrowed; NULL in an error */
    struct err error;    /* an answer's error; code ERR_NONE otherwise */
};

/* Reads a line. -ERR_INVALID: not JSON, or no JSON-RPC message; nothing to free. */
int message_parse(const char *line, size_t len, struct message *ret_message, struct err *err);
void message_done(struct message *message);

/* The id as the whole number we gave it, -1 for anything else. */
int64_t message_number(const struct message *message);

/* Append one line with its '\n'. params and result are taken over and may be NULL.
 * -ERR_TOO_LARGE when the line is over FRAME_LINE_MAX or out is full; out is unchanged. */
int message_print_request(struct buf *out, int64_t id, const char *method, struct json *params);
int message_print_notice(struct buf *out, const char *method, struct json *params);
int message_print_result(struct buf *out, const struct json *id, struct json *result);
int message_print_error(struct buf *out, const struct json *id, const struct err *error);

#endif
