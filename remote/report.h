/*
 * How ccr-remote ends when something is wrong: one line on stderr, and the status that goes with
 * it.
 */
#ifndef CCR_REPORT_H
#define CCR_REPORT_H

#include "protocol/base/err.h"

/* Prints what failed and the next step; the exit status. */
int report_error(const struct err *err);

#endif
