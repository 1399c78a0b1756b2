// SPDX-License-Identifier: MIT
/*
 * From nothing to a way that both sides have mapped and can use at once. The
 * clean-up is not counted.
 */
#include <stddef.h>

#include "carry.h"
#include "clock.h"
#include "jobs.h"

static const char *const sizes[] = { "640x480", "1920x1080", "3840x2160",
				     NULL };

static int join(const struct cell *cell, struct carry *carry)
{
	int error = carry_open(carry, cell->system, &cell->shape);

	if (error)
		return error;
	error = carry_join_producer(carry);
	if (!error)
		error = carry_join_reader(carry, 0);
	if (error)
		carry_close(carry);
	return error;
}

static int set_up(void *arg, struct desk *desk)
{
	struct carry carry;
	int64_t start = clock_now();
	int error = join(arg, &carry);

	if (error)
		return error;
	desk->now.own += (uint64_t)(clock_now() - start);
	desk_count(desk);
	carry_close(&carry);
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	struct cell copy = *cell;
	struct member member = { NULL, NULL, set_up, &copy, 0 };
	struct window window = jobs_window(pace, 0);
	struct stamp change;
	int error;

	window.warm_frames = 1;
	window.frames = pace->quick ? 1 : 3;
	error = crew_run(&member, 1, &window, &change);
	if (error)
		return error;
	result->value = (double)change.own / (double)change.count;
	return 0;
}

static int takes(const struct cell *cell)
{
	return !(cell->system->can & (SYSTEM_LIMIT | SYSTEM_ALONE));
}

const struct job job_setup = {
	.name = "set-up",
	.letter = 'f',
	.about = "time to configure a way and to map it on both sides",
	.unit = "ns",
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};
