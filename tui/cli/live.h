/*
 * What is being written now, printed as it grows and marked so: state of one session, of which the
 * client acknowledges each revision.
 */
#ifndef CCR_CLI_LIVE_H
#define CCR_CLI_LIVE_H

#include "protocol/base/buf.h"
#include "protocol/json.h"

#include <stdbool.h>
#include <stdint.h>

#define LIVE_MAX (1024 * 1024) /* text kept to compare with; what is over it is not shown */

struct live {
    struct buf text; /* what was printed of the current message */
    int64_t revision;
    char *tool;
    bool open;  /* something stands on the terminal's line */
    bool begun; /* the line has its mark */
};

void live_init(struct live *live);
void live_done(struct live *live);

/* A session/live notice: prints what is new, with `json` as an item of kind text with live true.
 * Returns the revision to acknowledge. */
int64_t live_update(struct live *live, const struct json *params, bool json);

/* Ends the line that is open, before something durable is printed; nothing with json. */
void live_break(struct live *live);

#endif
