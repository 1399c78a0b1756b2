// SPDX-License-Identifier: MIT
/* What submit lets through to the descriptor, and what not. */
#include <string.h>
#include <unistd.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

static const struct bad {
	const char *name;
	uint32_t flags;
	uint32_t bytes;
	struct framering_info info;
} bads[] = {
	{ .name = "flag", .flags = FRAMERING_FRAME_FLAGS + 1 },
	{ .name = "last_flag", .flags = 1U << 31 },
	{ .name = "bytes", .bytes = 37 },
	{ .name = "first_plane", .info.plane_bytes = { 25 } },
	{ .name = "third_plane", .info.plane_bytes = { 0, 6, 7 } },
	{ .name = "unused_plane", .info.plane_bytes = { 0, 0, 0, 1 } },
	{ .name = "data_beside", .info.meta_bytes = 1 },
	{ .name = "reserved", .info.reserved0 = 1 },
	{ .name = "fence", .info.fence = 1 },
};

TEST_VARIANTS(submit_of_what_cannot_be_fails, bads)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.flags = variant->flags;
	frame.bytes = variant->bytes;
	frame.info = variant->info;
	CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EAGAIN);
	/* The reservation is as it was. */
	frame.flags = 0;
	frame.bytes = 0;
	memset(&frame.info, 0, sizeof(frame.info));
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	fake_ring_end(ring, producer, consumer);
}

TEST(what_is_told_of_a_frame_reaches_its_consumer_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	const struct framering_info info = {
		.plane_bytes = { 24, 5, 4 },
		.pts = -90000,
		.damage = { 1, 2, 3, 4 },
		.clock = FRAMERING_CLOCK_TAI,
		.moment = FRAMERING_MOMENT_EXPOSURE_START,
		.field = 3,
		.user = { 1, 2, 3, ~0ULL },
	};

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.flags = FRAMERING_FRAME_FLAGS;
	frame.time_ns = 12345;
	frame.bytes = 33;
	frame.info = info;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	/* Nothing of it is left for the next one. */
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(frame.flags, 0);
	CHECK_EQ(frame.info.pts, 0);
	memset(&frame, 0, sizeof(frame));
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.flags, FRAMERING_FRAME_FLAGS);
	CHECK_EQ(frame.time_ns, 12345);
	CHECK_EQ(frame.bytes, 33);
	CHECK_MEM_EQ(&frame.info, &info, sizeof(info));
	fake_ring_end(ring, producer, consumer);
}

TEST(frame_without_a_time_has_that_of_submit_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.info.clock = FRAMERING_CLOCK_DEVICE;
	frame.info.moment = FRAMERING_MOMENT_EXPOSURE_END;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_NE(frame.time_ns, 0);
	CHECK_EQ(frame.info.clock, FRAMERING_CLOCK_MONOTONIC);
	CHECK_EQ(frame.info.moment, FRAMERING_MOMENT_SUBMIT);
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
		CHECK_EQ(desc.info.user[3], 255);
		CHECK_MEM_EQ(desc.reserved, zero,
			     sizeof(desc.reserved));
		CHECK_EQ(desc.info.reserved0, 0);
		CHECK_EQ(desc.info.fence, 0);
	}
	fake_ring_end(ring, producer, NULL);
}
