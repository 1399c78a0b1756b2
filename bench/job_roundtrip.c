// SPDX-License-Identifier: MIT
/*
 * There and back: a frame from one process to another, and the answer on a
 * second channel. The pixels are not touched.
 */
#include <stddef.h>

#include "jobs.h"
#include "transport.h"

/* Beyond this size, copying tells nothing new and takes for ever. */
#define COPY_BYTES	(3840 * 2160 * 4)

/**
 * struct side - one side of a round trip
 * @out: where this process produces
 * @in: where it reads
 */
struct side {
	struct transport *out;
	struct transport *in;
};

static const char *const sizes[] = {
	"16x16", "64x64", "1920x1080", "3840x2160", "7680x4320", NULL
};

static int join_producer(void *arg)
{
	struct side *side = arg;

	return transport_join_producer(side->out);
}

static int join_reader(void *arg)
{
	struct side *side = arg;

	return transport_join_reader(side->in, 0);
}

static int ping(void *arg, struct counters *counters)
{
	struct side *side = arg;
	int error = transport_send(side->out);

	if (!error)
		error = transport_receive(side->in);
	if (!error)
		counters_add_frame(counters);
	return error;
}

static int pong(void *arg, struct counters *counters)
{
	struct side *side = arg;
	int error = transport_receive(side->in);

	if (!error)
		error = transport_send(side->out);
	if (!error)
		counters_add_frame(counters);
	return error;
}

static int run(struct transport *there, struct transport *back,
	       const struct pace *pace, struct result *result)
{
	struct side pinging = { there, back }, ponging = { back, there };
	struct worker workers[2] = {
		{ join_producer, join_reader, ping, &pinging, 0 },
		{ join_producer, join_reader, pong, &ponging, 1 },
	};
	struct window window = jobs_window(pace, 0);
	struct snapshot change[2];
	int error = workers_run(workers, 2, &window, change);

	if (error)
		return error;
	result->value = (double)change[0].at_ns / (double)change[0].count;
	return 0;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	struct shape shape = entry->shape;
	struct transport there, back;
	int error = transport_open(&there, entry->system, &shape);

	if (error)
		return error;
	shape.index = 1;
	error = transport_open(&back, entry->system, &shape);
	if (!error) {
		error = run(&there, &back, pace, result);
		transport_close(&back);
	}
	transport_close(&there);
	return error;
}

static int supports(const struct entry *entry)
{
	uint32_t how = entry->shape.flags & SHAPE_SLEEP ? SYSTEM_SLEEPS :
							  SYSTEM_POLLS;

	if (entry->system->can & (SYSTEM_ONE_THREAD | SYSTEM_SOURCE) ||
	    !(entry->system->can & how))
		return 0;
	/* A limit has no frame: one size stands for all. */
	if (entry->system->can & SYSTEM_LIMIT)
		return entry->shape.width == 64;
	return !(entry->system->can & SYSTEM_COPIES) ||
	       entry->shape.bytes <= COPY_BYTES;
}

const struct job job_awake = {
	.name = "handover-awake",
	.letter = 'a',
	.about = "a frame there and one back, both sides awake",
	.unit = "ns",
	.sizes = sizes,
	.readers = jobs_one_reader,
	.supports = supports,
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
	.supports = supports,
	.measure = measure,
};
