/*
 * Time as the measurements take it. The benches and their stand-in agent read the same clock,
 * which all processes of a machine share.
 */
#ifndef CCR_BENCH_STOPWATCH_H
#define CCR_BENCH_STOPWATCH_H

#include <stdint.h>

/* Nanoseconds that only go forward. */
int64_t stopwatch_ns(void);

/* The same of this process's own work: what others do meanwhile does not count. */
int64_t stopwatch_cpu_ns(void);

/* What went by since then, in milliseconds. */
double stopwatch_ms_since(int64_t from_ns);

/* Lets a moment pass between two looks at a state that is waited for. */
void stopwatch_rest(void);

#endif
