// SPDX-License-Identifier: MIT
/* framering's driver, through its library as any program uses it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "system.h"

const char *system_device[2];

/**
 * struct channel - a ring of the driver
 * @ring: its file; both sides attach through it
 * @shape: what is carried
 * @producer: in the producer's process
 * @consumer: in a reader's
 * @frame: the slot that this process has
 */
struct channel {
	struct framering *ring;
	struct shape shape;
	struct framering_producer *producer;
	struct framering_consumer *consumer;
	struct framering_frame frame;
};

int framering_check(const char **why)
{
	struct framering *ring;
	int i, error = -ENODEV;

	for (i = 0; i < 2; i++) {
		if (system_device[i])
			error = framering_open(&ring, system_device[i], O_RDWR);
		if (error) {
			*why = "two rings of the driver "
			       "('modprobe framering rings=2'), open for "
			       "writing";
			return error;
		}
		framering_close(ring);
	}
	return 0;
}

static void driver_close(struct channel *channel)
{
	framering_consumer_detach(channel->consumer);
	framering_producer_detach(channel->producer);
	framering_close(channel->ring);
	free(channel);
}

static int open_as(struct channel **out, const struct shape *shape,
		   uint32_t cache)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = shape->width,
		.height = shape->height,
		.slots = shape->slots,
		.cache = cache,
	};
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	error = framering_open(&channel->ring, system_device[shape->index],
			       O_RDWR);
	if (!error)
		error = framering_configure(channel->ring, &config);
	if (error) {
		driver_close(channel);
		return error;
	}
	*out = channel;
	return 0;
}

static int default_open(struct channel **out, const struct shape *shape)
{
	return open_as(out, shape, FRAMERING_CACHE_DEFAULT);
}

static int cached_open(struct channel **out, const struct shape *shape)
{
	return open_as(out, shape, FRAMERING_CACHE_WB);
}

static int driver_join_producer(struct channel *channel)
{
	return framering_producer_attach(&channel->producer, channel->ring);
}

static int driver_join_reader(struct channel *channel, uint32_t index)
{
	(void)index;
	return framering_consumer_attach(&channel->consumer, channel->ring,
					 channel->shape.flags & SHAPE_LIVE ? 0 :
					 FRAMERING_CONSUMER_LOSSLESS);
}

static int driver_reserve(struct channel *channel, void **frame)
{
	int error = framering_producer_reserve(channel->producer,
					       &channel->frame);

	if (!error)
		*frame = channel->frame.data;
	return error;
}

static int driver_submit(struct channel *channel)
{
	return framering_producer_submit(channel->producer, &channel->frame);
}

static int driver_acquire(struct channel *channel, const void **frame)
{
	int error = framering_consumer_acquire(channel->consumer,
					       &channel->frame);

	if (!error)
		*frame = channel->frame.data;
	return error;
}

static int driver_release(struct channel *channel)
{
	return framering_consumer_release(channel->consumer, &channel->frame);
}

static int driver_streams(const struct channel *channel)
{
	return framering_consumer_status(channel->consumer)->cache_effective !=
	       FRAMERING_CACHE_WB;
}

static int driver_wait_room(struct channel *channel)
{
	return framering_producer_wait(channel->producer, FRAMERING_FOREVER);
}

static int driver_wait_frame(struct channel *channel)
{
	return framering_consumer_wait(channel->consumer, FRAMERING_FOREVER);
}

#define DRIVER_SYSTEM						\
	.check = framering_check,					\
	.join_producer = driver_join_producer,			\
	.join_reader = driver_join_reader,			\
	.reserve = driver_reserve,				\
	.submit = driver_submit,				\
	.acquire = driver_acquire,				\
	.release = driver_release,				\
	.streams = driver_streams,				\
	.wait_room = driver_wait_room,				\
	.wait_frame = driver_wait_frame,			\
	.close = driver_close

const struct system system_framering = {
	.name = "framering",
	.about = "framering's driver, with the defaults (write-combined where "
		 "the processor can)",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_USER_POLLS,
	.open = default_open,
	DRIVER_SYSTEM,
};

const struct system system_framering_cached = {
	.name = "framering-cached",
	.about = "framering's driver, frames cached",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_USER_POLLS,
	.open = cached_open,
	DRIVER_SYSTEM,
};
