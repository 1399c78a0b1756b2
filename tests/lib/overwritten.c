// SPDX-License-Identifier: MIT
/* What a consumer is told whose frames are not protected. */
#include <errno.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

static const struct {
	const char *name;
	uint32_t cache;
} caches[] = {
	{ "cached", FRAMERING_CACHE_WB },
	{ "write-combined", FRAMERING_CACHE_WC },
};

TEST_VARIANTS(frame_that_was_overwritten_is_told_once_released_ok, caches)
{
	struct framering *ring = fake_ring_open(variant->cache);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	unsigned int i;

	CHECK_EQ(framering_consumer_unprotected(consumer), 0);
	fake_device.unprotected_ns = 99;
	CHECK_EQ(framering_consumer_unprotected(consumer), 99);
	fake_device.status->unprotected = 1;
	fake_ring_put(producer, 1);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	for (i = 1; i < SLOTS; i++)
		fake_ring_put(producer, 2);
	CHECK_EQ(framering_consumer_check(consumer, &frame), 0);
	fake_ring_put(producer, 3);
	CHECK_EQ(frame.data[0], 3);
	CHECK_EQ(framering_consumer_check(consumer, &frame), -EBADMSG);
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EBADMSG);
	/* It was given back, and the next one is whole. */
	CHECK_EQ(framering_consumer_check(consumer, &frame), -EINVAL);
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EINVAL);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	fake_ring_end(ring, producer, consumer);
}
