/*
 * Runs: one agent process each, with its spool folder, and the lines that were given to
 * it. A line's row is committed before its bytes are written into in.ndjson, so a new
 * daemon can write them again at the same places and never glues, repeats or loses one.
 */
#ifndef CCR_STORE_RUN_TABLE_H
#define CCR_STORE_RUN_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/field.h"

#include <stddef.h>

enum run_state { RUN_LIVE, RUN_SETTLED };

struct run_row {
    char *run; /* UUID, the name of its folder */
    char *session;
    int state;  /* enum run_state */
    char *boot; /* the boot it was started in */
    int64_t started_at, settled_at;
    int64_t out_offset; /* bytes of out.ndjson whose effects are committed */
    int64_t in_bytes;   /* bytes of all its line rows */
    char *exit;         /* the shim's word */
    double cost_usd;    /* what its results have said so far: it is cumulative there */
    char *answer;       /* the last answer's text, kept until it stands in the transcript */
    char *answer_uuid;
    int64_t background;    /* pieces of background work that run */
    bool turn_open;        /* an init was read and its result was not */
    int64_t transcript_at; /* the transcript was searched for receipts up to here */
};

enum line_kind { LINE_PROMPT, LINE_ANSWER, LINE_CONTROL };

struct line_row {
    char *run;
    int64_t offset; /* in in.ndjson */
    int kind;       /* enum line_kind */
    char *ref;      /* the attempt, the ask or the control request it carries */
    int64_t handed_at;
    char *content; /* with its '\n' */
};

void run_row_init(struct run_row *run);
void run_row_done(struct run_row *run);

int run_table_insert(struct store *store, const struct run_row *run, struct err *err);
int run_table_update(struct store *store, const struct run_row *run, struct err *err);
int run_table_get(struct store *store, const char *run, struct run_row *ret_run, struct err *err);

/* All live ones; an array of the caller's. */
int run_table_live(struct store *store, struct run_row **ret_runs, size_t *ret_count,
                   struct err *err);

/* The settled ones from before that time; their folders may go. */
int run_table_settled_before(struct store *store, int64_t time, struct run_row **ret_runs,
                             size_t *ret_count, struct err *err);

/* The session's last run; ERR_NOT_FOUND. */
int run_table_last_of(struct store *store, const char *session, struct run_row *ret_run,
                      struct err *err);

/* When the session's last settled run was settled; -1 when it never had one. */
int run_table_last_settled(struct store *store, const char *session, int64_t *ret_ms,
                           struct err *err);
int run_table_delete(struct store *store, const char *run, struct err *err);
void run_table_free(struct run_row *runs, size_t count);

int line_table_insert(struct store *store, const struct line_row *line, struct err *err);

/* The lines of a run in the order of their offsets. */
int line_table_of(struct store *store, const char *run, struct line_row **ret_lines,
                  size_t *ret_count, struct err *err);
void line_table_free(struct line_row *lines, size_t count);

#endif
