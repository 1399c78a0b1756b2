// SPDX-License-Identifier: MIT
/*
 * Two windows of a few instructions each, tried very often: going to sleep
 * while a frame comes, and draining while the ring becomes stale.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "harness.h"
#include "heap_ring.h"

#ifdef FRAMERING_TSAN
#define ROUNDS	10000U
#else
#define ROUNDS	200000U
#endif

static const struct heap_ring_variant four_slots = { NULL, 4, 0xfffffff0 };

static struct {
	struct heap_ring *ring;
	struct framering_ring_consumer c;
	/* Rounds that the producer opened, and that the consumer finished. */
	__u32 opened __attribute__((aligned(64)));
	__u32 finished __attribute__((aligned(64)));
	__u32 wakes __attribute__((aligned(64)));
} test;

/* Fast while the other thread runs, fair where there is one processor only. */
static void spin(__u32 *n)
{
	if (++*n % 4096 == 0)
		sched_yield();
}

static void await(__u32 *counter, __u32 value)
{
	__u32 n = 0;

	while (framering_load_acquire(counter) != value)
		spin(&n);
}

/* A different delay each round moves the two threads past each other. */
static void delay(__u32 round)
{
	volatile __u32 i;

	for (i = 0; i < round % 37; i++)
		;
}

static int submit(void)
{
	struct framering_desc frame = { .bytes = 1 };

	CHECK_GE(framering_ring_reserve(&test.ring->producer), 0);
	return framering_ring_submit(&test.ring->producer, &frame);
}

static int take(void)
{
	int kick, slot = framering_ring_acquire(&test.c, 0, &kick);

	if (slot >= 0)
		framering_ring_release(&test.c, (__u32)slot, &kick);
	return slot;
}

static void run(void *(*consume)(void *), void (*produce)(void))
{
	pthread_t thread;

	test_timeout(300);
	test.ring = heap_ring_new(&four_slots);
	heap_ring_attach(test.ring, &test.c, 0, 1);
	CHECK_EQ(pthread_create(&thread, NULL, consume, NULL), 0);
	produce();
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(test.ring->consumer[0]->delivered, ROUNDS);
	heap_ring_free(test.ring);
}

/*
 * Goes to sleep as with the driver: flag, fence, look, sleep. The kick of a
 * frame that was found without sleeping may come as late as this, and wake for
 * nothing: then it looks again.
 */
static void sleep_until_waiting(void)
{
	__u32 seen, n = 0;

	for (;;) {
		seen = framering_load_acquire(&test.wakes);
		framering_write_once(&test.ring->status->consumer_wake, 1);
		framering_fence();
		if (framering_ring_waiting(&test.c))
			return;
		while (framering_load_acquire(&test.wakes) == seen)
			spin(&n);
	}
}

static void *consume_asleep(void *unused)
{
	__u32 round;

	for (round = 0; round < ROUNDS; round++) {
		delay(round);
		sleep_until_waiting();
		CHECK_GE(take(), 0);
		framering_write_once(&test.ring->status->consumer_wake, 0);
		framering_store_release(&test.finished, round + 1);
	}
	return unused;
}

/* One frame a round: no later frame makes up for a kick that was left out. */
static void produce_kicking(void)
{
	__u32 round;

	for (round = 0; round < ROUNDS; round++) {
		if (submit())
			__atomic_fetch_add(&test.wakes, 1, __ATOMIC_SEQ_CST);
		await(&test.finished, round + 1);
	}
}

TEST(frame_submitted_while_a_reader_falls_asleep_wakes)
{
	run(consume_asleep, produce_kicking);
}

static void *consume_until_stale(void *unused)
{
	__u32 round, n = 0;
	int ret;

	for (round = 0; round < ROUNDS; round++) {
		__u64 before = test.ring->consumer[0]->delivered;

		await(&test.opened, round + 1);
		while ((ret = take()) != -ESTALE) {
			CHECK(ret >= 0 || ret == -EAGAIN);
			spin(&n);
		}
		CHECK_EQ(test.ring->consumer[0]->delivered, before + 1);
		framering_store_release(&test.finished, round + 1);
	}
	return unused;
}

/* A last frame, then the mark that there will be no more. */
static void produce_then_stale(void)
{
	__u32 *state = &test.ring->status->state, round;

	for (round = 0; round < ROUNDS; round++) {
		framering_store_release(&test.opened, round + 1);
		delay(round);
		submit();
		framering_store_release(state, FRAMERING_STATE_STALE);
		await(&test.finished, round + 1);
		framering_store_release(state, 0);
	}
}

TEST(last_frame_before_stale_is_seen_ok)
{
	run(consume_until_stale, produce_then_stale);
}
