#include "tests/bench/stopwatch.h"

#include <time.h>

#define REST_NS 2000000

int64_t stopwatch_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double stopwatch_ms_since(int64_t from_ns)
{
    return (double)(stopwatch_ns() - from_ns) / 1e6;
}

void stopwatch_rest(void)
{
    struct timespec rest = {0, REST_NS};

    nanosleep(&rest, NULL);
}
