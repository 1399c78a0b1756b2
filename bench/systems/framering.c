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
 * struct way - a ring of the driver
 * @ring: its file; both sides attach through it
 * @shape: what is carried
 * @producer: in the producer's process
 * @consumer: in a reader's
 * @frame: the slot that this process has
 */
struct way {
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

static void driver_close(struct way *way)
{
	framering_consumer_detach(way->consumer);
	framering_producer_detach(way->producer);
	framering_close(way->ring);
	free(way);
}

static int open_as(struct way **out, const struct shape *shape, uint32_t cache)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = shape->width,
		.height = shape->height,
		.slots = shape->slots,
		.cache = cache,
	};
	struct way *way = calloc(1, sizeof(*way));
	int error;

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	error = framering_open(&way->ring, system_device[shape->index],
			       O_RDWR);
	if (!error)
		error = framering_configure(way->ring, &config);
	if (error) {
		driver_close(way);
		return error;
	}
	*out = way;
	return 0;
}

static int default_open(struct way **out, const struct shape *shape)
{
	return open_as(out, shape, FRAMERING_CACHE_DEFAULT);
}

static int cached_open(struct way **out, const struct shape *shape)
{
	return open_as(out, shape, FRAMERING_CACHE_WB);
}

static int driver_join_producer(struct way *way)
{
	return framering_producer_attach(&way->producer, way->ring);
}

static int driver_join_reader(struct way *way, uint32_t index)
{
	(void)index;
	return framering_consumer_attach(&way->consumer, way->ring,
					 way->shape.flags & SHAPE_LIVE ? 0 :
					 FRAMERING_CONSUMER_LOSSLESS);
}

static int driver_reserve(struct way *way, void **frame)
{
	int error = framering_producer_reserve(way->producer, &way->frame);

	if (!error)
		*frame = way->frame.data;
	return error;
}

static int driver_submit(struct way *way)
{
	return framering_producer_submit(way->producer, &way->frame);
}

static int driver_acquire(struct way *way, const void **frame)
{
	int error = framering_consumer_acquire(way->consumer, &way->frame);

	if (!error)
		*frame = way->frame.data;
	return error;
}

static int driver_release(struct way *way)
{
	return framering_consumer_release(way->consumer, &way->frame);
}

static int driver_streams(const struct way *way)
{
	return framering_consumer_status(way->consumer)->cache_effective !=
	       FRAMERING_CACHE_WB;
}

static int driver_wait_room(struct way *way)
{
	return framering_producer_wait(way->producer, FRAMERING_FOREVER);
}

static int driver_wait_frame(struct way *way)
{
	return framering_consumer_wait(way->consumer, FRAMERING_FOREVER);
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
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_LOOKS,
	.open = default_open,
	DRIVER_SYSTEM,
};

const struct system system_framering_cached = {
	.name = "framering-cached",
	.about = "framering's driver, frames cached",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_LOOKS,
	.open = cached_open,
	DRIVER_SYSTEM,
};
