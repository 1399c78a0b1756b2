// SPDX-License-Identifier: MIT
/*
 * A slot goes from a consumer to an exported buffer, which the driver keeps it
 * for, while the producer looks: before each single load that it makes.
 */
#include <framering.h>
#include <framering_barrier.h>

static void before_load(void);

#undef framering_read_once
#undef framering_load_acquire
#define framering_read_once(p)	\
	(before_load(), __atomic_load_n((p), __ATOMIC_RELAXED))
#define framering_load_acquire(p)	\
	(before_load(), __atomic_load_n((p), __ATOMIC_ACQUIRE))

#include "harness.h"
#include "heap_ring.h"

#define INDEX	3

static const struct heap_ring_variant two_slots = { "slots2", 2, 0 };

static struct heap_ring *ring;
static void (*hand_over)(void);
static int loads_left;	/* before it is handed over */

static void before_load(void)
{
	if (hand_over && !loads_left--)
		hand_over();
}

static void give_back(void)
{
	ring->status->kernel_held = 1U << 0;
	ring->consumer[INDEX]->held = 0;
}

static void leave(void)
{
	ring->status->kernel_held = 1U << 0;
	ring->status->consumers = 0;
}

/* The slot with sequence 0 is held, and the next to be overwritten. */
static void ring_with_a_held_slot(void)
{
	struct framering_desc frame = { .bytes = 1 };
	struct framering_ring_consumer c;
	int kick, i;

	hand_over = NULL;
	ring = heap_ring_new(&two_slots);
	heap_ring_attach(ring, &c, INDEX, 0);
	for (i = 0; i < 2; i++) {
		CHECK_EQ(framering_ring_reserve(&ring->producer), i);
		framering_ring_submit(&ring->producer, &frame);
	}
	CHECK_EQ(framering_ring_acquire(&c, 0, &kick), 0);
}

/* However many loads went before, the slot is held all the time. */
static void check(void (*way)(void))
{
	int loads = 0;

	do {
		ring_with_a_held_slot();
		hand_over = way;
		loads_left = loads++;
		CHECK_EQ(framering_ring_reserve(&ring->producer), 1);
		heap_ring_free(ring);
	} while (loads_left < 0);
	CHECK_GE(loads, 4);
}

TEST(exported_slot_that_is_given_back_is_kept_ok)
{
	check(give_back);
}

TEST(exported_slot_of_a_reader_that_leaves_is_kept_ok)
{
	check(leave);
}
