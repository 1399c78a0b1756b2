// SPDX-License-Identifier: MIT
/*
 * The library hands frames over between two marks; the driver's part is a fake
 * without system calls. tests/stress/awake.py runs this under strace.
 */
#include "../stress/mark.h"
#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

#define FRAMES	10000

TEST(spinning_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WC);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	int i;

	mark("from");
	for (i = 0; i < FRAMES; i++) {
		CHECK_EQ(framering_producer_wait(producer, -1), 0);
		CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
		/* Without a time of its own the library asks the clock. */
		frame.time_ns = 1;
		CHECK_EQ(framering_producer_submit(producer, &frame), 0);
		CHECK_EQ(framering_consumer_wait(consumer, -1), 0);
		CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
		CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	}
	mark("till");
	/* These would not show: ioctl() is the fake's. */
	CHECK_EQ(fake_device.kicks, 0);
	CHECK_EQ(fake_device.wait_deadline, 0);
	fake_ring_end(ring, producer, consumer);
}
