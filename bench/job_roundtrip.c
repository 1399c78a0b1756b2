// SPDX-License-Identifier: MIT
/*
 * There and back: a frame from one process to another, and the answer on a
 * second way. Nobody touches the pixels.
 */
#include <stddef.h>

#include "carry.h"
#include "jobs.h"

/* Beyond this size, copying tells nothing new and takes for ever. */
#define COPY_BYTES	(3840 * 2160 * 4)

/**
 * struct trip - one side of a round trip
 * @out: the way on which this process produces
 * @in: the way on which it reads
 */
struct trip {
	struct carry *out;
	struct carry *in;
};

static const char *const sizes[] = {
	"16x16", "64x64", "1920x1080", "3840x2160", "7680x4320", NULL
};

static int join_producer(void *arg)
{
	struct trip *trip = arg;

	return carry_join_producer(trip->out);
}

static int join_reader(void *arg)
{
	struct trip *trip = arg;

	return carry_join_reader(trip->in, 0);
}

static int ask(void *arg, struct desk *desk)
{
	struct trip *trip = arg;
	int error = carry_send(trip->out);

	if (!error)
		error = carry_receive(trip->in);
	if (!error)
		desk_count(desk);
	return error;
}

static int answer(void *arg, struct desk *desk)
{
	struct trip *trip = arg;
	int error = carry_receive(trip->in);

	if (!error)
		error = carry_send(trip->out);
	if (!error)
		desk_count(desk);
	return error;
}

static int run(struct carry *there, struct carry *back,
	       const struct pace *pace, struct result *result)
{
	struct trip asks = { there, back }, answers = { back, there };
	struct member members[2] = {
		{ join_producer, join_reader, ask, &asks, 0 },
		{ join_producer, join_reader, answer, &answers, 1 },
	};
	struct window window = jobs_window(pace, 0);
	struct stamp change[2];
	int error = crew_run(members, 2, &window, change);

	if (error)
		return error;
	result->value = (double)change[0].at_ns / (double)change[0].count;
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	struct shape shape = cell->shape;
	struct carry there, back;
	int error = carry_open(&there, cell->system, &shape);

	if (error)
		return error;
	shape.index = 1;
	error = carry_open(&back, cell->system, &shape);
	if (!error) {
		error = run(&there, &back, pace, result);
		carry_close(&back);
	}
	carry_close(&there);
	return error;
}

static int takes(const struct cell *cell)
{
	uint32_t how = cell->shape.flags & SHAPE_SLEEP ? SYSTEM_SLEEPS :
							 SYSTEM_POLLS;

	if (cell->system->can & (SYSTEM_ALONE | SYSTEM_SOURCE) ||
	    !(cell->system->can & how))
		return 0;
	/* A limit has no frame: one size stands for all. */
	if (cell->system->can & SYSTEM_LIMIT)
		return cell->shape.width == 64;
	return !(cell->system->can & SYSTEM_COPIES) ||
	       cell->shape.bytes <= COPY_BYTES;
}

const struct job job_awake = {
	.name = "handover-awake",
	.letter = 'a',
	.about = "a frame there and one back, both sides awake",
	.unit = "ns",
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};

const struct job job_asleep = {
	.name = "handover-asleep",
	.letter = 'b',
	.about = "a frame there and one back, both sides sleep until it comes",
	.unit = "ns",
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};
