// SPDX-License-Identifier: MIT
/* Which of a user's readers protect what, and what those see that do not. */
#include "harness.h"
#include "heap_ring.h"

#define GROUP	7

static const struct heap_ring_variant eight_slots = { "slots8", 8, 0 };

/* A live reader; of a user who may only read, if @group. */
static void attach(struct heap_ring *ring, struct framering_ring_consumer *c,
		   __u32 index, __u8 group)
{
	heap_ring_attach(ring, c, index, 0);
	ring->status->group[index] = group;
}

static __u32 acquire(struct framering_ring_consumer *c)
{
	int kick, slot = framering_ring_acquire(c, 0, &kick);

	CHECK_GE(slot, 0);
	return (__u32)slot;
}

static int release(struct framering_ring_consumer *c, __u32 slot)
{
	int kick;

	return framering_ring_release(c, slot, &kick);
}

/* The producer goes once around: which slots are left alone. */
static __u32 left_alone(struct heap_ring *ring)
{
	__u32 slots = ring->status->slots, left = (1U << slots) - 1, i;

	for (i = 0; i < slots; i++) {
		int slot = heap_ring_submit(ring);

		CHECK_GE(slot, 0);
		left &= ~(1U << slot);
	}
	return left;
}

TEST(readers_of_one_user_protect_what_one_may_ok)
{
	struct heap_ring *ring = heap_ring_new(&eight_slots);
	struct framering_ring_consumer c;

	attach(ring, &c, 2, GROUP);
	attach(ring, &c, 5, GROUP);
	attach(ring, &c, 9, GROUP);
	CHECK_EQ(ring->status->max_held, 3);
	/* The same slot is one slot. */
	ring->consumer[2]->held = 0x03;
	ring->consumer[5]->held = 0x05;
	CHECK_EQ(left_alone(ring), 0x07);
	/* Those that come later in the order protect nothing. */
	ring->consumer[5]->held = 0x0d;
	CHECK_EQ(left_alone(ring), 0x03);
	ring->consumer[9]->held = 0x20;
	CHECK_EQ(left_alone(ring), 0x23);
	/* Nor do those that hold too many by themselves. */
	ring->consumer[2]->held = 0xff;
	CHECK_EQ(left_alone(ring), 0x0d);
	heap_ring_free(ring);
}

TEST(readers_of_different_users_protect_what_each_may_ok)
{
	struct heap_ring *ring = heap_ring_new(&eight_slots);
	struct framering_ring_consumer c;

	attach(ring, &c, 0, 0);
	attach(ring, &c, 1, 0);
	attach(ring, &c, 2, GROUP);
	attach(ring, &c, 3, GROUP + 1);
	ring->consumer[0]->held = 0x03;
	ring->consumer[1]->held = 0x0c;
	ring->consumer[2]->held = 0x30;
	ring->consumer[3]->held = 0x40;
	CHECK_EQ(left_alone(ring), 0x7f);
	heap_ring_free(ring);
}

TEST_VARIANTS(unprotected_frame_that_is_overwritten_is_told_ok,
	      heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 slot, i;

	attach(ring, &c, 0, 0);
	ring->status->unprotected = 1;
	heap_ring_submit(ring);
	slot = acquire(&c);
	CHECK_EQ(framering_ring_check(&c, slot), 0);
	for (i = 1; i < variant->slots; i++)
		CHECK_NE(heap_ring_submit(ring), (int)slot);
	/* Nothing has happened to it yet. */
	CHECK_EQ(framering_ring_check(&c, slot), 0);
	/* Told before a byte is written. */
	CHECK_EQ(framering_ring_reserve(&ring->producer), (int)slot);
	CHECK_EQ(framering_ring_check(&c, slot), -EBADMSG);
	CHECK_EQ(heap_ring_submit(ring), (int)slot);
	CHECK_EQ(framering_ring_check(&c, slot), -EBADMSG);
	CHECK_EQ(release(&c, slot), -EBADMSG);
	/* It was given back all the same. */
	CHECK_EQ(ring->consumer[0]->held, 0);
	CHECK_EQ(ring->page->holes, 0);
	slot = acquire(&c);
	CHECK_EQ(release(&c, slot), 0);
	CHECK_EQ(ring->consumer[0]->delivered + ring->consumer[0]->dropped,
		 ring->desc[slot].frame + 1);
	heap_ring_free(ring);
}

/* However often the producer passes by. */
TEST_VARIANTS(protected_frame_is_never_told_overwritten_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 slot, i;

	attach(ring, &c, 0, GROUP);
	heap_ring_submit(ring);
	slot = acquire(&c);
	for (i = 0; i < 5 * variant->slots; i++) {
		CHECK_NE(heap_ring_submit(ring), (int)slot);
		CHECK_EQ(framering_ring_check(&c, slot), 0);
	}
	CHECK_EQ(release(&c, slot), 0);
	heap_ring_free(ring);
}

/* Half of all sequences later, nothing of before looks like something new. */
TEST(old_frames_of_a_slot_stay_gone_ok)
{
	const struct heap_ring_variant late = { "late", 2, 0x7ffffffe };
	struct heap_ring *ring = heap_ring_new(&late);
	struct framering_ring_consumer c;
	__u32 i;

	attach(ring, &c, 0, 0);
	for (i = 0; i < 8; i++) {
		heap_ring_submit(ring);
		CHECK_EQ(release(&c, acquire(&c)), 0);
	}
	heap_ring_free(ring);
}

TEST(those_in_the_way_are_named_ok)
{
	struct heap_ring *ring = heap_ring_new(&eight_slots);
	struct framering_ring_consumer c;
	__u32 blocking, i;

	for (i = 0; i < 3; i++) {
		attach(ring, &c, i, (__u8)(GROUP + i));
		ring->consumer[i]->held = (0x7U << 3 * i) & 0xff;
	}
	CHECK_EQ(framering_ring_blocked(&ring->producer, &blocking), 1);
	CHECK_EQ(blocking, 0x7);
	/* Of one user, the third protects nothing. */
	ring->status->group[2] = GROUP;
	CHECK_EQ(framering_ring_blocked(&ring->producer, &blocking), 0);
	CHECK_EQ(blocking, 0);
	/* Those that lag are to blame, where there are any. */
	heap_ring_attach(ring, &c, 9, 1);
	ring->consumer[9]->tail -= 8;
	CHECK_EQ(framering_ring_blocked(&ring->producer, &blocking), 1);
	CHECK_EQ(blocking, 1U << 9);
	heap_ring_free(ring);
}
