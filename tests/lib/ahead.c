// SPDX-License-Identifier: MIT
/* A producer that has several slots reserved at a time. */
#include <errno.h>
#include <string.h>

#include "fake_ring.h"
#include "harness.h"

static struct framering_frame reserve(struct framering_producer *producer)
{
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	memset(frame.data, 0, frame.geometry->frame_bytes);
	return frame;
}

/* The next frame is number @number, and filled with @value. */
static void check_next(struct framering_consumer *consumer, uint64_t number,
		       int value)
{
	struct framering_frame frame;

	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.frame, number);
	CHECK_EQ(*(uint8_t *)frame.data, value);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
}

TEST(reservations_are_submitted_in_order_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame[SLOTS - 1], one_more;
	int round, i;

	for (round = 0; round < 5; round++) {
		for (i = 0; i < SLOTS - 1; i++)
			frame[i] = reserve(producer);
		CHECK_EQ(framering_producer_reserve(producer, &one_more),
			 -EAGAIN);
		/* Nobody else could make room for it. */
		CHECK_EQ(framering_producer_wait(producer, FRAMERING_FOREVER),
			 -EBUSY);
		for (i = 0; i < SLOTS - 1; i++) {
			*(uint8_t *)frame[i].data = (uint8_t)(i + 1);
			CHECK_EQ(framering_producer_submit(producer, &frame[i]),
				 0);
			CHECK_EQ(framering_producer_submit(producer, &frame[i]),
				 -EINVAL);
			check_next(consumer,
				   (uint64_t)(round * (SLOTS - 1) + i), i + 1);
		}
	}
	fake_ring_end(ring, producer, consumer);
}

TEST(submit_gives_up_what_was_reserved_before_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame first = reserve(producer);
	struct framering_frame second = reserve(producer);
	struct framering_frame third = reserve(producer);
	uint64_t delivered, dropped;

	*(uint8_t *)second.data = 2;
	CHECK_EQ(framering_producer_submit(producer, &second), 0);
	CHECK_EQ(framering_producer_submit(producer, &first), -EINVAL);
	*(uint8_t *)third.data = 3;
	CHECK_EQ(framering_producer_submit(producer, &third), 0);
	check_next(consumer, 0, 2);
	check_next(consumer, 1, 3);
	/* It never was a frame, so none is missing. */
	framering_consumer_counts(consumer, &delivered, &dropped);
	CHECK_EQ(delivered, 2);
	CHECK_EQ(dropped, 0);
	fake_ring_end(ring, producer, consumer);
}

TEST(cancel_gives_all_up_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame first = reserve(producer);
	struct framering_frame second = reserve(producer), again;

	framering_producer_cancel(producer);
	CHECK_EQ(framering_producer_submit(producer, &first), -EINVAL);
	CHECK_EQ(framering_producer_submit(producer, &second), -EINVAL);
	CHECK_EQ(framering_producer_wait(producer, 0), 0);
	again = reserve(producer);
	CHECK_EQ(again.slot, first.slot);
	CHECK_EQ(framering_producer_submit(producer, &again), 0);
	fake_ring_end(ring, producer, NULL);
}
