/* SPDX-License-Identifier: MIT */
/*
 * Processes that work together on one measurement. Each counts its frames at a
 * desk of its own; the coordinator looks twice and takes no part itself.
 */
#ifndef BENCH_CREW_H
#define BENCH_CREW_H

#include <stdint.h>

#include "desk.h"

#define CREW_MAX	17

/**
 * struct member - what one process of the crew does
 * @join_producer: first; NULL: nothing
 * @join_reader: when all have done that; NULL: nothing
 * @step: one frame; again and again
 * @arg: for all of them
 * @cpu: pinned to it (modulo the number of processors)
 */
struct member {
	int (*join_producer)(void *arg);
	int (*join_reader)(void *arg);
	int (*step)(void *arg, struct desk *desk);
	void *arg;
	uint32_t cpu;
};

/**
 * struct window - how long to measure
 * @warm_frames: at least so many before it
 * @warm_ns: and at least so long
 * @warm_least: where these take ten times as long, so many do
 * @ns: its length
 * @frames: and it goes on until there are so many, or, in ten times its
 *	length, two at least
 * @counter: the member that counts
 */
struct window {
	uint64_t warm_frames;
	int64_t warm_ns;
	uint64_t warm_least;
	int64_t ns;
	uint64_t frames;
	uint32_t counter;
};

/**
 * crew_run - let a crew work and watch it
 * @members: who they are
 * @count: how many, at most CREW_MAX
 * @window: how long
 * @change: gets, by member, what happened in the window: the differences of
 *	two stamps
 *
 * Return: 0, or what ended one of them too early (-ETIMEDOUT: none ended, but
 * no frames came).
 */
int crew_run(const struct member *members, uint32_t count,
	     const struct window *window, struct stamp *change);

#endif /* BENCH_CREW_H */
