/* SPDX-License-Identifier: MIT */
/*
 * Where a process counts its frames. Now and then it stamps the count with the
 * time, so that counting costs nothing and the stamp is never half of two.
 */
#ifndef BENCH_DESK_H
#define BENCH_DESK_H

#include <stdint.h>

/**
 * struct stamp - how far a process was, and when
 * @count: frames
 * @at_ns: CLOCK_MONOTONIC
 * @cpu_ns: processor time that the process had used
 * @own: what else the job counts
 * @torn: frames whose bytes did not belong together
 * @lost: frames that were never seen
 */
struct stamp {
	uint64_t count;
	int64_t at_ns;
	int64_t cpu_ns;
	uint64_t own;
	uint64_t torn;
	uint64_t lost;
};

/**
 * struct desk - where a process keeps its count; in shared memory
 * @now: its own numbers, always up to date but for the times
 * @step: frames between two stamps
 * @next: the count that gets the next stamp
 * @version: odd while @stamp is being written
 * @stamp: what the coordinator reads
 * @phase: how far the process is, see crew.c
 * @error: what ended it, or 0
 */
struct desk {
	struct stamp now;
	uint64_t step;
	uint64_t next;
	uint32_t version __attribute__((aligned(128)));
	struct stamp stamp;
	uint32_t phase __attribute__((aligned(128)));
	int32_t error;
};

/* Stamp the count; desk_count() knows when. */
void desk_stamp(struct desk *desk);

/* One frame more. */
static inline void desk_count(struct desk *desk)
{
	if (++desk->now.count >= desk->next)
		desk_stamp(desk);
}

/* The last stamp; any process may ask. */
struct stamp desk_read(const struct desk *desk);

/* What happened between two stamps: @later becomes their difference. */
void stamp_subtract(struct stamp *later, const struct stamp *earlier);

#endif /* BENCH_DESK_H */
