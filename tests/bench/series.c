#include "tests/bench/series.h"

#include "protocol/base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void series_add(struct series *series, double value)
{
    series->values = mem_resize(series->values, series->count + 1, sizeof(*series->values));
    series->values[series->count++] = value;
}

void series_done(struct series *series)
{
    free(series->values);
    *series = (struct series){0};
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y ? 1 : 0;
}

double series_quantile(const struct series *series, double share)
{
    double *sorted, value;
    size_t rank;

    if (series->count == 0)
        return 0;
    sorted = mem_new(series->count, sizeof(*sorted));
    memcpy(sorted, series->values, series->count * sizeof(*sorted));
    qsort(sorted, series->count, sizeof(*sorted), by_value);
    rank = (size_t)ceil(share * (double)series->count);
    value = sorted[rank > 0 ? rank - 1 : 0];
    free(sorted);
    return value;
}

double series_median(const struct series *series)
{
    return series_quantile(series, 0.5);
}
