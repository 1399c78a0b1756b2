// SPDX-License-Identifier: MIT
/*
 * A camera that one program feeds and others read by V4L2, at their own pace:
 * what a frame costs all of them together in processor time, the kernel's
 * included, where a part of each page is written and read; and how many frames
 * a second a reader gets, where it is every byte. A reader sees whether it has
 * a frame or parts of two.
 */
#include <errno.h>
#include <stddef.h>

#include "jobs.h"
#include "pixels.h"
#include "transport.h"

/**
 * struct camera - one program's state
 * @transport: carries the frames
 * @index: which reader it is
 * @value: what the next frame is filled with
 */
struct camera {
	struct transport transport;
	uint32_t index;
	uint8_t value;
};

/* The quick mode takes the first one. */
static const char *const sizes[] = { "3840x2160", "1280x720", NULL };
static const uint32_t readers[] = { 1, 4, 8, 0 };

static int join_producer(void *arg)
{
	struct camera *camera = arg;

	return transport_join_producer(&camera->transport);
}

static int join_reader(void *arg)
{
	struct camera *camera = arg;

	return transport_join_reader(&camera->transport, camera->index);
}

static int produce(struct camera *camera, struct counters *counters,
		   void (*draw)(void *frame, size_t bytes, uint8_t value))
{
	void *frame;
	int error = transport_reserve(&camera->transport, &frame);

	if (error)
		return error;
	draw(frame, camera->transport.shape.bytes, camera->value++);
	error = transport_submit(&camera->transport);
	if (!error)
		counters_add_frame(counters);
	return error;
}

static int produce_marked(void *arg, struct counters *counters)
{
	return produce(arg, counters, pixels_mark);
}

static int produce_filled(void *arg, struct counters *counters)
{
	return produce(arg, counters, pixels_fill);
}

static int read_cached(const void *frame, size_t bytes)
{
	return pixels_read(frame, bytes, 0);
}

static int consume(struct camera *camera, struct counters *counters,
		   int (*look)(const void *frame, size_t bytes))
{
	const void *frame;
	int error = transport_acquire(&camera->transport, &frame);

	if (error)
		return error;
	if (look(frame, camera->transport.shape.bytes) < 0)
		counters->now.torn++;
	error = transport_release(&camera->transport);
	if (!error)
		counters_add_frame(counters);
	return error;
}

static int consume_marked(void *arg, struct counters *counters)
{
	return consume(arg, counters, pixels_marked);
}

static int consume_whole(void *arg, struct counters *counters)
{
	return consume(arg, counters, read_cached);
}

/* Each program's by its own frames: readers miss some of the producer's. */
static double cost_of(const struct snapshot *change, uint32_t programs)
{
	double sum = 0;
	uint32_t i;

	for (i = 0; i < programs; i++)
		sum += (double)change[i].cpu_ns / (double)change[i].count;
	return sum;
}

/* Frames per second of a reader, on average. */
static double rate_of(const struct snapshot *change, uint32_t programs)
{
	double sum = 0;
	uint32_t i;

	for (i = 1; i < programs; i++)
		sum += (double)change[i].count * 1e9 / (double)change[i].at_ns;
	return sum / (programs - 1);
}

static int run(struct worker *workers, const struct entry *entry,
	       const struct pace *pace, struct snapshot *change)
{
	struct transport transport;
	struct camera each[WORKERS_MAX];
	struct window window = jobs_window(pace, 1);
	uint32_t i, programs = entry->shape.readers + 1;
	int error = transport_open(&transport, entry->system, &entry->shape);

	if (error)
		return error;
	for (i = 0; i < programs; i++) {
		each[i] = (struct camera){ transport, i - 1, 0 };
		workers[i].arg = &each[i];
		/* Readers keep off the producer's processor. */
		workers[i].cpu = i != 0;
	}
	/* In the first lap the kernel maps the frames. */
	window.warm_frames = pace->quick ? 5 : entry->shape.slots + 1;
	window.warm_least = window.warm_frames;
	window.frames = pace->quick ? 1 : 4;
	error = workers_run(workers, programs, &window, change);
	transport_close(&transport);
	/* They publish snapshots at times of their own. */
	for (i = 0; i < programs && !error; i++)
		error = change[i].count ? 0 : -EAGAIN;
	return error;
}

/* In a short window some program may have ended no frame. */
static int try(const struct worker *producer, const struct worker *reader,
	       const struct entry *entry, const struct pace *pace,
	       struct snapshot *change)
{
	struct worker workers[WORKERS_MAX];
	struct pace longer = *pace;
	int tries = 5, error;
	uint32_t i;

	do {
		workers[0] = *producer;
		for (i = 1; i <= entry->shape.readers; i++)
			workers[i] = *reader;
		error = run(workers, entry, &longer, change);
		longer.window_ns *= 2;
	} while (error == -EAGAIN && --tries);
	return error;
}

static void count_torn(const struct snapshot *change, uint32_t programs,
		       struct result *result)
{
	uint32_t i;

	for (i = 1; i < programs; i++)
		result->torn += change[i].torn;
}

static int measure(const struct entry *entry, const struct pace *pace,
		   const struct worker *producer, const struct worker *reader,
		   double (*value)(const struct snapshot *change,
				   uint32_t programs),
		   struct result *result)
{
	uint32_t programs = entry->shape.readers + 1;
	struct snapshot change[WORKERS_MAX];
	int error = try(producer, reader, entry, pace, change);

	if (error)
		return error;
	result->value = value(change, programs);
	count_torn(change, programs, result);
	return 0;
}

static int measure_cost(const struct entry *entry, const struct pace *pace,
			struct result *result)
{
	const struct worker producer = { join_producer, NULL, produce_marked,
					 NULL, 0 };
	const struct worker reader = { NULL, join_reader, consume_marked,
				       NULL, 0 };

	return measure(entry, pace, &producer, &reader, cost_of, result);
}

static int measure_rate(const struct entry *entry, const struct pace *pace,
			struct result *result)
{
	const struct worker producer = { join_producer, NULL, produce_filled,
					 NULL, 0 };
	const struct worker reader = { NULL, join_reader, consume_whole,
				       NULL, 0 };

	return measure(entry, pace, &producer, &reader, rate_of, result);
}

static int supports(const struct entry *entry)
{
	return (entry->system->can & SYSTEM_CAMERA) != 0;
}

const struct job job_camera = {
	.name = "camera-cpu",
	.letter = 'v',
	.about = "processor time of a camera's frame, producer and all readers "
		 "together",
	.unit = "ns",
	.flags = SHAPE_SLEEP | SHAPE_LIVE | SHAPE_CAMERA,
	.sizes = sizes,
	.readers = readers,
	.supports = supports,
	.measure = measure_cost,
};

const struct job job_camera_rate = {
	.name = "camera-frames",
	.letter = 'w',
	.about = "frames per second of each of a camera's readers, every byte "
		 "read",
	.unit = "frames/s",
	.more = 1,
	.flags = SHAPE_SLEEP | SHAPE_LIVE | SHAPE_CAMERA,
	.sizes = sizes,
	.readers = readers,
	.supports = supports,
	.measure = measure_rate,
};
