#include "tests/bench/score.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS_MAX  100
#define COUNT_MAX 100000

static bool read_number(const char *text, int most, int *ret_number)
{
    char *end;
    long number = strtol(text, &end, 10);

    *ret_number = (int)number;
    return *text != '\0' && *end == '\0' && number >= 1 && number <= most;
}

bool plan_read(struct plan *plan, int argc, char **argv)
{
    if (argc <= 3 && (argc < 2 || read_number(argv[1], RUNS_MAX, &plan->runs)) &&
        (argc < 3 || read_number(argv[2], COUNT_MAX, &plan->count)))
        return true;
    fprintf(stderr, "usage: %s [RUNS [COUNT]]\n", argv[0]);
    return false;
}

void score_add(struct score *score, double ours, double goal)
{
    series_add(&score->ours, ours);
    if (goal > 0)
        series_add(&score->share, ours / goal);
}

void score_add_floor(struct score *score, double floor)
{
    series_add(&score->floor, floor);
}

static void print_series(const struct series *series, const char *unit)
{
    if (series->count == 0)
        printf("  |");
    else
        printf(" %.2f [%.2f, %.2f]%s%s |", series_median(series), series_quantile(series, 0),
               series_quantile(series, 1), *unit != '\0' ? " " : "", unit);
}

void score_heading(void)
{
    printf("| what | ours | floor | goal | ours / goal | runs |\n"
           "|---|---|---|---|---|---|\n");
}

void score_print(struct score *score)
{
    const char *when = getenv("CCR_BENCH_WHEN");

    printf("| %s%s%s |", score->what, when != NULL ? ", " : "", when != NULL ? when : "");
    print_series(&score->ours, score->unit);
    print_series(&score->floor, score->unit);
    printf(" %s |", score->goal);
    print_series(&score->share, "");
    printf(" %zu |\n", score->ours.count);
    fflush(stdout);
    series_done(&score->ours);
    series_done(&score->floor);
    series_done(&score->share);
}
