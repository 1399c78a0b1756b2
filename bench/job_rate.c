// SPDX-License-Identifier: MIT
/*
 * Frames per second, when the producer writes and the reader reads every byte.
 * All bytes of a frame are the same and those of the next one are others, so
 * that the reader sees whether it has a frame or parts of two, and which one.
 */
#include <stddef.h>

#include "jobs.h"
#include "pixels.h"
#include "transport.h"

/**
 * struct flow - one side's state
 * @transport: carries the frames
 * @value: what the next frame is filled with
 * @first: no frame has been seen yet
 */
struct flow {
	struct transport transport;
	uint8_t value;
	int first;
};

static const char *const sizes[] = {
	"640x480", "1920x1080", "3840x2160", "7680x4320", NULL
};

static int join_producer(void *arg)
{
	struct flow *flow = arg;

	return transport_join_producer(&flow->transport);
}

static int join_reader(void *arg)
{
	struct flow *flow = arg;

	return transport_join_reader(&flow->transport, 0);
}

static int produce(void *arg, struct counters *counters)
{
	struct flow *flow = arg;
	void *frame;
	int error = transport_reserve(&flow->transport, &frame);

	if (error)
		return error;
	pixels_fill(frame, flow->transport.shape.bytes, flow->value++);
	counters_add_frame(counters);
	return transport_submit(&flow->transport);
}

static void check_frame(struct flow *flow, struct counters *counters, int value)
{
	if (value < 0)
		counters->now.torn++;
	else if (!flow->first)
		counters->now.lost += (uint8_t)(value - flow->value);
	if (value >= 0) {
		flow->value = (uint8_t)(value + 1);
		flow->first = 0;
	}
}

static int consume(void *arg, struct counters *counters)
{
	struct flow *flow = arg;
	const void *frame;
	int error = transport_acquire(&flow->transport, &frame);

	if (error)
		return error;
	check_frame(flow, counters,
		    pixels_read(frame, flow->transport.shape.bytes,
				transport_streams(&flow->transport)));
	counters_add_frame(counters);
	return transport_release(&flow->transport);
}

/* No transport at all. */
static int produce_and_consume(void *arg, struct counters *counters)
{
	struct counters ignored = { .next = UINT64_MAX };
	int error = produce(arg, &ignored);

	/* What comes out is what went in. */
	((struct flow *)arg)->value--;
	return error ? error : consume(arg, counters);
}

static int run(struct flow *flow, const struct pace *pace,
	       struct result *result)
{
	int alone = flow->transport.system->can & SYSTEM_ONE_THREAD;
	struct worker workers[2] = {
		{ join_producer, NULL, produce, flow, 0 },
		{ NULL, join_reader, consume, flow, 1 },
	};
	struct worker all = {
		join_producer, join_reader, produce_and_consume, flow, 0
	};
	struct window window = jobs_window(pace, !alone);
	struct snapshot change[2];
	int error;

	/* In the first lap the kernel maps the frames. */
	window.warm_frames = pace->quick ? 2 : flow->transport.shape.slots + 1;
	window.warm_least = window.warm_frames;
	window.frames = pace->quick ? 1 : 4;
	error = workers_run(alone ? &all : workers, alone ? 1 : 2, &window,
			    change);
	if (error)
		return error;
	result->value = (double)change[window.counted].count * 1e9 /
			(double)change[window.counted].at_ns;
	result->torn = change[window.counted].torn;
	result->lost = change[window.counted].lost;
	return 0;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	struct flow flow = { .first = 1 };
	int error = transport_open(&flow.transport, entry->system,
				   &entry->shape);

	if (error)
		return error;
	error = run(&flow, pace, result);
	transport_close(&flow.transport);
	return error;
}

static int supports(const struct entry *entry)
{
	return !(entry->system->can & (SYSTEM_LIMIT | SYSTEM_SOURCE)) &&
	       entry->system->can & SYSTEM_SLEEPS;
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
	.supports = supports,
	.measure = measure,
};
