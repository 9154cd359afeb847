#include "tests/bench/stopwatch.h"

#include <time.h>

#define REST_NS 2000000

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t stopwatch_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t stopwatch_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
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
