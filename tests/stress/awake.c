// SPDX-License-Identifier: MIT
/*
 * A producer and a lossless reader, each a process, hand over frames through
 * the driver between two marks; a side that finds nothing polls, or sleeps.
 * awake.py runs each case under strace.
 */
#include "backend.h"
#include "event_count.h"
#include "harness.h"
#include "mark.h"
#include "picture.h"
#include "workers.h"

static const struct backend *const backend = &backend_device;
static struct event_count *attached, *finished;
static uint64_t frames;
static int sleeps;

static void produce(uint32_t unused)
{
	struct framering_desc frame = { .time_ns = 1 };
	struct backend_producer p;
	uint64_t i;

	(void)unused;
	backend->attach_producer(&p);
	frame.bytes = p.bytes;
	event_count_wait(attached, 1);
	mark("from");
	for (i = 0; i < frames; i++) {
		int slot;

		while ((slot = framering_ring_reserve(&p.ring)) < 0)
			if (sleeps)
				backend->await_slot(&p);
		picture_fill(p.slot[slot], p.bytes, i);
		if (framering_ring_submit(&p.ring, &frame))
			backend->wake_consumers(&p);
	}
	mark("till");
	event_count_wait(finished, 1);
}

static uint32_t acquire(struct backend_consumer *c)
{
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&c->ring, 0, &kick);
		if (kick)
			backend->wake_producer(c);
		if (slot >= 0)
			return (uint32_t)slot;
		if (sleeps)
			backend->await_frame(c);
	}
}

static void consume(uint32_t unused)
{
	struct backend_consumer c;
	uint64_t i;

	(void)unused;
	backend->attach_consumer(&c, 0, 1);
	event_count_advance(attached);
	mark("from");
	for (i = 0; i < frames; i++) {
		uint32_t slot = acquire(&c);
		int kick;

		picture_check(c.slot[slot], c.bytes, i);
		CHECK_EQ(framering_ring_release(&c.ring, slot, &kick), 0);
		if (kick)
			backend->wake_producer(&c);
	}
	mark("till");
	event_count_advance(finished);
}

static void hand_over(uint64_t count, uint32_t slots, int asleep)
{
	frames = count;
	sleeps = asleep;
	test_timeout(300);
	backend->create(&(struct backend_config){ .slots = slots });
	attached = workers_memory(2 * sizeof(*attached));
	finished = attached + 1;
	workers_start(consume, 0);
	workers_start(produce, 0);
	workers_join();
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
