/* SPDX-License-Identifier: MIT */
/*
 * Counters of one worker, in shared memory. The worker publishes a snapshot of
 * them with the time now and then, so that counting costs nothing and a reader
 * never sees parts of two snapshots.
 */
#ifndef BENCH_COUNTERS_H
#define BENCH_COUNTERS_H

#include <stdint.h>

/**
 * struct snapshot - counters of a worker at one time
 * @count: frames
 * @at_ns: CLOCK_MONOTONIC
 * @cpu_ns: processor time that the process had used
 * @own: what else the job counts
 * @torn: frames whose bytes did not belong together
 * @lost: frames that were never seen
 */
struct snapshot {
	uint64_t count;
	int64_t at_ns;
	int64_t cpu_ns;
	uint64_t own;
	uint64_t torn;
	uint64_t lost;
};

/**
 * struct counters - counters of one worker, in shared memory
 * @now: the worker's own values, always up to date but for the times
 * @step: frames between two snapshots
 * @next: the count at which the next snapshot is published
 * @version: odd while @snapshot is being written
 * @snapshot: what the coordinator reads
 * @phase: how far the worker is, see workers.c
 * @error: what ended it, or 0
 */
struct counters {
	struct snapshot now;
	uint64_t step;
	uint64_t next;
	uint32_t version __attribute__((aligned(128)));
	struct snapshot snapshot;
	uint32_t phase __attribute__((aligned(128)));
	int32_t error;
};

/* Publish a snapshot; counters_add_frame() knows when. */
void counters_publish(struct counters *counters);

/* One frame more. */
static inline void counters_add_frame(struct counters *counters)
{
	if (++counters->now.count >= counters->next)
		counters_publish(counters);
}

/* The last snapshot published; any process may call this. */
struct snapshot counters_read(const struct counters *counters);

/* @later becomes the difference of the two snapshots. */
void snapshot_subtract(struct snapshot *later, const struct snapshot *earlier);

#endif /* BENCH_COUNTERS_H */
