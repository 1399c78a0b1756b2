// SPDX-License-Identifier: MIT
/* When a kick is asked for: at every step that makes room or a frame. */
#include <stdlib.h>

#include "harness.h"
#include "heap_ring.h"

#define LIVE		0
#define LOSSLESS	1

static int submit(struct heap_ring *ring)
{
	struct framering_desc frame = { .bytes = 1 };

	CHECK_GE(framering_ring_reserve(&ring->producer), 0);
	return framering_ring_submit(&ring->producer, &frame);
}

TEST(submit_tells_of_a_sleeping_consumer_wakes)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);

	CHECK_EQ(submit(ring), 0);
	ring->status->producer_wake = 1;
	CHECK_EQ(submit(ring), 0);
	ring->status->consumer_wake = 1;
	CHECK_NE(submit(ring), 0);
	/* The flag is the kernel's to clear: until then, all tell. */
	CHECK_NE(submit(ring), 0);
	ring->status->consumer_wake = 0;
	CHECK_EQ(submit(ring), 0);
	heap_ring_free(ring);
}

TEST(acquire_after_a_hole_tells_of_a_sleeping_producer_wakes)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int kick;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	submit(ring);
	submit(ring);
	submit(ring);
	ring->status->consumer_wake = 1;
	CHECK_GE(framering_ring_acquire(&c, 0, &kick), 0);
	CHECK_EQ(kick, 0);
	ring->desc[1].seq = framering_seq_none(1);
	ring->status->producer_wake = 1;
	c.max_held = 2;
	CHECK_EQ(framering_ring_acquire(&c, 0, &kick), 2);
	CHECK_NE(kick, 0);
	heap_ring_free(ring);
}

/* Passing over holes moves the tail, for which a producer may wait. */
TEST(acquire_that_finds_only_holes_wakes)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int kick;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	submit(ring);
	ring->desc[0].seq = framering_seq_none(0);
	ring->status->producer_wake = 1;
	CHECK_EQ(framering_ring_acquire(&c, 0, &kick), -EAGAIN);
	CHECK_NE(kick, 0);
	CHECK_EQ(c.page->tail, ring->page->head);
	CHECK_EQ(c.page->held, 0);
	heap_ring_free(ring);
}

TEST(acquire_that_makes_no_room_tells_nobody_ok)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int kick = 1;

	heap_ring_attach(ring, &c, 0, LIVE);
	ring->status->producer_wake = 1;
	CHECK_EQ(framering_ring_acquire(&c, 0, &kick), -EAGAIN);
	CHECK_EQ(kick, 0);
	submit(ring);
	submit(ring);
	/* Its slot is taken now; so far it was unread. */
	CHECK_GE(framering_ring_acquire(&c, 0, &kick), 0);
	CHECK_EQ(kick, 0);
	CHECK_EQ(framering_ring_acquire(&c, 0, &kick), -ENOBUFS);
	CHECK_EQ(kick, 0);
	heap_ring_free(ring);
}

TEST(release_tells_of_a_sleeping_producer_wakes)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int kick, slot;

	heap_ring_attach(ring, &c, 0, LIVE);
	submit(ring);
	submit(ring);
	slot = framering_ring_acquire(&c, 0, &kick);
	CHECK_GE(slot, 0);
	CHECK_EQ(framering_ring_release(&c, (__u32)slot, &kick), 0);
	CHECK_EQ(kick, 0);
	slot = framering_ring_acquire(&c, 0, &kick);
	CHECK_GE(slot, 0);
	ring->status->producer_wake = 1;
	CHECK_EQ(framering_ring_release(&c, (__u32)slot, &kick), 0);
	CHECK_NE(kick, 0);
	heap_ring_free(ring);
}

/* A producer sleeps by can_reserve: it must agree, and store nothing. */
TEST_VARIANTS(can_reserve_agrees_with_reserve_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 slots = variant->slots, i;
	int can;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	srand(7);
	for (i = 0; i < 20000; i++) {
		__u32 mask = slots == 32 ? ~0U : (1U << slots) - 1;
		struct framering_producer_page before = *ring->page;

		ring->status->kernel_held = (__u32)rand() & (__u32)rand();
		ring->consumer[0]->held = (__u32)(rand() & rand()) & mask;
		ring->consumer[0]->tail = ring->page->head -
					  (__u32)rand() % (slots + 1);
		/* All this came about by itself: nothing is known of it. */
		framering_ring_enter(&ring->producer);
		can = framering_ring_can_reserve(&ring->producer);
		CHECK_MEM_EQ(ring->page, &before, sizeof(before));
		CHECK_EQ(framering_ring_reserve(&ring->producer) >= 0, can);
		if (can)
			framering_ring_submit(&ring->producer,
					      &(struct framering_desc){ 0 });
	}
	heap_ring_free(ring);
}
