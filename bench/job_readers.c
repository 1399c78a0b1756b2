// SPDX-License-Identifier: MIT
/*
 * What a frame costs the producer while one, four or sixteen readers look on.
 * They may miss frames. Nobody touches the pixels.
 */
#include <stddef.h>

#include "carry.h"
#include "clock.h"
#include "jobs.h"

/* Between two frames when readers sleep: they get time to. */
#define PERIOD_NS	1000000

struct audience {
	struct carry carry;
	uint32_t index;
};

static const char *const sizes[] = { "640x480", NULL };
static const uint32_t readers[] = { 1, 4, 16, 0 };

static int join_producer(void *arg)
{
	struct audience *a = arg;

	return carry_join_producer(&a->carry);
}

static int join_reader(void *arg)
{
	struct audience *a = arg;

	return carry_join_reader(&a->carry, a->index);
}

static int produce(void *arg, struct desk *desk)
{
	struct audience *a = arg;
	int error = carry_send(&a->carry);

	if (!error)
		desk_count(desk);
	return error;
}

/* Only what carries the frame is timed. */
static int produce_now_and_then(void *arg, struct desk *desk)
{
	int64_t start;
	int error;

	clock_nap(PERIOD_NS);
	start = clock_now();
	error = produce(arg, desk);
	desk->now.own += (uint64_t)(clock_now() - start);
	return error;
}

static int consume(void *arg, struct desk *desk)
{
	struct audience *a = arg;
	int error = carry_receive(&a->carry);

	if (!error)
		desk_count(desk);
	return error;
}

static int run(const struct audience *a, const struct pace *pace,
	       struct result *result)
{
	int asleep = a->carry.shape.flags & SHAPE_SLEEP;
	struct audience each[CREW_MAX];
	struct member members[CREW_MAX];
	struct stamp change[CREW_MAX];
	struct window window = jobs_window(pace, 0);
	uint32_t i, n = a->carry.shape.readers;
	int error;

	for (i = 0; i <= n; i++) {
		each[i] = *a;
		each[i].index = i - 1;
		/* Readers keep off the producer's processor. */
		members[i] = i ? (struct member){ NULL, join_reader, consume,
						  &each[i], 1 } :
				 (struct member){ join_producer, NULL,
						  asleep ? produce_now_and_then
							 : produce,
						  &each[i], 0 };
	}
	window.warm_frames = pace->quick ? 2 : 20;
	error = crew_run(members, n + 1, &window, change);
	if (error)
		return error;
	result->value = (asleep ? (double)change[0].own :
				  (double)change[0].cpu_ns) /
			(double)change[0].count;
	return 0;
}

static int measure(const struct cell *cell, const struct pace *pace,
		   struct result *result)
{
	struct audience a = { 0 };
	int error = carry_open(&a.carry, cell->system, &cell->shape);

	if (error)
		return error;
	error = run(&a, pace, result);
	carry_close(&a.carry);
	return error;
}

static int takes(const struct cell *cell)
{
	/* Sixteen who ask the kernel again and again measure only that. */
	uint32_t how = cell->shape.flags & SHAPE_SLEEP ? SYSTEM_SLEEPS :
							 SYSTEM_LOOKS;

	return cell->system->can & SYSTEM_MANY && cell->system->can & how &&
	       !(cell->system->can & SYSTEM_SOURCE);
}

const struct job job_readers = {
	.name = "readers-awake",
	.letter = 'd',
	.about = "producer's processor time for a frame, readers awake",
	.unit = "ns",
	.flags = SHAPE_LIVE,
	.sizes = sizes,
	.readers = readers,
	.takes = takes,
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
	.takes = takes,
	.measure = measure,
};
