/* SPDX-License-Identifier: MIT */
/* Time, in nanoseconds. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* CLOCK_MONOTONIC. */
static inline int64_t clock_now(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

/* Less than a second, or until a signal comes. */
static inline void clock_sleep(int64_t ns)
{
	struct timespec t = { 0, ns };

	nanosleep(&t, NULL);
}

#endif /* BENCH_CLOCK_H */
