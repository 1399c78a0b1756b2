// SPDX-License-Identifier: MIT
/*
 * From nothing to a channel that both sides have mapped and can use at once.
 * The clean-up is not counted.
 */
#include <stddef.h>

#include "clock.h"
#include "jobs.h"
#include "transport.h"

static const char *const sizes[] = { "640x480", "1920x1080", "3840x2160",
				     NULL };

static int join(const struct entry *entry, struct transport *transport)
{
	int error = transport_open(transport, entry->system, &entry->shape);

	if (error)
		return error;
	error = transport_join_producer(transport);
	if (!error)
		error = transport_join_reader(transport, 0);
	if (error)
		transport_close(transport);
	return error;
}

static int set_up(void *arg, struct counters *counters)
{
	struct transport transport;
	int64_t start = clock_now();
	int error = join(arg, &transport);

	if (error)
		return error;
	counters->now.own += (uint64_t)(clock_now() - start);
	counters_add_frame(counters);
	transport_close(&transport);
	return 0;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	struct entry copy = *entry;
	struct worker worker = { NULL, NULL, set_up, &copy, 0 };
	struct window window = jobs_window(pace, 0);
	struct snapshot change;
	int error;

	window.warm_frames = 1;
	window.frames = pace->quick ? 1 : 3;
	error = workers_run(&worker, 1, &window, &change);
	if (error)
		return error;
	result->value = (double)change.own / (double)change.count;
	return 0;
}

static int supports(const struct entry *entry)
{
	return !(entry->system->can & (SYSTEM_LIMIT | SYSTEM_ONE_THREAD));
}

const struct job job_setup = {
	.name = "set-up",
	.letter = 'f',
	.about = "time to configure a channel and to map it on both sides",
	.unit = "ns",
	.flags = SHAPE_SLEEP,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.supports = supports,
	.measure = measure,
};
