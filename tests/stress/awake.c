// SPDX-License-Identifier: MIT
/*
 * A producer and a lossless reader, each a process, hand over frames through
 * the driver between two marks; who finds nothing looks again, or sleeps.
 * awake.py runs each case under strace.
 */
#include "crew.h"
#include "gate.h"
#include "harness.h"
#include "mark.h"
#include "picture.h"
#include "place.h"

static const struct place *const place = &place_device;
static struct gate *attached, *finished;
static uint64_t frames;
static int sleeps;

static void produce(uint32_t unused)
{
	struct framering_desc frame = { .time_ns = 1 };
	struct place_producer p;
	uint64_t i;

	(void)unused;
	place->attach_producer(&p);
	frame.bytes = p.bytes;
	gate_await(attached, 1);
	mark("from");
	for (i = 0; i < frames; i++) {
		int slot;

		while ((slot = framering_ring_reserve(&p.ring)) < 0)
			if (sleeps)
				place->await_slot(&p);
		picture_fill(p.slot[slot], p.bytes, i);
		if (framering_ring_submit(&p.ring, &frame))
			place->wake_consumers(&p);
	}
	mark("till");
	gate_await(finished, 1);
}

static uint32_t acquire(struct place_consumer *c)
{
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&c->ring, 0, &kick);
		if (kick)
			place->wake_producer(c);
		if (slot >= 0)
			return (uint32_t)slot;
		if (sleeps)
			place->await_frame(c);
	}
}

static void consume(uint32_t unused)
{
	struct place_consumer c;
	uint64_t i;

	(void)unused;
	place->attach_consumer(&c, 0, 1);
	gate_open(attached);
	mark("from");
	for (i = 0; i < frames; i++) {
		uint32_t slot = acquire(&c);

		picture_check(c.slot[slot], c.bytes, i);
		if (framering_ring_release(&c.ring, slot))
			place->wake_producer(&c);
	}
	mark("till");
	gate_open(finished);
}

static void hand_over(uint64_t count, uint32_t slots, int asleep)
{
	frames = count;
	sleeps = asleep;
	test_timeout(300);
	place->create(&(struct place_config){ .slots = slots });
	attached = crew_memory(2 * sizeof(*attached));
	finished = attached + 1;
	crew_start(consume, 0);
	crew_start(produce, 0);
	crew_join();
}

TEST(spinning_ok)
{
	/* Many slots, as the sides take turns on one processor. */
	hand_over(10000, 32, 0);
}

TEST(sleeping_ok)
{
	/* And few, so that both have to sleep. */
	hand_over(200, 2, 1);
}
