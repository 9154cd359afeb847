/*
 * The clocks. Pure floors never ask; they are told.
 */
#ifndef CCR_SYS_CLOCK_H
#define CCR_SYS_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970, UTC: what is stored and shown. May jump. */
int64_t clock_wall_ms(void);

/* Milliseconds that only go forward: for delays and deadlines. */
int64_t clock_steady_ms(void);

#endif
