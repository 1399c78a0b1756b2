// SPDX-License-Identifier: MIT
/* A ring on a device that is not there, and roles of it. */
#include <fcntl.h>
#include <string.h>

#include "fake_ring.h"
#include "harness.h"

struct framering *fake_ring_open(uint32_t cache)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_YUV420,
		.width = 6,
		.height = 4,
		.slots = SLOTS,
		.cache = cache,
	};
	struct framering *ring = NULL;

	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDWR), 0);
	CHECK_EQ(framering_configure(ring, &config), 0);
	CHECK_EQ(config.geometry.frame_bytes, 36);
	return ring;
}

struct framering_producer *fake_ring_producer(struct framering *ring)
{
	struct framering_producer *producer = NULL;

	CHECK_EQ(framering_producer_attach(&producer, ring), 0);
	return producer;
}

struct framering_consumer *fake_ring_consumer(struct framering *ring,
						  uint32_t flags)
{
	struct framering_consumer *consumer = NULL;

	CHECK_EQ(framering_consumer_attach(&consumer, ring, flags), 0);
	return consumer;
}

void fake_ring_end(struct framering *ring, struct framering_producer *producer,
		struct framering_consumer *consumer)
{
	framering_consumer_detach(consumer);
	framering_producer_detach(producer);
	framering_close(ring);
}

void fake_ring_put(struct framering_producer *producer, int value)
{
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	memset(frame.data, value, frame.geometry->frame_bytes);
	frame.info.user[3] = (uint64_t)value;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
}
