// SPDX-License-Identifier: MIT
/* The end of a stream: told once, after its frames and before the next. */
#include "harness.h"
#include "heap_ring.h"

static void submit_all(struct heap_ring *ring, __u32 frames)
{
	struct framering_desc frame = { .bytes = 1 };

	while (frames--) {
		CHECK_GE(framering_ring_reserve(&ring->producer), 0);
		framering_ring_submit(&ring->producer, &frame);
	}
}

static int acquire(struct framering_ring_consumer *c, int latest)
{
	int kick;

	return framering_ring_acquire(c, latest, &kick);
}

/* Acquire a frame, which must be number @frame, and release it. */
static void take(struct framering_ring_consumer *c, int latest, __u64 frame)
{
	int slot = acquire(c, latest), kick;

	CHECK_GE(slot, 0);
	CHECK_EQ(c->desc[slot].frame, frame);
	CHECK_EQ(framering_ring_release(c, (__u32)slot, &kick), 0);
}

TEST_VARIANTS(end_of_a_stream_is_told_after_its_frames_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 0);
	CHECK(!framering_ring_waiting(&c));
	submit_all(ring, 1);
	framering_ring_end(&ring->producer);
	submit_all(ring, 1);
	take(&c, 0, 0);
	CHECK(framering_ring_waiting(&c));
	CHECK_EQ(acquire(&c, 0), -EPIPE);
	/* The next stream goes on counting. */
	take(&c, 0, 1);
	CHECK_EQ(acquire(&c, 0), -EAGAIN);
	CHECK(!framering_ring_waiting(&c));
	CHECK_EQ(ring->consumer[0]->delivered, 2);
	CHECK_EQ(ring->consumer[0]->dropped, 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(end_needs_no_slot_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = ring->status->slots, i;
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 1);
	submit_all(ring, slots);
	CHECK_EQ(framering_ring_reserve(&ring->producer), -EAGAIN);
	framering_ring_end(&ring->producer);
	for (i = 0; i < slots; i++)
		take(&c, 0, i);
	CHECK_EQ(acquire(&c, 0), -EPIPE);
	CHECK_EQ(acquire(&c, 0), -EAGAIN);
	heap_ring_free(ring);
}

/* Such an end wakes a consumer, although there is nothing to read. */
TEST_VARIANTS(end_without_a_frame_is_told_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	int i;

	heap_ring_attach(ring, &c, 0, 0);
	for (i = 0; i < 2; i++) {
		ring->status->consumer_wake = 1;
		CHECK(framering_ring_end(&ring->producer));
		CHECK(framering_ring_waiting(&c));
		CHECK_EQ(acquire(&c, 0), -EPIPE);
		CHECK_EQ(acquire(&c, 0), -EAGAIN);
	}
	heap_ring_free(ring);
}

/* It shows the last picture of a stream before the first of the next. */
TEST_VARIANTS(latest_frame_is_of_the_stream_that_ended_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	if (ring->status->slots > 2) {
		heap_ring_attach(ring, &c, 0, 0);
		c.counting = 1;
		submit_all(ring, 2);
		framering_ring_end(&ring->producer);
		submit_all(ring, 2);
		take(&c, 1, 1);
		CHECK_EQ(acquire(&c, 1), -EPIPE);
		take(&c, 1, 3);
		CHECK_EQ(ring->consumer[0]->dropped, 2);
	}
	heap_ring_free(ring);
}

TEST_VARIANTS(end_that_was_overtaken_is_told_first_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = ring->status->slots;
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 0);
	c.counting = 1;
	submit_all(ring, 2);
	framering_ring_end(&ring->producer);
	submit_all(ring, slots);
	CHECK_EQ(acquire(&c, 0), -EPIPE);
	take(&c, 0, 2);
	CHECK_EQ(ring->consumer[0]->dropped, 2);
	heap_ring_free(ring);
}

/* A consumer that has not come to the first hears of the last alone. */
TEST_VARIANTS(ends_fall_into_one_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 1);
	submit_all(ring, 1);
	framering_ring_end(&ring->producer);
	submit_all(ring, 1);
	framering_ring_end(&ring->producer);
	take(&c, 0, 0);
	take(&c, 0, 1);
	CHECK_EQ(acquire(&c, 0), -EPIPE);
	CHECK_EQ(acquire(&c, 0), -EAGAIN);
	heap_ring_free(ring);
}

TEST_VARIANTS(end_in_a_stale_ring_is_told_first_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 0);
	submit_all(ring, 1);
	framering_ring_end(&ring->producer);
	ring->status->state |= FRAMERING_STATE_STALE;
	take(&c, 0, 0);
	CHECK_EQ(acquire(&c, 0), -EPIPE);
	CHECK_EQ(acquire(&c, 0), -ESTALE);
	heap_ring_free(ring);
}

/* What a hostile producer writes there keeps nobody busy for nothing. */
TEST_VARIANTS(end_that_never_comes_is_not_waited_for_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, 0);
	ring->page->ends = 7;
	ring->page->end = ring->page->head + 3;
	CHECK(!framering_ring_waiting(&c));
	CHECK_EQ(acquire(&c, 0), -EAGAIN);
	submit_all(ring, 1);
	take(&c, 0, 0);
	CHECK(!framering_ring_waiting(&c));
	heap_ring_free(ring);
}
