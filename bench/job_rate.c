// SPDX-License-Identifier: MIT
/*
 * Frames per second, when the producer writes and the reader reads every byte.
 * All bytes of a frame are the same and those of the next one are others, so
 * that the reader sees whether it has a frame or parts of two, and which one.
 */
#include <stddef.h>

#include "carry.h"
#include "jobs.h"
#include "pixels.h"

/**
 * struct flow - both ends
 * @carry: the way
 * @value: what the next frame is filled with
 * @first: no frame has been seen yet
 */
struct flow {
	struct carry carry;
	uint8_t value;
	int first;
};

static const char *const sizes[] = {
	"640x480", "1920x1080", "3840x2160", "7680x4320", NULL
};

static int join_producer(void *arg)
{
	struct flow *flow = arg;

	return carry_join_producer(&flow->carry);
}

static int join_reader(void *arg)
{
	struct flow *flow = arg;

	return carry_join_reader(&flow->carry, 0);
}

static int produce(void *arg, struct desk *desk)
{
	struct flow *flow = arg;
	void *frame;
	int error = carry_reserve(&flow->carry, &frame);

	if (error)
		return error;
	pixels_fill(frame, flow->carry.shape.bytes, flow->value++);
	desk_count(desk);
	return carry_submit(&flow->carry);
}

static void judge(struct flow *flow, struct desk *desk, int value)
{
	if (value < 0)
		desk->now.torn++;
	else if (!flow->first)
		desk->now.lost += (uint8_t)(value - flow->value);
	if (value >= 0) {
		flow->value = (uint8_t)(value + 1);
		flow->first = 0;
	}
}

static int consume(void *arg, struct desk *desk)
{
	struct flow *flow = arg;
	const void *frame;
	int error = carry_acquire(&flow->carry, &frame);

	if (error)
		return error;
	judge(flow, desk, pixels_read(frame, flow->carry.shape.bytes,
				      carry_streams(&flow->carry)));
	desk_count(desk);
	return carry_release(&flow->carry);
}

/* No transport at all. */
static int produce_and_consume(void *arg, struct desk *desk)
{
	struct desk ignored = { .next = UINT64_MAX };
	int error = produce(arg, &ignored);

	/* What comes out is what went in. */
	((struct flow *)arg)->value--;
	return error ? error : consume(arg, desk);
}

static int run(struct flow *flow, const struct pace *pace,
	       struct result *result)
{
	int alone = flow->carry.system->can & SYSTEM_ALONE;
	struct member members[2] = {
		{ join_producer, NULL, produce, flow, 0 },
		{ NULL, join_reader, consume, flow, 1 },
	};
	struct member all = {
		join_producer, join_reader, produce_and_consume, flow, 0
	};
	struct window window = jobs_window(pace, !alone);
	struct stamp change[2];
	int error;

	/* A first lap is what the kernel takes to map the frames. */
	window.warm_frames = pace->quick ? 2 : flow->carry.shape.slots + 1;
	window.warm_least = window.warm_frames;
	window.frames = pace->quick ? 1 : 4;
	error = crew_run(alone ? &all : members, alone ? 1 : 2, &window,
			 change);
	if (error)
		return error;
	result->value = (double)change[window.counter].count * 1e9 /
			(double)change[window.counter].at_ns;
	result->torn = change[window.counter].torn;
	result->lost = change[window.counter].lost;
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	struct flow flow = { .first = 1 };
	int error = carry_open(&flow.carry, cell->system, &cell->shape);

	if (error)
		return error;
	error = run(&flow, pace, result);
	carry_close(&flow.carry);
	return error;
}

static int takes(const struct cell *cell)
{
	return !(cell->system->can & (SYSTEM_LIMIT | SYSTEM_SOURCE)) &&
	       cell->system->can & SYSTEM_SLEEPS;
}

const struct job job_rate = {
	.name = "frames-per-second",
	.letter = 'c',
	.about = "frames per second, every byte written and read once",
	.unit = "frames/s",
	.more = 1,
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.takes = takes,
	.measure = measure,
};
