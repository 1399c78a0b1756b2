// SPDX-License-Identifier: MIT
/* A held slot does not change: holes, limits and readers that want it all. */
#include <stdlib.h>

#include "harness.h"
#include "heap_ring.h"

#define LIVE		0
#define LOSSLESS	1

static int acquire(struct framering_ring_consumer *c)
{
	int kick;

	return framering_ring_acquire(c, 0, &kick);
}

/* Acquire frame number @frame, and keep it. */
static __u32 keep(struct framering_ring_consumer *c, __u64 frame)
{
	int slot = acquire(c);

	CHECK_GE(slot, 0);
	CHECK_EQ(c->desc[slot].frame, frame);
	CHECK(c->page->held & 1U << slot);
	return (__u32)slot;
}

static void release(struct framering_ring_consumer *c, __u32 slot)
{
	int kick;

	CHECK_EQ(framering_ring_release(c, slot, &kick), 0);
}

TEST_VARIANTS(held_slot_becomes_a_hole_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = variant->slots, kept, i, passed = 0;
	struct framering_ring_consumer c, other;
	struct framering_desc before;

	heap_ring_attach(ring, &c, 3, LIVE);
	heap_ring_attach(ring, &other, 4, LOSSLESS);
	heap_ring_submit(ring);
	kept = keep(&c, 0);
	release(&other, keep(&other, 0));
	before = ring->desc[kept];
	/* All readers get the others in order: a hole is not a drop. */
	for (i = 1; i <= 4 * slots; i++) {
		__u32 head = ring->page->head;

		CHECK_NE(heap_ring_submit(ring), kept);
		passed += ring->page->head - head - 1;
		release(&other, keep(&other, i));
		CHECK_MEM_EQ(&ring->desc[kept], &before, sizeof(before));
	}
	CHECK_GE(passed, 4);
	CHECK_EQ(ring->page->holes, passed);
	CHECK_EQ(ring->consumer[4]->dropped, 0);
	CHECK_EQ(ring->consumer[4]->delivered, 4 * slots + 1);
	CHECK_EQ(ring->consumer[3]->held, 1U << kept);

	release(&c, kept);
	for (i = 0; i < slots; i++)
		if (heap_ring_submit(ring) == (int)kept)
			break;
		else
			release(&other, (__u32)acquire(&other));
	CHECK_LT(i, slots);
	heap_ring_free(ring);
}

/* The reader itself walks over the slot that it holds. */
TEST_VARIANTS(own_held_slot_is_passed_over_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = variant->slots, kept, i;
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, LIVE);
	c.max_held = 2;
	heap_ring_submit(ring);
	kept = keep(&c, 0);
	for (i = 1; i <= 3 * slots; i++) {
		CHECK_NE(heap_ring_submit(ring), kept);
		release(&c, keep(&c, i));
		CHECK_EQ(ring->consumer[0]->held, 1U << kept);
	}
	CHECK_EQ(ring->consumer[0]->dropped, 0);
	heap_ring_free(ring);
}

/* All release orders of three held slots out of eight. */
TEST(slots_released_in_any_order_ok)
{
	static const unsigned char orders[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	struct heap_ring_variant variant = { NULL, 8, 0xfffffff0 };
	struct framering_ring_consumer c;
	struct heap_ring *ring = heap_ring_new(&variant);
	__u32 slot[3], held;
	__u64 frame = 0;
	int i, k, n;

	heap_ring_attach(ring, &c, 0, LIVE);
	CHECK_EQ(c.max_held, 3);
	for (i = 0; i < 6; i++) {
		for (k = 0; k < 3; k++) {
			heap_ring_submit(ring);
			slot[k] = keep(&c, frame++);
		}
		held = ring->consumer[0]->held;
		CHECK_EQ(framering_popcount(held), 3);
		for (k = 0; k < 3; k++) {
			/* While they are held, they are not written. */
			for (n = 0; n < 10; n++, frame++)
				CHECK_EQ(held & 1U << heap_ring_submit(ring),
					 0);
			release(&c, slot[orders[i][k]]);
			held &= ~(1U << slot[orders[i][k]]);
			CHECK_EQ(ring->consumer[0]->held, held);
		}
		ring->consumer[0]->tail = ring->page->head;
	}
	heap_ring_free(ring);
}

TEST_VARIANTS(holding_too_many_fails, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 kept = 0, i, tail;

	heap_ring_attach(ring, &c, 0, LIVE);
	for (i = 0; i < c.max_held; i++) {
		heap_ring_submit(ring);
		kept = keep(&c, i);
	}
	/* An empty ring says that it is empty, and not that much is held. */
	CHECK_EQ(acquire(&c), -EAGAIN);
	heap_ring_submit(ring);
	tail = c.page->tail;
	CHECK_EQ(acquire(&c), -ENOBUFS);
	CHECK_EQ(framering_popcount(c.page->held), c.max_held);
	CHECK_EQ(c.page->tail, tail);
	release(&c, kept);
	keep(&c, i);
	heap_ring_free(ring);
}

TEST_VARIANTS(reader_that_holds_too_many_protects_nothing_ok,
	      heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 slots = variant->slots, i, mask;

	heap_ring_attach(ring, &c, 9, LIVE);
	mask = slots == 32 ? ~0U : (1U << slots) - 1;
	ring->consumer[9]->held = mask;
	for (i = 0; i < 3 * slots; i++)
		CHECK_GE(heap_ring_submit(ring), 0);
	CHECK_EQ(ring->page->holes, 0);
	/* One above the limit is as bad; the limit itself is heeded. */
	mask = (2U << c.max_held) - 1;
	ring->consumer[9]->held = mask;
	for (i = 0; i < 3 * slots; i++)
		heap_ring_submit(ring);
	CHECK_EQ(ring->page->holes, 0);
	mask >>= 1;
	ring->consumer[9]->held = mask;
	for (i = 0; i < 3 * slots; i++)
		CHECK_EQ(mask & 1U << heap_ring_submit(ring), 0);
	CHECK_GT(ring->page->holes, 0);
	heap_ring_free(ring);
}

/* A lossless reader holds what it likes: the stall clock is for that. */
TEST_VARIANTS(lossless_reader_holding_all_stops_the_producer_ok,
	      heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 i;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	c.max_held = variant->slots;
	for (i = 0; i < variant->slots; i++) {
		heap_ring_submit(ring);
		keep(&c, i);
	}
	CHECK_EQ(framering_ring_can_reserve(&ring->producer), 0);
	CHECK_EQ(heap_ring_submit(ring), -EAGAIN);
	/* Nothing was taken: every frame is still the one that was held. */
	for (i = 0; i < variant->slots; i++)
		CHECK_EQ(ring->desc[(variant->start + i) &
				    (variant->slots - 1)].seq,
			 variant->start + i);
	release(&c, 0);
	CHECK_NE(framering_ring_can_reserve(&ring->producer), 0);
	CHECK_EQ(heap_ring_submit(ring), 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(slots_the_kernel_holds_become_holes_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 i;

	ring->status->kernel_held = 1U << 1;
	for (i = 0; i < 3 * variant->slots; i++)
		CHECK_NE(heap_ring_submit(ring), 1);
	ring->status->kernel_held = ~0U;
	framering_ring_enter(&ring->producer);
	CHECK_EQ(framering_ring_can_reserve(&ring->producer), 0);
	CHECK_EQ(heap_ring_submit(ring), -EAGAIN);
	ring->status->kernel_held = ~(1U << 1);
	CHECK_EQ(heap_ring_submit(ring), 1);
	heap_ring_free(ring);
}

/*
 * What a consumer has passed, and does not hold, it will never read again; the
 * newest frame another one may begin with.
 */
TEST_VARIANTS(slots_known_free_are_taken_without_a_look_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 i;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	CHECK_GE(heap_ring_submit(ring), 0);
	/* Only a reader that breaks the protocol does this. */
	ring->consumer[0]->tail -= variant->slots;
	for (i = 1; i < variant->slots - 1; i++)
		CHECK_GE(heap_ring_submit(ring), 0);
	CHECK_EQ(heap_ring_submit(ring), -EAGAIN);
	heap_ring_free(ring);
}

/* The pages of consumers that left may hold anything. */
TEST_VARIANTS(detached_reader_is_ignored_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 i;

	heap_ring_attach(ring, &c, 5, LOSSLESS);
	heap_ring_submit(ring);
	keep(&c, 0);
	heap_ring_detach(ring, 5);
	for (i = 0; i < 3 * variant->slots; i++)
		CHECK_GE(heap_ring_submit(ring), 0);
	CHECK_EQ(ring->page->holes, 0);
	heap_ring_free(ring);
}

/* The value for "no frame" must not be a sequence of any frame in the slot. */
TEST(none_is_no_sequence_of_its_slot_ok)
{
	__u32 slots, slot;

	for (slots = FRAMERING_MIN_SLOTS; slots <= FRAMERING_MAX_SLOTS;
	     slots *= 2)
		for (slot = 0; slot < slots; slot++)
			CHECK_NE(framering_seq_none(slot) & (slots - 1), slot);
}
