// SPDX-License-Identifier: MIT
/*
 * Processor time that a frame costs on its way, on both sides together, the
 * kernel's included. Nobody touches the pixels but the transport itself.
 */
#include <errno.h>
#include <stddef.h>

#include "carry.h"
#include "jobs.h"

static const char *const sizes[] = { "1920x1080", "3840x2160", NULL };

static int join_producer(void *arg)
{
	return carry_join_producer(arg);
}

static int join_reader(void *arg)
{
	return carry_join_reader(arg, 0);
}

static int produce(void *arg, struct desk *desk)
{
	int error = carry_send(arg);

	if (!error)
		desk_count(desk);
	return error;
}

static int consume(void *arg, struct desk *desk)
{
	int error = carry_receive(arg);

	if (!error)
		desk_count(desk);
	return error;
}

static double per_frame(const struct stamp *change)
{
	return (double)change->cpu_ns / (double)change->count;
}

static int run(struct carry *carry, const struct pace *pace,
	       struct result *result)
{
	struct member members[2] = {
		{ join_producer, NULL, produce, carry, 0 },
		{ NULL, join_reader, consume, carry, 1 },
	};
	struct window window = jobs_window(pace, 1);
	struct stamp change[2];
	int error;

	window.warm_frames = 4;
	window.frames = pace->quick ? 1 : 4;
	error = crew_run(members, 2, &window, change);
	if (error)
		return error;
	/* The producer is stamped at times of its own. */
	if (!change[0].count)
		return -EAGAIN;
	/* Each by its own frames: some systems lose what was made. */
	result->value = per_frame(&change[0]) + per_frame(&change[1]);
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	struct carry carry;
	int error = carry_open(&carry, cell->system, &cell->shape);

	if (error)
		return error;
	error = run(&carry, pace, result);
	carry_close(&carry);
	return error;
}

static int takes(const struct cell *cell)
{
	return cell->system->can & SYSTEM_SLEEPS &&
	       !(cell->system->can &
		 (SYSTEM_LIMIT | SYSTEM_ALONE | SYSTEM_SOURCE));
}

const struct job job_transport = {
	.name = "transport-cpu",
	.letter = 'e',
	.about = "processor time of the transport for a frame, both sides",
	.unit = "ns",
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};
