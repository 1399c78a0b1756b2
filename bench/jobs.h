/* SPDX-License-Identifier: MIT */
/* What the systems are asked to do. */
#ifndef BENCH_JOBS_H
#define BENCH_JOBS_H

#include <stdint.h>

#include "systems/system.h"
#include "workers.h"

/**
 * struct entry - what one figure of the results measures
 * @job: what is measured
 * @system: of which system
 * @shape: with which frames and readers
 */
struct entry {
	const struct job *job;
	const struct system *system;
	struct shape shape;
};

/**
 * struct pace - how long to measure
 * @window_ns: a repetition
 * @quick: not zero: only to see that it works
 */
struct pace {
	int64_t window_ns;
	int quick;
};

/**
 * struct result - of one repetition
 * @value: in the job's unit
 * @torn: frames whose bytes did not belong together
 * @lost: frames that were never seen, though they should have been
 */
struct result {
	double value;
	uint64_t torn;
	uint64_t lost;
};

/**
 * struct job - something to measure
 * @name: as in the figures
 * @letter: for the command line
 * @about: what the figure is, for people
 * @unit: of the figure
 * @more: not zero: a larger figure is better
 * @flags: SHAPE_ bits for all its figures
 * @sizes: of frames, as names, NULL at the end
 * @readers: how many, 0 at the end
 * @supports: not zero if it can be asked of @entry's system and makes sense
 * @measure: one repetition; 0 or a negative errno
 */
struct job {
	const char *name;
	char letter;
	const char *about;
	const char *unit;
	int more;
	uint32_t flags;
	const char *const *sizes;
	const uint32_t *readers;
	int (*supports)(const struct entry *entry);
	int (*measure)(const struct entry *entry, const struct pace *pace,
		       struct result *result);
};

/* All jobs, NULL at the end. */
extern const struct job *const jobs[];

extern const struct job job_awake;
extern const struct job job_asleep;
extern const struct job job_rate;
extern const struct job job_readers;
extern const struct job job_sleepers;
extern const struct job job_transport;
extern const struct job job_camera;
extern const struct job job_camera_rate;
extern const struct job job_setup;
extern const struct job job_jitter;

extern const uint32_t jobs_one_reader[];

/* The usual window of @pace; worker @counted's frames are counted. */
struct window jobs_window(const struct pace *pace, uint32_t counted);

#endif /* BENCH_JOBS_H */
