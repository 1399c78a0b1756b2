// SPDX-License-Identifier: MIT
/* framering's own producer in the kernel: a timer draws the test picture. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "system.h"

#define RATE	60000	/* frames per 1000 seconds */

struct channel {
	struct framering *ring;
	struct framering_consumer *consumer;
	struct framering_frame frame;
};

static void pattern_close(struct channel *channel)
{
	framering_consumer_detach(channel->consumer);
	if (channel->ring)
		framering_pattern(channel->ring, 0, 0);
	framering_close(channel->ring);
	free(channel);
}

static int pattern_open(struct channel **out, const struct shape *shape)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = shape->width,
		.height = shape->height,
		.slots = shape->slots,
	};
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	error = framering_open(&channel->ring, system_device[0], O_RDWR);
	if (!error)
		error = framering_configure(channel->ring, &config);
	if (error) {
		pattern_close(channel);
		return error;
	}
	*out = channel;
	return 0;
}

static int pattern_join_producer(struct channel *channel)
{
	return framering_pattern(channel->ring, RATE, 0);
}

static int pattern_join_reader(struct channel *channel, uint32_t index)
{
	(void)index;
	return framering_consumer_attach(&channel->consumer, channel->ring, 0);
}

static int pattern_acquire(struct channel *channel, const void **frame)
{
	int error = framering_consumer_acquire(channel->consumer,
					       &channel->frame);

	if (!error)
		*frame = channel->frame.data;
	return error;
}

static int pattern_release(struct channel *channel)
{
	return framering_consumer_release(channel->consumer, &channel->frame);
}

static int pattern_wait_frame(struct channel *channel)
{
	return framering_consumer_wait(channel->consumer, FRAMERING_FOREVER);
}

static int64_t pattern_time(struct channel *channel)
{
	return (int64_t)channel->frame.time_ns;
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
