/* SPDX-License-Identifier: MIT */
/* From a ring to a file. */
#ifndef CTL_RECORDER_H
#define CTL_RECORDER_H

#include "output.h"

/**
 * struct recorder - a recording
 * @path: the ring's node
 * @flags: FRAMERING_CONSUMER_ bits
 * @frames: stop after so many; 0: no limit
 * @seconds: stop after so many; 0: no limit
 * @output: where to
 * @written: frames that were written
 * @dropped: frames that were submitted meanwhile, and are not there
 * @torn: of these, such as the producer overwrote while they were read
 * @evictions: times that it was evicted, and attached anew
 * @time: seconds that it took
 * @ended: why it ended: "frames", "seconds", "stream", "signal", "format" (the
 *	ring was configured anew), "removed" or "error"
 */
struct recorder {
	const char *path;
	uint32_t flags;
	uint64_t frames;
	uint64_t seconds;
	struct output output;
	uint64_t written;
	uint64_t dropped;
	uint64_t torn;
	unsigned int evictions;
	double time;
	const char *ended;
};

/*
 * Record. Return: OUTCOME_OK, OUTCOME_STOP after a signal; or another after one
 * line. What was written until then is a whole file in each case.
 */
enum outcome recorder_run(struct recorder *recorder);

#endif /* CTL_RECORDER_H */
