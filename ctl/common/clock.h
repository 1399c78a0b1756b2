/* SPDX-License-Identifier: MIT */
/* The time, and waiting for it. */
#ifndef CTL_CLOCK_H
#define CTL_CLOCK_H

#include <stdint.h>

#define NS_PER_MS	1000000LL
#define NS_PER_S	1000000000LL

/* CLOCK_MONOTONIC, in nanoseconds. */
int64_t clock_now(void);

/* Sleep for @ns; a signal that is caught ends it. */
void clock_sleep(int64_t ns);

#endif /* CTL_CLOCK_H */
