// SPDX-License-Identifier: MIT
/*
 * How evenly a source in the kernel makes 60 frames per second: how far the
 * time between two frames is from its sixtieth of a second, in 19 of 20 cases
 * at most. The times are those that the source gives its frames.
 */
#include <errno.h>
#include <stdlib.h>

#include "jobs.h"
#include "transport.h"

#define PERIOD_NS	(1000000000LL / 60)
#define FRAMES		120
#define QUICK_FRAMES	12

/**
 * struct jitter - what the reader sees
 * @transport: the source
 * @last: when the last frame was made; 0: there was none
 * @deviation: by frame, how far its period was from PERIOD_NS
 * @count: how many frames
 */
struct jitter {
	struct transport transport;
	int64_t last;
	int64_t *deviation;
	uint32_t count;
};

static const char *const sizes[] = { "640x480", NULL };

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static int receive_frame(struct jitter *jitter)
{
	const void *frame;
	int64_t now;
	int error = transport_acquire(&jitter->transport, &frame);

	if (error)
		return error;
	now = jitter->transport.system->time(jitter->transport.channel);
	if (jitter->last)
		jitter->deviation[jitter->count++] =
			llabs(now - jitter->last - PERIOD_NS);
	jitter->last = now;
	return transport_release(&jitter->transport);
}

static int receive_frames(struct jitter *jitter, uint32_t frames,
			  struct result *result)
{
	int error = transport_join_producer(&jitter->transport);

	if (!error)
		error = transport_join_reader(&jitter->transport, 0);
	while (!error && jitter->count < frames)
		error = receive_frame(jitter);
	if (error)
		return error;
	qsort(jitter->deviation, frames, sizeof(*jitter->deviation), compare);
	result->value = (double)jitter->deviation[frames * 19 / 20];
	return 0;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   struct result *result)
{
	uint32_t frames = pace->quick ? QUICK_FRAMES : FRAMES;
	struct jitter jitter = { 0 };
	int error = transport_open(&jitter.transport, entry->system,
				   &entry->shape);

	if (error)
		return error;
	jitter.deviation = calloc(frames, sizeof(*jitter.deviation));
	error = jitter.deviation ? receive_frames(&jitter, frames, result) :
				   -ENOMEM;
	free(jitter.deviation);
	transport_close(&jitter.transport);
	return error;
}

static int supports(const struct entry *entry)
{
	return (entry->system->can & SYSTEM_SOURCE) != 0;
}

const struct job job_jitter = {
	.name = "jitter-60",
	.letter = 'g',
	.about = "how far from even a source's 60 frames per second are (95 % "
		 "of them)",
	.unit = "ns",
	.flags = SHAPE_SLEEP | SHAPE_LIVE,
	.sizes = sizes,
	.readers = jobs_one_reader,
	.supports = supports,
	.measure = measure,
};
