// SPDX-License-Identifier: MIT
/*
 * What a frame costs the producer with one, four or sixteen readers, which may
 * miss frames. The pixels are not touched.
 */
#include <stddef.h>

#include "clock.h"
#include "jobs.h"
#include "transport.h"

/* Between two frames when readers sleep, so that they have time to. */
#define PERIOD_NS	1000000

struct participant {
	struct transport transport;
	uint32_t index;
};

static const char *const sizes[] = { "640x480", NULL };
static const uint32_t readers[] = { 1, 4, 16, 0 };

static int join_producer(void *arg)
{
	struct participant *p = arg;

	return transport_join_producer(&p->transport);
}

static int join_reader(void *arg)
{
	struct participant *p = arg;

	return transport_join_reader(&p->transport, p->index);
}

static int produce(void *arg, struct counters *counters)
{
	struct participant *p = arg;
	int error = transport_send(&p->transport);

	if (!error)
		counters_add_frame(counters);
	return error;
}

/* Only the hand-over is timed, not the pause. */
static int produce_periodically(void *arg, struct counters *counters)
{
	int64_t start;
	int error;

	clock_sleep(PERIOD_NS);
	start = clock_now();
	error = produce(arg, counters);
	counters->now.own += (uint64_t)(clock_now() - start);
	return error;
}

static int consume(void *arg, struct counters *counters)
{
	struct participant *p = arg;
	int error = transport_receive(&p->transport);

	if (!error)
		counters_add_frame(counters);
	return error;
}

static int run(const struct participant *p, const struct pace *pace,
	       struct result *result)
{
	int asleep = p->transport.shape.flags & SHAPE_SLEEP;
	struct participant each[WORKERS_MAX];
	struct worker workers[WORKERS_MAX];
	struct snapshot change[WORKERS_MAX];
	struct window window = jobs_window(pace, 0);
	uint32_t i, n = p->transport.shape.readers;
	int error;

	for (i = 0; i <= n; i++) {
		each[i] = *p;
		each[i].index = i - 1;
		/* Readers keep off the producer's processor. */
		workers[i] = i ? (struct worker){ NULL, join_reader, consume,
						  &each[i], 1 } :
				 (struct worker){ join_producer, NULL,
						  asleep ? produce_periodically
							 : produce,
						  &each[i], 0 };
	}
	window.warm_frames = pace->quick ? 2 : 20;
	error = workers_run(workers, n + 1, &window, change);
	if (error)
		return error;
	result->value = (asleep ? (double)change[0].own :
				  (double)change[0].cpu_ns) /
			(double)change[0].count;
	return 0;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	struct participant p = { 0 };
	int error = transport_open(&p.transport, entry->system, &entry->shape);

	if (error)
		return error;
	error = run(&p, pace, result);
	transport_close(&p.transport);
	return error;
}

static int supports(const struct entry *entry)
{
	/* Sixteen readers polling by system calls would measure only those. */
	uint32_t how = entry->shape.flags & SHAPE_SLEEP ? SYSTEM_SLEEPS :
							  SYSTEM_USER_POLLS;

	return entry->system->can & SYSTEM_MANY_READERS &&
	       entry->system->can & how &&
	       !(entry->system->can & SYSTEM_SOURCE);
}

const struct job job_readers = {
	.name = "readers-awake",
	.letter = 'd',
	.about = "producer's processor time for a frame, readers awake",
	.unit = "ns",
	.flags = SHAPE_LIVE,
	.sizes = sizes,
	.readers = readers,
	.supports = supports,
	.measure = measure,
};

const struct job job_sleepers = {
	.name = "readers-asleep",
	.letter = 's',
	.about = "time to hand over a frame every millisecond, all readers "
		 "asleep",
	.unit = "ns",
	.flags = SHAPE_LIVE | SHAPE_SLEEP,
	.sizes = sizes,
	.readers = readers,
	.supports = supports,
	.measure = measure,
};
