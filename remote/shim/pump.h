#ifndef CCR_REMOTE_SHIM_PUMP_H
#define CCR_REMOTE_SHIM_PUMP_H

/*
 * The loop between a run's folder and its agent, until the agent has ended and its output is on
 * disk. It waits in poll without a time limit, unless one of its two timers is due: the next try
 * after a failed write (PUMP_RETRY_MS), and the end of a silent pipe (PUMP_QUIET_MS).
 *
 * In: whole lines of in.ndjson; `fed` says so before a line's first byte goes into the pipe, and
 * the next line waits until that one went in whole. When `eof` was there and nothing of in.ndjson
 * is left the agent's stdin is closed. An agent that closes its stdin is fed no more, nothing else.
 *
 * Out: what cannot be written stays in one buffer, and its pipe is not read until that is on disk;
 * `stall` stands meanwhile. The agent's wait in write(2) is the only back pressure.
 *
 * When the agent has ended, its pipes are read to their end, but not for ever: a background child
 * of its may hold them open. A pipe is in order, so all that the agent itself wrote has been read
 * when nothing comes for PUMP_QUIET_MS, or after PUMP_DRAIN_MAX bytes, more than a pipe holds.
 * A maximum of out.ndjson binds a living agent only; else its last bytes would have no place.
 */

#include "remote/shim/agent.h"
#include "remote/shim/ending.h"
#include "remote/shim/feed.h"
#include "remote/shim/spool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PUMP_RETRY_MS = 1000,
    PUMP_QUIET_MS = 2000,
    PUMP_OUT_SIZE = 64 * 1024,
    PUMP_LOG_SIZE = 8 * 1024,
    PUMP_IN_SIZE = 16 * 1024
};
#define PUMP_DRAIN_MAX ((uint64_t)16 * 1024 * 1024)

/* One way out: a pipe of the agent's and the bytes read from it that are not on disk yet. */
struct flow {
    int *fd;
    ssize_t (*put)(struct spool *spool, const char *bytes, size_t n);
    char *bytes;
    size_t size;
    size_t from; /* [from, to) waits */
    size_t to;
};

/* Large: belongs into static memory. */
struct pump {
    struct spool *spool;
    struct agent *agent;
    int wake; /* of wake_init */
    struct feed feed;
    uint64_t marked;  /* what `fed` says */
    uint64_t sent;    /* how far in.ndjson went into the pipe */
    bool unmarked;    /* `fed` could not be rewritten for the found line */
    bool eof;         /* `eof` was seen */
    int64_t retry_at; /* monotonic milliseconds, -1 when not due */
    int64_t quiet_at; /* likewise; set when the agent has ended */
    uint64_t drained; /* bytes read since then */
    struct flow out;
    struct flow log;
    struct ending failure; /* empty unless the shim could not do its part */
    char out_bytes[PUMP_OUT_SIZE];
    char log_bytes[PUMP_LOG_SIZE];
    char in_bytes[PUMP_IN_SIZE];
};

/* spool and agent stay the caller's and must outlive the pump; the agent runs. */
void pump_init(struct pump *pump, struct spool *spool, struct agent *agent, int wake);

/*
 * Looks once at in.ndjson, then pumps. Returns when the agent has ended and its last byte is
 * written; *ret_ending is how it ended, or the failure that made the shim interrupt it.
 */
void pump_run(struct pump *pump, struct ending *ret_ending);

#endif
