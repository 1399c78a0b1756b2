// SPDX-License-Identifier: MIT
/* framering's own producer in the kernel: a timer draws the test picture. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "system.h"

#define RATE	60000	/* frames per 1000 seconds */

struct way {
	struct framering *ring;
	struct framering_consumer *consumer;
	struct framering_frame frame;
};

static void pattern_close(struct way *way)
{
	framering_consumer_detach(way->consumer);
	if (way->ring)
		framering_pattern(way->ring, 0, 0);
	framering_close(way->ring);
	free(way);
}

static int pattern_open(struct way **out, const struct shape *shape)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = shape->width,
		.height = shape->height,
		.slots = shape->slots,
	};
	struct way *way = calloc(1, sizeof(*way));
	int error;

	if (!way)
		return -ENOMEM;
	error = framering_open(&way->ring, system_device[0], O_RDWR);
	if (!error)
		error = framering_configure(way->ring, &config);
	if (error) {
		pattern_close(way);
		return error;
	}
	*out = way;
	return 0;
}

static int pattern_join_producer(struct way *way)
{
	return framering_pattern(way->ring, RATE, 0);
}

static int pattern_join_reader(struct way *way, uint32_t index)
{
	(void)index;
	return framering_consumer_attach(&way->consumer, way->ring, 0);
}

static int pattern_acquire(struct way *way, const void **frame)
{
	int error = framering_consumer_acquire(way->consumer, &way->frame);

	if (!error)
		*frame = way->frame.data;
	return error;
}

static int pattern_release(struct way *way)
{
	return framering_consumer_release(way->consumer, &way->frame);
}

static int pattern_wait_frame(struct way *way)
{
	return framering_consumer_wait(way->consumer, FRAMERING_FOREVER);
}

static int64_t pattern_time(struct way *way)
{
	return (int64_t)way->frame.time_ns;
}

const struct system system_pattern = {
	.name = "framering-pattern",
	.about = "framering's own producer in the kernel, 60 frames per second",
	.can = SYSTEM_SLEEPS | SYSTEM_SOURCE,
	.check = framering_check,
	.open = pattern_open,
	.join_producer = pattern_join_producer,
	.join_reader = pattern_join_reader,
	.acquire = pattern_acquire,
	.release = pattern_release,
	.time = pattern_time,
	.wait_frame = pattern_wait_frame,
	.close = pattern_close,
};
