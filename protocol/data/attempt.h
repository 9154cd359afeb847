/*
 * An attempt: one handing of a task's prompt to Claude. The first has the task's id as
 * its uuid; later ones their own.
 */
#ifndef CCR_DATA_ATTEMPT_H
#define CCR_DATA_ATTEMPT_H

#include "protocol/data/field.h"

enum attempt_why { ATTEMPT_FIRST, ATTEMPT_RETRY, ATTEMPT_CONTINUE };

/* Why its turn is being stopped: decides what its task becomes. */
enum attempt_stop { STOP_NONE, STOP_USER, STOP_CANCEL, STOP_TIMEOUT };

struct attempt {
    char *attempt; /* the uuid of the user message Claude receives */
    char *task;
    int64_t number;                  /* from 1 */
    int why;                         /* enum attempt_why */
    char *prompt;                    /* the text handed over, when it is not the task's own */
    char *run;                       /* the run it was handed to last; missing: to none yet */
    int64_t line_offset, line_bytes; /* its line in that run's in.ndjson */
    int64_t handed_at;               /* bytes of the run's output then */
    bool began, echoed;
    int64_t starts; /* how often it was handed over */
    bool over;      /* nothing more will be made of this attempt */
    int stop;       /* enum attempt_stop */
};

extern const char *const attempt_why_words[];
extern const char *const attempt_stop_words[];
extern const struct field attempt_fields[];

void attempt_init(struct attempt *attempt);
void attempt_done(struct attempt *attempt);

#endif
