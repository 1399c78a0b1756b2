/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CLOCK_MONOTONIC at the boundary to user space. A time namespace gives its
 * processes a clock of their own, some seconds off; the driver counts by the
 * host's.
 */
#ifndef FR_CLOCK_H
#define FR_CLOCK_H

#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/time64.h>
#include <linux/time_namespace.h>
#include <linux/types.h>

/* How far the caller's clock is ahead of the host's. */
static inline s64 fr_clock_ahead_ns(void)
{
	struct timespec64 ahead = {};

	timens_add_monotonic(&ahead);
	return timespec64_to_ns(&ahead);
}

/* A caller's deadline by the host's clock; 0 and negative ones mean no time. */
static inline s64 fr_clock_from_user(s64 ns)
{
	s64 host;

	if (ns <= 0)
		return ns;
	/* For ever, also where the caller's clock is behind. */
	if (check_sub_overflow(ns, fr_clock_ahead_ns(), &host))
		return S64_MAX;
	return max_t(s64, host, 1);
}

/* A time of the host's by the caller's clock; 0 means no time. */
static inline u64 fr_clock_to_user(u64 ns)
{
	return ns ? ns + fr_clock_ahead_ns() : 0;
}

#endif /* FR_CLOCK_H */
