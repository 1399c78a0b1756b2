// SPDX-License-Identifier: MIT
/*
 * How long frames take, counted by class of duration in the consumer's page.
 * Only while somebody asks: two looks at the clock cost more than the ring.
 */
#include "private.h"

/* Which class a duration is of; see struct framering_times. */
static uint32_t class_of(uint64_t ns)
{
	uint32_t class = 0;

	ns /= FRAMERING_TIMES_FIRST_NS;
	if (ns)
		class = 64 - (uint32_t)__builtin_clzll(ns);
	return class < FRAMERING_TIMES_CLASSES ? class :
						 FRAMERING_TIMES_CLASSES - 1;
}

/* Threads may release at the same time. */
static void count(uint32_t *counters, uint64_t ns)
{
	__atomic_fetch_add(&counters[class_of(ns)], 1, __ATOMIC_RELAXED);
}

void framering_stopwatch_acquired(struct framering_stopwatch *watch,
				  struct framering_times *times,
				  const struct framering_frame *frame)
{
	uint64_t now = framering_now_ns();

	watch->acquired_ns[frame->slot] = now;
	if (frame->info.clock == FRAMERING_CLOCK_MONOTONIC && frame->time_ns &&
	    frame->time_ns <= now)
		count(times->acquire, now - frame->time_ns);
}

void framering_stopwatch_released(struct framering_stopwatch *watch,
				  struct framering_times *times, uint32_t slot)
{
	count(times->release, framering_now_ns() - watch->acquired_ns[slot]);
	watch->acquired_ns[slot] = 0;
}
