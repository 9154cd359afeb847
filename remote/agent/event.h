/*
 * One line of Claude Code's stdout, decoded: what of it ccr acts on. Every field is
 * optional and every word open in what the CLI prints, so a line that says something
 * unknown is EVENT_OTHER and one that is no JSON EVENT_GARBAGE; neither is an error.
 */
#ifndef CCR_AGENT_EVENT_H
#define CCR_AGENT_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT_TEXT_MAX  (1024 * 1024) /* a result's or an answer's text; cut beyond */
#define EVENT_INPUT_MAX (512 * 1024)  /* a request's input; beyond it the request is refused */

enum event_kind {
    EVENT_OTHER,
    EVENT_GARBAGE,
    EVENT_INIT,        /* a turn begins: session, model, version */
    EVENT_ECHO,        /* uuid: a prompt of ours was taken into the conversation */
    EVENT_MESSAGE,     /* an answer begins to be written: message (its id) */
    EVENT_DELTA,       /* text that was just written */
    EVENT_ANSWER,      /* a finished block: uuid, message, text or tool */
    EVENT_TOOL_RESULT, /* a tool has ended: tool_id */
    EVENT_TOKENS,      /* number: output tokens of the answer so far */
    EVENT_RESULT,      /* a turn has ended */
    EVENT_REQUEST,     /* the agent asks; every one must be answered */
    EVENT_WITHDRAWN,   /* request_id: the agent took a request back */
    EVENT_RESPONSE,    /* request_id: an answer of ours echoed, or the answer to our request */
    EVENT_RETRY,       /* an API call failed and is tried again: text, number (ms) */
    EVENT_LIMIT,       /* usage limit: rejected, number (ms since 1970 of its reset) */
    EVENT_BACKGROUND,  /* background work began or ended: task_id, rejected true when over */
};

struct event {
    enum event_kind kind;
    bool nested; /* of a sub-agent: not the main conversation */
    char *uuid;
    char *session;
    char *message;
    char *text;
    char *tool;
    char *tool_id;
    char *request_id;
    char *subtype;     /* REQUEST and RESULT: the CLI's word */
    char *input;       /* JSON text: a request's or a tool call's */
    char *suggestions; /* JSON array text */
    char *error;       /* the CLI's word for an API error, such as rate_limit */
    int64_t number;
    int64_t status; /* HTTP status of a failed call, -1 when unknown */
    double cost_usd;
    int64_t duration_ms;
    int64_t turns;
    bool is_error;
    bool has_origin; /* RESULT: of a turn that the CLI began by itself */
    bool rejected;
    bool oversized; /* REQUEST: input was over EVENT_INPUT_MAX and is not here */
};

/* Decodes len bytes (no '\n'). The event owns its texts; event_done() frees them. */
void event_decode(const char *line, size_t len, struct event *ret_event);
void event_done(struct event *event);

/* One line that says what a tool call does: the command, the path, the pattern. input is
 * JSON text; the result is printable, at most 200 bytes, and the caller's. */
char *event_tool_summary(const char *tool, const char *input);

#endif
