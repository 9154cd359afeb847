/*
 * A live run: an agent process in its shim, with its spool. A run never changes its
 * session. What it knows that must outlive the daemon is in its row, in its lines' rows and in
 * those of its attempts and asks; the rest is made again from them and from the spool.
 */
#ifndef CCR_DAEMON_RUN_H
#define CCR_DAEMON_RUN_H

#include "remote/agent/hand.h"
#include "remote/daemon/daemon.h"
#include "remote/daemon/live.h"
#include "remote/daemon/spool.h"
#include "remote/store/run_table.h"

#include "protocol/data/attempt.h"
#include "protocol/data/task.h"
#include "protocol/frame.h"

enum run_phase {
    RUN_WORKS,
    RUN_LET_GO,  /* its stdin is closed or will be; nothing more is handed over */
    RUN_ORPHANED /* its shim is dead, and the lock is still held: see orphan.h */
};

struct run {
    struct run *next;
    struct daemon *daemon;
    struct run_row row;
    struct spool spool;
    uv_poll_t alive;
    bool watching_alive;
    enum run_phase phase;
    struct hand hand;
    struct frame frame;
    int64_t read_offset;  /* bytes of the output that are in frame or were applied */
    int64_t apply_offset; /* bytes of whole lines that were applied */
    int64_t written;      /* bytes of the lines' rows that stand in in.ndjson */
    int64_t started;      /* steady ms */
    bool seen;            /* the shim wrote down who it is */
    bool passing;         /* over a line that is too long */
    bool unread;          /* the output could not be read to its end */
    bool withdrawn;       /* what was written was taken back from a shim that never came */
    int64_t holder_due;   /* steady ms: when an idle process looks whether the user came */
    int64_t idle_since;   /* steady ms, -1 while something is in hand */
    int64_t retry_at;     /* steady ms: a write or a commit failed and is tried again */
    int64_t orphan_due;
    int orphan_step;
    int64_t swallow_due;
    int64_t receipt_due;
    int64_t answer_due;  /* steady ms: until then the last answer may come into the transcript */
    int64_t limit_reset; /* wall ms: a usage limit rejected the turn */
    char *model, *permission_mode; /* as it was started */
    char **argv, *cwd;             /* of the agent that is to be started: see beginning.h */
    double max_budget_usd;         /* NAN: none */
    bool last_turn;                /* the agent changed its session: nothing more is handed over */
    char *error_word;              /* the CLI's word for the error of the turn */
    char *plan;                    /* the input of the last ExitPlanMode call, JSON */
    struct live live;
    int stop_step;    /* how far up the ladder, see stop.h */
    int64_t stop_due; /* steady ms of the next step; -1: no turn is being stopped */
};

/* Starts a run for the session with this task as its first prompt. The rows are committed
 * before anything is made; its processes begin in this pass of the loop (beginning_launch()).
 * ERR_CONFLICT: the session is held by somebody else. */
int run_start(struct daemon *daemon, struct task *task, struct attempt *attempt, struct err *err);

/* Takes over a live run of an earlier daemon: completes its lines, reads on where its row says. */
int run_adopt(struct daemon *daemon, struct run_row *row, struct err *err);

/* Hands one more prompt to a live run; there must be room. */
int run_hand_over(struct run *run, struct task *task, struct attempt *attempt, struct err *err);

/* Adds a line's row inside the caller's transaction; run_flush() writes it after the commit. */
int run_add_line(struct run *run, enum line_kind kind, const char *ref, const char *content,
                 struct err *err);

/* Writes the lines whose rows are committed and pokes the shim. A failure is tried again. */
void run_flush(struct run *run);

/* Forgets what was not committed and makes the state again from the rows: after a commit that
 * failed. */
void run_reload(struct run *run);

/* True when nothing is in hand and nothing is asked: nobody would miss the process. */
bool run_is_idle(struct run *run);

/* Closes the agent's stdin once it has read all; for an idle process. */
void run_let_go(struct run *run);

/* What is due now; the steady time of what is due next, -1 for nothing. */
int64_t run_tick(struct run *run, int64_t now);

/* The live run of a session, or by its id; NULL when there is none. */
struct run *run_of_session(struct daemon *daemon, const char *session);
struct run *run_find(struct daemon *daemon, const char *id);

/* Takes the run out of the daemon and frees it; its row is settled or belongs to the next daemon.
 */
void run_free(struct run *run);

#endif
