/*
 * The live overlay of a session: what Claude is writing now. State, not history: only its
 * latest value matters, and it is dropped when the durable item has come.
 */
#ifndef CCR_DAEMON_LIVE_H
#define CCR_DAEMON_LIVE_H

#include "remote/agent/event.h"

#include "protocol/base/buf.h"
#include "protocol/json.h"

#include <stdbool.h>
#include <stdint.h>

#define LIVE_TEXT_MAX (256 * 1024) /* beyond it the text is begun anew */

struct live {
    int64_t revision;  /* raised with each change; 0: nothing was ever written */
    struct buf text;   /* of the message that is being written */
    int64_t text_from; /* revision at which this text was begun anew */
    char *message;     /* its id */
    char *tool;        /* what runs now, in one line; NULL: nothing */
    char *tool_id;
    int64_t tokens;
    int64_t turn_started; /* wall ms, -1 between turns */
    char *note;           /* such as "the API is overloaded, attempt 2 of 10" */
};

void live_init(struct live *live);
void live_done(struct live *live);

/* Applies an event of the main conversation that came at that wall time. */
void live_apply(struct live *live, const struct event *event, int64_t now);

/* The agent is gone: nothing is being written any more. */
void live_drop(struct live *live);

/* Where a client's copy stands. */
struct live_mark {
    int64_t revision;    /* the last value it was sent */
    int64_t text_length; /* bytes of text it has */
    int64_t text_from;
};

/* The difference between the mark and now as the params of session/live (without the
 * session), and the mark brought up to now. The caller owns it. */
struct json *live_difference(const struct live *live, struct live_mark *mark, int64_t now);

#endif
