/*
 * Numbers that were measured, and what is said of them.
 */
#ifndef CCR_BENCH_SERIES_H
#define CCR_BENCH_SERIES_H

#include <stddef.h>

struct series {
    double *values; /* NULL: empty */
    size_t count;
};

void series_add(struct series *series, double value);

/* Forgets all values; usable again. */
void series_done(struct series *series);

/* The value that `share` (0 to 1) of them do not pass, by the nearest rank; 0 when empty. */
double series_quantile(const struct series *series, double share);

double series_median(const struct series *series);

#endif
