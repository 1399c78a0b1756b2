// SPDX-License-Identifier: MIT
/* What submit lets through to the descriptor, and what not. */
#include <unistd.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

TEST(submit_with_an_unknown_flag_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	int bit;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	for (bit = 0; bit < 32; bit++) {
		frame.flags = 1U << bit;
		CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	}
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EAGAIN);
	/* The reservation is as it was. */
	frame.flags = 0;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	fake_ring_end(ring, producer, consumer);
}

/* What is reserved stays zero, whatever the library has on its stack. */
TEST(submit_writes_nothing_reserved_ok)
{
	static const uint8_t zero[sizeof(struct framering_desc)];
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_desc desc;
	int i;

	for (i = 0; i < SLOTS; i++) {
		fake_ring_put(producer, 255);
		CHECK_EQ(pread(fake_device.file, &desc, sizeof(desc),
			       (off_t)(FRAMERING_OFFSET_PRODUCER +
				       FRAMERING_DESC_OFFSET +
				       (size_t)i * sizeof(desc))),
			 sizeof(desc));
		CHECK_EQ(desc.user[7], 255);
		CHECK_MEM_EQ(desc.reserved1, zero,
			     sizeof(desc.reserved1));
	}
	fake_ring_end(ring, producer, NULL);
}
