// SPDX-License-Identifier: MIT
/*
 * Processor time that a frame costs to transport, on both sides together, the
 * kernel's included. Only the transport itself touches the pixels.
 */
#include <errno.h>
#include <stddef.h>

#include "jobs.h"
#include "transport.h"

static const char *const sizes[] = { "1920x1080", "3840x2160", NULL };

static int join_producer(void *arg)
{
	return transport_join_producer(arg);
}

static int join_reader(void *arg)
{
	return transport_join_reader(arg, 0);
}

static int produce(void *arg, struct counters *counters)
{
	int error = transport_send(arg);

	if (!error)
		counters_add_frame(counters);
	return error;
}

static int consume(void *arg, struct counters *counters)
{
	int error = transport_receive(arg);

	if (!error)
		counters_add_frame(counters);
	return error;
}

static double per_frame(const struct snapshot *change)
{
	return (double)change->cpu_ns / (double)change->count;
}

static int run(struct transport *transport, const struct pace *pace,
	       struct result *result)
{
	struct worker workers[2] = {
		{ join_producer, NULL, produce, transport, 0 },
		{ NULL, join_reader, consume, transport, 1 },
	};
	struct window window = jobs_window(pace, 1);
	struct snapshot change[2];
	int error;

	window.warm_frames = 4;
	window.frames = pace->quick ? 1 : 4;
	error = workers_run(workers, 2, &window, change);
	if (error)
		return error;
	/* The producer publishes snapshots at times of its own. */
	if (!change[0].count)
		return -EAGAIN;
	/* Each by its own frames: some systems lose what was made. */
	result->value = per_frame(&change[0]) + per_frame(&change[1]);
	return 0;
}

static int attempt(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	struct transport transport;
	int error = transport_open(&transport, entry->system, &entry->shape);

	if (error)
		return error;
	error = run(&transport, pace, result);
	transport_close(&transport);
	return error;
}

/* On a busy machine the producer may have ended no frame in a short window. */
static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	int tries = 5, error;

	do
		error = attempt(entry, pace, result);
	while (error == -EAGAIN && --tries);
	return error;
}

static int supports(const struct entry *entry)
{
	return entry->system->can & SYSTEM_SLEEPS &&
	       !(entry->system->can &
		 (SYSTEM_LIMIT | SYSTEM_ONE_THREAD | SYSTEM_SOURCE));
}

const struct job job_transport = {
	.name = "transport-cpu",
	.letter = 'e',
	.about = "processor time of the transport for a frame, both sides",
	.unit = "ns",
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.supports = supports,
	.measure = measure,
};
