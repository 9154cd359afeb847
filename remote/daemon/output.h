/*
 * What a run's agent printed: read in whole lines, applied, and committed together with how far
 * it was read.
 */
#ifndef CCR_DAEMON_OUTPUT_H
#define CCR_DAEMON_OUTPUT_H

#include "remote/daemon/run.h"

#define OUTPUT_LINE_MAX (8 * 1024 * 1024) /* a longer line of output is passed over */

/* Reads what is there, a part in one pass of the loop, and applies it. Sets run->retry_at when
 * there is more, or when it could not be committed. */
void output_read(struct run *run);

#endif
