/* SPDX-License-Identifier: MIT */
/*
 * Worker processes of one measurement. Each counts its frames in counters of
 * its own; the coordinator reads these twice and takes no part itself.
 */
#ifndef BENCH_WORKERS_H
#define BENCH_WORKERS_H

#include <stdint.h>

#include "counters.h"

#define WORKERS_MAX	17

/**
 * struct worker - what one worker process does
 * @join_producer: first; NULL: nothing
 * @join_reader: when all have done that; NULL: nothing
 * @step: one frame; again and again
 * @arg: for all of them
 * @cpu: pinned to it (modulo the number of processors)
 */
struct worker {
	int (*join_producer)(void *arg);
	int (*join_reader)(void *arg);
	int (*step)(void *arg, struct counters *counters);
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
 * @counted: the worker whose frames count
 */
struct window {
	uint64_t warm_frames;
	int64_t warm_ns;
	uint64_t warm_least;
	int64_t ns;
	uint64_t frames;
	uint32_t counted;
};

/**
 * workers_run - run workers and measure them
 * @workers: what each does
 * @count: how many, at most WORKERS_MAX
 * @window: how long
 * @change: gets, by worker, what happened in the window: the differences of
 *	two snapshots
 *
 * Return: 0, or what ended one of them too early (-ETIMEDOUT: none ended, but
 * no frames came).
 */
int workers_run(const struct worker *workers, uint32_t count,
		const struct window *window, struct snapshot *change);

#endif /* BENCH_WORKERS_H */
