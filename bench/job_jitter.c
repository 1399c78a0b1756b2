// SPDX-License-Identifier: MIT
/*
 * How evenly a source in the kernel makes 60 frames per second: how far the
 * time between two frames is from its sixtieth of a second, in 19 of 20 cases
 * at most. The times are those that the source gives its frames.
 */
#include <errno.h>
#include <stdlib.h>

#include "carry.h"
#include "jobs.h"

#define PERIOD_NS	(1000000000LL / 60)
#define FRAMES		120
#define QUICK_FRAMES	12

/**
 * struct beat - what the reader sees
 * @carry: the way
 * @last: when the last frame was made; 0: there was none
 * @off: by frame, how far it was off
 * @count: how many frames
 */
struct beat {
	struct carry carry;
	int64_t last;
	int64_t *off;
	uint32_t count;
};

static const char *const sizes[] = { "640x480", NULL };

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static int look(struct beat *beat)
{
	const void *frame;
	int64_t now;
	int error = carry_acquire(&beat->carry, &frame);

	if (error)
		return error;
	now = beat->carry.system->time(beat->carry.way);
	if (beat->last)
		beat->off[beat->count++] =
			llabs(now - beat->last - PERIOD_NS);
	beat->last = now;
	return carry_release(&beat->carry);
}

static int listen_to(struct beat *beat, uint32_t frames,
		     struct result *result)
{
	int error = carry_join_producer(&beat->carry);

	if (!error)
		error = carry_join_reader(&beat->carry, 0);
	while (!error && beat->count < frames)
		error = look(beat);
	if (error)
		return error;
	qsort(beat->off, frames, sizeof(*beat->off), compare);
	result->value = (double)beat->off[frames * 19 / 20];
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	uint32_t frames = pace->quick ? QUICK_FRAMES : FRAMES;
	struct beat beat = { 0 };
	int error = carry_open(&beat.carry, cell->system, &cell->shape);

	if (error)
		return error;
	beat.off = calloc(frames, sizeof(*beat.off));
	error = beat.off ? listen_to(&beat, frames, result) : -ENOMEM;
	free(beat.off);
	carry_close(&beat.carry);
	return error;
}

static int takes(const struct cell *cell)
{
	return (cell->system->can & SYSTEM_SOURCE) != 0;
}

const struct job job_jitter = {
	.name = "jitter-60",
	.letter = 'g',
	.about = "how far from even a source's 60 frames per second are (95 % "
		 "of them)",
	.unit = "ns",
	.flags = SHAPE_SLEEP | SHAPE_LIVE,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};
