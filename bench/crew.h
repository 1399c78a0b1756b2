/* SPDX-License-Identifier: MIT */
/*
 * Processes that work together on one measurement. Each counts its frames and
 * now and then stamps the count with the time; the coordinator reads the stamps
 * twice and takes no part itself.
 */
#ifndef BENCH_CREW_H
#define BENCH_CREW_H

#include <stdint.h>

#define CREW_MAX	17

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
 * @ns: its length
 * @frames: and it goes on until there are so many, or, in ten times its
 *	length, two at least; the same holds before it
 * @counter: the member that counts
 */
struct window {
	uint64_t warm_frames;
	int64_t warm_ns;
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

/* Stamp the count; crew_count() knows when. */
void crew_stamp(struct desk *desk);

/* One frame more. */
static inline void crew_count(struct desk *desk)
{
	if (++desk->now.count >= desk->next)
		crew_stamp(desk);
}

#endif /* BENCH_CREW_H */
