/*
 * A goal and how near the runs came to it. One value a run goes into each series; a row of
 * the table shows the median of the runs and, in brackets, the lowest and the highest.
 */
#ifndef CCR_BENCH_SCORE_H
#define CCR_BENCH_SCORE_H

#include "tests/bench/series.h"

#include <stdbool.h>

/* How often everything is done. */
struct plan {
    int runs;  /* interleaved rounds; the spread is theirs */
    int count; /* samples in each */
};

struct score {
    const char *what, *unit, *goal; /* in words */
    struct series ours, floor;      /* floor may stay empty: the goal is a number */
    struct series share;            /* of the goal; 1 is just met */
};

/* Reads "[RUNS [COUNT]]"; false, with the usage on stderr, for anything else. */
bool plan_read(struct plan *plan, int argc, char **argv);

/* One run's value, and what it is to be at most, in the same unit; 0: nothing is asked of it. */
void score_add(struct score *score, double ours, double goal);
void score_add_floor(struct score *score, double floor);

/* Prints the row as Markdown, with what $CCR_BENCH_WHEN says of the circumstances (score_heading()
 * prints what stands above it), and frees the series.
 */
void score_print(struct score *score);
void score_heading(void);

#endif
