// SPDX-License-Identifier: MIT
/* Frames through the library's roles, on a device that is not there. */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

TEST(frame_goes_from_producer_to_consumer_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WC);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	uint64_t delivered, dropped;

	/* Roles outlive the ring file that they came from. */
	framering_close(ring);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EAGAIN);
	fake_ring_put(producer, 7);
	fake_ring_put(producer, 8);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.data[0], 7);
	CHECK_EQ(frame.data[35], 7);
	CHECK_EQ(frame.bytes, 36);
	CHECK_EQ(frame.frame, 0);
	CHECK_EQ(frame.info.user[3], 7);
	CHECK(frame.time_ns != 0);
	CHECK(frame.plane[0] == frame.data);
	CHECK(frame.plane[1] == frame.data + 24);
	CHECK(frame.plane[2] == frame.data + 30);
	CHECK(!frame.plane[3]);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	framering_consumer_counts(consumer, &delivered, &dropped);
	CHECK_EQ(delivered, 1);
	CHECK_EQ(dropped, 0);
	fake_ring_end(NULL, producer, consumer);
}

/* A sanitizer has memory and a thread of its own, which fault, too. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static long faults(void)
{
	struct rusage usage;

	CHECK_OK(getrusage(RUSAGE_SELF, &usage));
	return usage.ru_minflt;
}

TEST(frame_costs_no_page_fault_after_attach_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame frame;
	long before;

	faults();
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	before = faults();
	(void)*(volatile uint8_t *)frame.data;
	CHECK_EQ(faults(), before);
	framering_producer_detach(producer);
	framering_close(ring);
}
#endif

TEST(latest_passes_older_frames_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer =
		fake_ring_consumer(ring, FRAMERING_CONSUMER_LATEST);
	struct framering_frame frame;
	int i;

	for (i = 0; i < 3; i++)
		fake_ring_put(producer, i);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.data[0], 2);
	CHECK_EQ(frame.frame, 2);
	fake_ring_end(ring, producer, consumer);
}

TEST(reserve_tells_the_frame_number_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(frame.frame, 1);
	fake_ring_end(ring, producer, NULL);
}

TEST(next_producer_goes_on_counting_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	fake_ring_put(producer, 2);
	framering_producer_detach(producer);
	producer = fake_ring_producer(ring);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(frame.frame, 2);
	fake_ring_end(ring, producer, NULL);
}

TEST(release_of_a_frame_that_is_not_held_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EINVAL);
	frame.slot = SLOTS;
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EINVAL);
	frame.slot = 0xffffffff;
	CHECK_EQ(framering_consumer_release(consumer, &frame), -EINVAL);
	fake_ring_end(ring, producer, consumer);
}

TEST(holding_too_many_frames_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *live = fake_ring_consumer(ring, 0);
	struct framering_consumer *lossless =
		fake_ring_consumer(ring, FRAMERING_CONSUMER_LOSSLESS);
	struct framering_frame frame;
	int i;

	for (i = 0; i < SLOTS; i++)
		fake_ring_put(producer, i);
	CHECK_EQ(framering_consumer_acquire(live, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(live, &frame), -ENOBUFS);
	for (i = 0; i < SLOTS - 1; i++)
		CHECK_EQ(framering_consumer_acquire(lossless, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(lossless, &frame), -ENOBUFS);
	framering_consumer_detach(live);
	fake_ring_end(ring, producer, lossless);
}

TEST(submit_without_reserve_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame frame = { .slot = 0 };

	CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.bytes = 37;
	CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	frame.bytes = 36;
	frame.slot ^= 1;
	CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	frame.slot ^= 1;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	CHECK_EQ(framering_producer_submit(producer, &frame), -EINVAL);
	fake_ring_end(ring, producer, NULL);
}

TEST(end_of_a_stream_is_told_once_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	CHECK_EQ(framering_producer_end(producer), 0);
	fake_ring_put(producer, 2);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.frame, 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EPIPE);
	CHECK_EQ(framering_consumer_wait(consumer, 0), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.frame, 1);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EAGAIN);
	fake_ring_end(ring, producer, consumer);
}

TEST(stale_generation_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	fake_device.status->state |= FRAMERING_STATE_STALE;
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	CHECK_EQ(framering_producer_submit(producer, &frame), -ESTALE);
	/* What is in the ring is there to be drained. */
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -ESTALE);
	fake_ring_end(ring, producer, consumer);
}

TEST(full_ring_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_frame frame, before;

	fake_device.status->kernel_held = (1U << SLOTS) - 1;
	memset(&frame, 0x5a, sizeof(frame));
	before = frame;
	CHECK_EQ(framering_producer_reserve(producer, &frame), -EAGAIN);
	CHECK_MEM_EQ(&frame, &before, sizeof(frame));
	fake_device.wait_errno = ETIMEDOUT;
	CHECK_EQ(framering_producer_wait(producer, 0), -ETIMEDOUT);
	fake_device.status->kernel_held = 0;
	/* Free slots are found without the system call that would fail. */
	CHECK_EQ(framering_producer_wait(producer, 0), 0);
	fake_ring_end(ring, producer, NULL);
}

TEST(frame_that_claims_too_many_bytes_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;
	uint32_t bytes = 37;

	fake_ring_put(producer, 1);
	CHECK_EQ(pwrite(fake_device.file, &bytes, sizeof(bytes),
			FRAMERING_OFFSET_PRODUCER + FRAMERING_DESC_OFFSET +
			offsetof(struct framering_desc, bytes)),
		 sizeof(bytes));
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EPROTO);
	/* Its slot went back, and the next frame is as good as ever. */
	fake_ring_put(producer, 2);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(frame.data[0], 2);
	fake_ring_end(ring, producer, consumer);
}

TEST(sleepers_are_kicked_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WC);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame frame;

	fake_ring_put(producer, 1);
	CHECK_EQ(fake_device.kicks, 0);
	fake_device.status->consumer_wake = 1;
	fake_ring_put(producer, 2);
	CHECK_EQ(fake_device.kicks, 1);
	fake_device.status->producer_wake = 1;
	/* Acquiring a frame makes no room yet. */
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	CHECK_EQ(fake_device.kicks, 1);
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	CHECK_EQ(fake_device.kicks, 2);
	fake_ring_end(ring, producer, consumer);
}

static const struct {
	const char *name;
	int error;
	__u32 revents;
	int want;
} waits[] = {
	{ "frame", 0, FRAMERING_EVENT_IN, 0 },
	{ "frame_and_stale", 0, FRAMERING_EVENT_IN | FRAMERING_EVENT_PRI, 0 },
	{ "stale", 0, FRAMERING_EVENT_PRI, -ESTALE },
	{ "protocol", 0, FRAMERING_EVENT_ERR, -EPROTO },
	{ "late", ETIMEDOUT, 0, -ETIMEDOUT },
	{ "signal", EINTR, 0, -EINTR },
};

TEST_VARIANTS(wait_gives_what_the_driver_gives_ok, waits)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);

	fake_device.wait_errno = variant->error;
	fake_device.wait_revents = variant->revents;
	CHECK_EQ(framering_consumer_wait(consumer, 1000), variant->want);
	CHECK_GT(fake_device.wait_deadline, 1000);
	CHECK_EQ(framering_consumer_wait(consumer, FRAMERING_FOREVER),
		 variant->want);
	CHECK_LT(fake_device.wait_deadline, 0);
	CHECK_EQ(framering_consumer_wait(consumer, 0), variant->want);
	CHECK_EQ(fake_device.wait_deadline, 0);
	CHECK_EQ(framering_consumer_wait(consumer, INT64_MAX), variant->want);
	CHECK_EQ(fake_device.wait_deadline, INT64_MAX);
	fake_ring_end(ring, NULL, consumer);
}

static const struct taken_variant {
	const char *name;
	uint32_t revents;
	int want;
} takens[] = {
	{ "device_gone", FRAMERING_EVENT_HUP, -ENODEV },
	{ "evicted", FRAMERING_EVENT_HUP | FRAMERING_EVENT_PRI, -ESTALE },
};

static const struct dummy_variant {
	const char *name;
	uint32_t state;
	int want;
} dummies[] = {
	{ "device_gone", FRAMERING_STATE_REVOKED | FRAMERING_STATE_GONE,
	  -ENODEV },
	{ "evicted", FRAMERING_STATE_REVOKED, -ESTALE },
};

/* The driver shows dummy pages; nothing was waited for that could tell. */
TEST_VARIANTS(role_that_sees_dummy_pages_fails, dummies)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame held, frame;
	uint64_t delivered, dropped;

	fake_ring_put(producer, 1);
	CHECK_EQ(framering_consumer_acquire(consumer, &held), 0);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	fake_device.status->state |= variant->state;
	CHECK(framering_consumer_evicted(consumer));
	CHECK_EQ(framering_consumer_release(consumer, &held), variant->want);
	CHECK_EQ(framering_consumer_acquire(consumer, &held), variant->want);
	CHECK_EQ(framering_consumer_wait(consumer, 0), variant->want);
	framering_consumer_counts(consumer, &delivered, &dropped);
	CHECK_EQ(delivered, 1);
	CHECK_EQ(framering_producer_submit(producer, &frame), variant->want);
	CHECK_EQ(framering_producer_end(producer), variant->want);
	CHECK_EQ(framering_producer_wait(producer, 0), variant->want);
	CHECK_EQ(framering_producer_reserve(producer, &frame), variant->want);
	fake_ring_end(ring, producer, consumer);
}

TEST_VARIANTS(role_that_was_taken_away_fails, takens)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame held, frame;
	uint64_t delivered, dropped;

	fake_ring_put(producer, 1);
	CHECK_EQ(framering_consumer_acquire(consumer, &held), 0);
	fake_device.status->kernel_held = (1U << SLOTS) - 1;
	fake_device.wait_revents = variant->revents;
	CHECK(!framering_consumer_evicted(consumer));
	CHECK_EQ(framering_consumer_wait(consumer, 1), variant->want);
	CHECK_EQ(framering_producer_wait(producer, 1), variant->want);
	/* As the driver does: touching its memory is SIGBUS now. */
	fake_device_take_away();
	CHECK_EQ(framering_consumer_wait(consumer, 0), variant->want);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), variant->want);
	CHECK_EQ(framering_consumer_release(consumer, &held), variant->want);
	CHECK(framering_consumer_evicted(consumer));
	framering_consumer_counts(consumer, &delivered, &dropped);
	CHECK_EQ(delivered, 1);
	CHECK_EQ(dropped, 0);
	CHECK_EQ(framering_producer_wait(producer, 0), variant->want);
	CHECK_EQ(framering_producer_reserve(producer, &frame), variant->want);
	CHECK_EQ(framering_producer_submit(producer, &frame), variant->want);
	fake_ring_end(ring, producer, consumer);
}
